/* URLs of http and https as a source: what they are and how they are listed; all else is done by an
 * engine that is loaded when they are opened. */
#include <stdlib.h>

#include "drivers/io/sources/http_engine.h"
#include "drivers/io/sources/http_list.h"
#include "drivers/io/url.h"

#define AT(member) offsetof(struct source_options, member)

enum { IN_FLIGHT_MAX = 1024 };

static const struct option_entry options[] = {
    OPTION_LINE_TEXT("urls-from", AT(urls_from), "FILE",
                     "read URLs from FILE, one a line, behind each sha256:DIGITS or nothing; - is "
                     "standard input"),
    OPTION_LINE_WHOLE("in-flight", AT(in_flight), 0, 1, IN_FLIGHT_MAX,
                      "URLs: downloads at once, of each worker (default 1; event loops of Python "
                      "32)"),
    {OPTION_SECONDS, "timeout", "SECONDS", "URLs: what takes longer fails", AT(timeout), 60, 0.001,
     1e6, NULL, 0},
    {OPTION_SECONDS, "stall", "SECONDS",
     "URLs: what brings less than 1000 bytes a second for so long fails", AT(stall), 20, 1, 1e6,
     NULL, 0},
    OPTION_LINE_WHOLE("retries", AT(retries), 3, 0, 100,
                      "URLs: further tries where the network or the server fails for a while"),
    {OPTION_SECONDS, "backoff", "SECONDS",
     "URLs: wait before the first of them, doubled each time, longer if the server asks for it",
     AT(backoff), 0.5, 0, 60, NULL, 0},
    OPTION_LINE_FLAG("allow-private", AT(allow_private), 0,
                     "URLs: also go to addresses of this machine and of private networks, and "
                     "through the environment's proxy"),
    OPTION_LINE_FLAG("insecure", AT(insecure), 0,
                     "URLs: take what servers with invalid certificates give"),
    OPTION_LINE_END,
};

struct front {
    const struct source *engine;
    void *state; /* the engine's */
};

static bool http_asked(const struct source_options *asked)
{
    return asked->urls_from;
}

static int http_find(void *state, const struct source_options *asked, struct list *list,
                     struct failure *failure)
{
    (void)state;
    return http_list(asked, list, failure);
}

static int http_open(void *state, const struct source_options *asked, const struct list *list,
                     int workers, struct failure *failure)
{
    struct front *front = state;
    front->engine = http_engine(failure);
    if (!front->engine)
        return -1;
    front->state = calloc(1, front->engine->state_size);
    if (!front->state)
        return failure_set(failure, "list", "memory", "out of memory for downloads");
    return front->engine->open(front->state, asked, list, workers, failure);
}

static void http_expect(void *state, int worker, const int *items, int count)
{
    struct front *front = state;
    front->engine->expect(front->state, worker, items, count);
}

static int http_bytes(void *state, int worker, int item, bytes_probe_fn *probe, struct bytes *bytes,
                      struct failure *failure)
{
    struct front *front = state;
    return front->engine->bytes(front->state, worker, item, probe, bytes, failure);
}

static const char *http_address(const void *state, int item)
{
    const struct front *front = state;
    return front->engine->address(front->state, item);
}

static int http_accept(void *state, int item, struct bytes *bytes, struct failure *failure)
{
    struct front *front = state;
    return front->engine->accept(front->state, item, bytes, failure);
}

static void http_identify(const void *state, FILE *key)
{
    const struct front *front = state;
    front->engine->identify(front->state, key);
}

static int http_in_flight(const void *state)
{
    const struct front *front = state;
    return front->engine->in_flight(front->state);
}

static const char *http_note(const void *state)
{
    const struct front *front = state;
    return front->engine->note(front->state);
}

static void http_close(void *state)
{
    struct front *front = state;
    if (front->state)
        front->engine->close(front->state);
    free(front->state);
}

const struct source source_http = {
    .name = "http",
    .state_size = sizeof(struct front),
    .options = options,
    .takes = url_is,
    .asked = http_asked,
    .list = http_find,
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
