/* What web servers have, as bytes, by libcurl: all of source_http that needs it. */
#include <inttypes.h>
#include <stdlib.h>
#include <sys/resource.h>

#include "drivers/common/timer.h"
#include "drivers/io/sources/http_engine.h"
#include "drivers/io/sources/http_list.h"
#include "drivers/io/sources/http_verdict.h"
#include "drivers/io/sources/http_worker.h"

enum {
    FILES_ELSE = 64,   /* open files for all else */
    FILES_WORKER = 2,  /* … of a worker beside its transfers */
    FILES_TRANSFER = 3 /* … of a transfer, at most: a connection, a question for an address */
};

struct http {
    struct http_shared shared;
    const struct list *list;
    const char **hidden;        /* [2 * list->count] URL and hash of each */
    _Atomic uint64_t *identity; /* [list->count] as this process read each first; 0: not yet */
    struct http_worker *workers;
    int count, in_flight;
    bool ready; /* libcurl is */
    char note[320];
};

/* How many transfers a worker may have so that all fit into the open files of a process, whose soft
 * limit is raised if need be. */
static int fit_in_files(int workers, int in_flight)
{
    struct rlimit limit;
    rlim_t each = (rlim_t)workers * FILES_TRANSFER;
    rlim_t fixed = FILES_ELSE + (rlim_t)workers * FILES_WORKER;
    rlim_t needed = fixed + each * (rlim_t)in_flight;
    if (getrlimit(RLIMIT_NOFILE, &limit) || limit.rlim_cur == RLIM_INFINITY)
        return in_flight;
    if (limit.rlim_cur < needed && limit.rlim_cur < limit.rlim_max) {
        limit.rlim_cur = limit.rlim_max < needed ? limit.rlim_max : needed;
        if (setrlimit(RLIMIT_NOFILE, &limit) && getrlimit(RLIMIT_NOFILE, &limit))
            return in_flight;
    }
    if (limit.rlim_cur >= needed)
        return in_flight;
    int fitting = limit.rlim_cur > fixed ? (int)((limit.rlim_cur - fixed) / each) : 1;
    return fitting > 1 ? fitting : 1;
}

static void write_note(struct http *http)
{
    const struct source_options *asked = http->shared.asked;
    const char *insecure = asked->insecure
                               ? "INSECURE: certificates of servers are not checked, so that "
                                 "anybody on the way can put in other bytes"
                               : "";
    char capped[160] = "";
    if (http->in_flight < asked->in_flight)
        snprintf(capped, sizeof capped,
                 "%s--in-flight %d does not fit into the files that a process may have open "
                 "(ulimit -n): %d for each worker",
                 asked->insecure ? "; " : "", asked->in_flight, http->in_flight);
    snprintf(http->note, sizeof http->note, "%s%s", insecure, capped);
}

static int out_of_memory(struct failure *failure)
{
    return failure_set(failure, "list", "memory", "out of memory for downloads");
}

static int http_open(void *state, const struct source_options *asked, const struct list *list,
                     int workers, struct failure *failure)
{
    struct http *http = state;
    size_t count = (size_t)list->count;
    http->shared.asked = asked;
    http->list = list;
    http->in_flight = workers ? fit_in_files(workers, asked->in_flight) : asked->in_flight;
    write_note(http);
    if (workers == 0)
        return 0;
    if (curl_global_init(CURL_GLOBAL_DEFAULT))
        return failure_set(failure, "list", "memory", "libcurl cannot be started");
    http->ready = true;
    http->hidden = calloc(count, 2 * sizeof *http->hidden);
    http->identity = calloc(count, sizeof *http->identity);
    http->workers = calloc((size_t)workers, sizeof *http->workers);
    if (!http->hidden || !http->identity || !http->workers)
        return out_of_memory(failure);
    const char *text = list->hidden;
    for (size_t i = 0; i < 2 * count; ++i, text = http_list_next(text))
        http->hidden[i] = text;
    uint64_t seed = (uint64_t)(timer_now() * 1e9);
    while (http->count < workers) { /* what was begun is closed, too */
        int w = http->count++;
        if (http_worker_open(&http->workers[w], &http->shared, http->in_flight,
                             seed + (uint64_t)w * UINT64_C(0x9e3779b97f4a7c15)))
            return out_of_memory(failure);
    }
    return 0;
}

static struct http_wanted wanted_of(const struct http *http, int item)
{
    item %= http->list->count;
    return (struct http_wanted){item, http->hidden[2 * item], http->hidden[2 * item + 1]};
}

/* Without memory for it they move one by one. */
static void http_expect(void *state, int worker, const int *items, int count)
{
    struct http *http = state;
    struct http_wanted *wanted = calloc((size_t)count, sizeof *wanted);
    for (int i = 0; wanted && i < count; ++i)
        wanted[i] = wanted_of(http, items[i]);
    if (wanted)
        http_worker_expect(&http->workers[worker], wanted, count);
    free(wanted);
}

/* Iterations and verification read an item again, and are to find the same. */
static int check_same(struct http *http, int item, uint64_t identity, struct failure *failure)
{
    uint64_t first = 0;
    if (atomic_compare_exchange_strong(&http->identity[item], &first, identity) ||
        first == identity)
        return 0;
    return failure_set(failure, "read", "changed",
                       "it is not what was read before: the server gives something else");
}

static int http_bytes(void *state, int worker, int item, bytes_probe_fn *probe, struct bytes *bytes,
                      struct failure *failure)
{
    struct http *http = state;
    struct http_wanted wanted = wanted_of(http, item);
    if (http_worker_take(&http->workers[worker], &wanted, probe, bytes, failure))
        return -1;
    return check_same(http, wanted.item, bytes->identity, failure);
}

static const char *http_address(const void *state, int item)
{
    return wanted_of(state, item).url;
}

static int http_accept(void *state, int item, struct bytes *bytes, struct failure *failure)
{
    struct http *http = state;
    struct http_wanted wanted = wanted_of(http, item);
    if (http_verdict_whole(bytes, wanted.hash, failure))
        return -1;
    return check_same(http, wanted.item, bytes->identity, failure);
}

static void http_identify(const void *state, FILE *key)
{
    const struct http *http = state;
    fprintf(key, "http %" PRIu64, http->list->fingerprint);
}

static int http_in_flight(const void *state)
{
    const struct http *http = state;
    return http->in_flight;
}

static const char *http_note(const void *state)
{
    const struct http *http = state;
    return http->note;
}

static void http_close(void *state)
{
    struct http *http = state;
    for (int w = 0; http->workers && w < http->count; ++w)
        http_worker_close(&http->workers[w]);
    free(http->workers);
    free(http->identity);
    free(http->hidden);
    if (http->ready)
        curl_global_cleanup();
}

const struct source http_engine_source = {
    .name = "http",
    .state_size = sizeof(struct http),
    .open = http_open,
    .expect = http_expect,
    .bytes = http_bytes,
    .address = http_address,
    .accept = http_accept,
    .identify = http_identify,
    .in_flight = http_in_flight,
    .note = http_note,
    .close = http_close,
};
