/* One URL on its way: a handle of libcurl, what it brought, and what becomes of a failure. */
#ifndef PARALLAX_IO_SOURCES_HTTP_TRANSFER_H
#define PARALLAX_IO_SOURCES_HTTP_TRANSFER_H

#include <curl/curl.h>
#include <stdatomic.h>
#include <stdbool.h>

#include "drivers/io/source.h"

enum { HTTP_HOSTS = 256 };

/* What the workers of a process share. */
struct http_shared {
    const struct source_options *asked;
    /* Until when a host wants to be left alone, in microseconds of timer_now(); by a hash of its
     * name, so that two of them may wait for each other. */
    _Atomic int64_t quiet_until[HTTP_HOSTS];
};

enum http_state {
    HTTP_WAITING, /* to be begun at `due`, or as soon as there is a handle */
    HTTP_RUNNING, /* it has a handle */
    HTTP_DONE,    /* its bytes are there, or *failure says why not */
    HTTP_TAKEN    /* and were given away */
};

struct http_transfer {
    enum http_state state;
    int item;
    const char *url, *hash; /* SHA-256, "": any */
    unsigned host;          /* index of quiet_until */
    int tries;
    double due;
    CURL *handle;        /* while it runs */
    double began, heard; /* in driven time: the try; when it last had brought enough … */
    size_t heard_size;   /* … and how much it was then */
    struct bytes bytes;
    bytes_probe_fn *probe;                         /* NULL: none, or not known yet */
    bool probed, refused, forbidden, large, asked; /* asked: the server was, for the item */
    int result;                                    /* 0, or -1 with *failure */
    struct failure failure;
    const struct http_shared *shared;
};

/* A handle with all that is the same for each transfer; NULL: no memory. */
CURL *http_handle(const struct source_options *options);

/* From the beginning; bytes that it has from before are dropped, their memory is used again. */
void http_transfer_begin(struct http_transfer *transfer, struct http_shared *shared, int item,
                         const char *url, const char *hash);

/* When it may be begun: as its own waiting and its host say. */
double http_transfer_due(const struct http_transfer *transfer);

/* Prepares `handle` for the next try. `driven`, here and below: seconds that the caller has spent
 * on moving transfers, so that limits count no time in which nobody could have moved this one. */
void http_transfer_start(struct http_transfer *transfer, CURL *handle, double driven);

/* Whether a try that runs has no more time, by --timeout or --stall; to be asked often. */
bool http_transfer_late(struct http_transfer *transfer, double driven);

/* Says what the first bytes must be like, also while they come: -1 if they are there and refused;
 * then *failure is the probe's and the rest is not worth waiting for. */
int http_transfer_probe(struct http_transfer *transfer, bytes_probe_fn *probe);

/* The try ended with `code`: done, or waiting for the next one; a time-out that was not late does
 * not count as a try. `draw` is a random number from 0 up
 * to 1, so that those who were sent away together do not come back together. */
void http_transfer_end(struct http_transfer *transfer, struct http_shared *shared, CURLcode code,
                       double driven, double draw);

#endif
