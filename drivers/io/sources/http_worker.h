/* The transfers of one worker: several at once, by one thread, over libcurl's multi interface. */
#ifndef PARALLAX_IO_SOURCES_HTTP_WORKER_H
#define PARALLAX_IO_SOURCES_HTTP_WORKER_H

#include "drivers/io/sources/http_transfer.h"

/* Touched by its worker alone. Zero-filled is a valid beginning, and may be closed. */
struct http_worker {
    struct http_shared *shared;
    CURLM *multi;
    CURL **idle; /* [in_flight] handles without a transfer, the first idle_count */
    int in_flight, idle_count;
    struct http_transfer *transfers; /* those that are expected, in the order of their use */
    int count, capacity, first;      /* all before `first` are taken */
    double driven, moved; /* seconds in which transfers were driven, counted until timer_now() */
    uint64_t random;
};

/* What an item is asked for by. */
struct http_wanted {
    int item;
    const char *url, *hash;
};

/* 0, or -1 when out of memory. `shared` stays until it is closed. */
int http_worker_open(struct http_worker *worker, struct http_shared *shared, int in_flight,
                     uint64_t seed);
void http_worker_close(struct http_worker *worker);

/* Begins to move `count` items: as many at once as are in flight, the others as soon as one has
 * come. What was expected before and not taken is dropped. 0, or -1 when out of memory. They move
 * only in calls of this and of take(), and --timeout and --stall count the time of such calls. */
int http_worker_expect(struct http_worker *worker, const struct http_wanted *wanted, int count);

/* Waits until the item is there while all others go on; begins it if it was not expected. *bytes is
 * replaced, also by what came of it before it failed. 0, or -1 with *failure; "EINTR" when the
 * run is to stop. */
int http_worker_take(struct http_worker *worker, const struct http_wanted *wanted,
                     bytes_probe_fn *probe, struct bytes *bytes, struct failure *failure);

#endif
