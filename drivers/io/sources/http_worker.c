/* The transfers of one worker. */
#include "drivers/io/sources/http_worker.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "drivers/common/timer.h"

enum {
    LOOK_MS = 100,     /* how often it is looked whether to stop, and what is due */
    HELD_MAX = 1 << 28 /* bytes that have come and wait to be taken, before no more are begun */
};

int http_worker_open(struct http_worker *worker, struct http_shared *shared, int in_flight,
                     uint64_t seed)
{
    *worker = (struct http_worker){.shared = shared, .in_flight = in_flight, .random = seed | 1};
    worker->multi = curl_multi_init();
    worker->idle = calloc((size_t)in_flight, sizeof *worker->idle);
    if (!worker->multi || !worker->idle)
        return -1;
    /* No more connections than transfers, and all of them stay open for the next. */
    curl_multi_setopt(worker->multi, CURLMOPT_MAXCONNECTS, (long)in_flight);
    for (; worker->idle_count < in_flight; ++worker->idle_count)
        if (!(worker->idle[worker->idle_count] = http_handle(shared->asked)))
            return -1;
    return 0;
}

/* Its handle becomes free. */
static void release(struct http_worker *worker, CURL *handle)
{
    curl_multi_remove_handle(worker->multi, handle);
    worker->idle[worker->idle_count++] = handle;
}

/* Drops all that is expected. */
static void drop(struct http_worker *worker)
{
    for (int i = worker->first; i < worker->count; ++i) {
        struct http_transfer *transfer = &worker->transfers[i];
        if (transfer->state == HTTP_RUNNING)
            release(worker, transfer->handle);
        transfer->state = HTTP_TAKEN;
    }
    worker->first = worker->count = 0;
}

void http_worker_close(struct http_worker *worker)
{
    if (worker->multi)
        drop(worker);
    for (int i = 0; i < worker->idle_count; ++i)
        curl_easy_cleanup(worker->idle[i]);
    if (worker->multi)
        curl_multi_cleanup(worker->multi);
    for (int i = 0; i < worker->capacity; ++i)
        bytes_free(&worker->transfers[i].bytes);
    free(worker->transfers);
    free(worker->idle);
    *worker = (struct http_worker){0};
}

/* From 0 up to 1. */
static double draw(struct http_worker *worker)
{
    worker->random ^= worker->random << 13;
    worker->random ^= worker->random >> 7;
    worker->random ^= worker->random << 17;
    return (double)(worker->random >> 11) / 9007199254740992.0; /* 2^53 */
}

static void end(struct http_worker *worker, CURL *handle, CURLcode code)
{
    char *private = NULL;
    curl_easy_getinfo(handle, CURLINFO_PRIVATE, &private);
    http_transfer_end((struct http_transfer *)private, worker->shared, code, worker->driven,
                      draw(worker));
    release(worker, handle);
}

/* Which one to begin next, and when; NULL: none. */
static struct http_transfer *next(const struct http_worker *worker, double *when)
{
    struct http_transfer *next = NULL;
    size_t held = 0;
    for (int i = worker->first; i < worker->count && held < HELD_MAX; ++i) {
        struct http_transfer *transfer = &worker->transfers[i];
        double due = transfer->state == HTTP_WAITING ? http_transfer_due(transfer) : 0;
        held += transfer->state == HTTP_DONE ? transfer->bytes.size : 0;
        if (transfer->state == HTTP_WAITING && (!next || due < *when)) {
            next = transfer;
            *when = due;
        }
    }
    return next;
}

/* While the worker computes, nobody drives its transfers: that time counts for none of them. */
static void resume(struct http_worker *worker)
{
    worker->moved = timer_now();
}

static void count_time(struct http_worker *worker)
{
    double now = timer_now();
    worker->driven += now - worker->moved;
    worker->moved = now;
}

/* Begins what is due, as far as there are handles. */
static void start(struct http_worker *worker)
{
    double when, now = timer_now();
    while (worker->idle_count > 0) {
        struct http_transfer *transfer = next(worker, &when);
        if (!transfer || when > now)
            return;
        CURL *handle = worker->idle[--worker->idle_count];
        http_transfer_start(transfer, handle, worker->driven);
        if (curl_multi_add_handle(worker->multi, handle))
            end(worker, handle, CURLE_OUT_OF_MEMORY);
    }
}

/* Ends those whose time is up. */
static void end_late(struct http_worker *worker)
{
    for (int i = worker->first; i < worker->count; ++i) {
        struct http_transfer *transfer = &worker->transfers[i];
        if (transfer->state == HTTP_RUNNING && http_transfer_late(transfer, worker->driven))
            end(worker, transfer->handle, CURLE_OPERATION_TIMEDOUT);
    }
}

/* Moves all of them as far as they go without waiting. */
static void move(struct http_worker *worker)
{
    int running, left;
    count_time(worker);
    start(worker);
    curl_multi_perform(worker->multi, &running);
    count_time(worker);
    for (CURLMsg *message; (message = curl_multi_info_read(worker->multi, &left));)
        if (message->msg == CURLMSG_DONE)
            end(worker, message->easy_handle, message->data.result);
    end_late(worker);
    start(worker);
}

/* Until something happens, or is due. */
static void wait_for_any(struct http_worker *worker)
{
    double when, wait = LOOK_MS;
    if (worker->idle_count > 0 && next(worker, &when))
        wait = fmin(wait, 1 + 1000 * (when - timer_now()));
    curl_multi_poll(worker->multi, NULL, 0, wait > 0 ? (int)wait : 0, NULL);
}

int http_worker_expect(struct http_worker *worker, const struct http_wanted *wanted, int count)
{
    resume(worker);
    drop(worker);
    if (count > worker->capacity) {
        struct http_transfer *more = realloc(worker->transfers, (size_t)count * sizeof *more);
        if (!more)
            return -1;
        memset(more + worker->capacity, 0, (size_t)(count - worker->capacity) * sizeof *more);
        worker->transfers = more;
        worker->capacity = count;
    }
    for (int i = 0; i < count; ++i)
        http_transfer_begin(&worker->transfers[i], worker->shared, wanted[i].item, wanted[i].url,
                            wanted[i].hash);
    worker->count = count;
    move(worker);
    return 0;
}

static struct http_transfer *find(struct http_worker *worker, int item)
{
    for (int i = worker->first; i < worker->count; ++i)
        if (worker->transfers[i].item == item && worker->transfers[i].state != HTTP_TAKEN)
            return &worker->transfers[i];
    return NULL;
}

/* The caller gets the bytes, and what memory it had is used for others. */
static void give(struct http_worker *worker, struct http_transfer *transfer, struct bytes *bytes)
{
    struct bytes given = transfer->bytes;
    transfer->bytes = *bytes;
    *bytes = given;
    transfer->state = HTTP_TAKEN;
    while (worker->first < worker->count && worker->transfers[worker->first].state == HTTP_TAKEN)
        ++worker->first;
}

/* Ends one that is not worth waiting for, or must not be waited for. */
static void cut_short(struct http_worker *worker, struct http_transfer *transfer)
{
    if (transfer->state == HTTP_RUNNING)
        release(worker, transfer->handle);
    transfer->state = HTTP_DONE;
    transfer->result = -1;
}

int http_worker_take(struct http_worker *worker, const struct http_wanted *wanted,
                     bytes_probe_fn *probe, struct bytes *bytes, struct failure *failure)
{
    const atomic_int *stop = worker->shared->asked->stop;
    struct http_transfer *transfer = find(worker, wanted->item);
    bytes->size = 0;
    resume(worker);
    if (!transfer && http_worker_expect(worker, wanted, 1))
        return failure_set(failure, "read", "memory", "out of memory for a download");
    transfer = transfer ? transfer : &worker->transfers[0];
    while (http_transfer_probe(transfer, probe) == 0 && transfer->state != HTTP_DONE) {
        if (stop && atomic_load(stop)) {
            failure_set(&transfer->failure, "read", "EINTR", "stopped by a signal");
            cut_short(worker, transfer);
            break;
        }
        move(worker);
        if (transfer->state != HTTP_DONE)
            wait_for_any(worker);
    }
    if (transfer->refused)
        cut_short(worker, transfer);
    int result = transfer->result;
    if (result)
        *failure = transfer->failure;
    give(worker, transfer, bytes);
    move(worker); /* what else is expected goes on while this one is worked on */
    return result;
}
