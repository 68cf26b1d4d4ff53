/* In place of http.c in a build without libcurl: URLs are known, and refused in plain words. */
#include "drivers/io/source.h"
#include "drivers/io/url.h"

static int refuse(struct failure *failure)
{
    return failure_set(failure, "list", "no-library",
                       "URLs need libcurl, which was missing when this program was built");
}

static int none_list(void *state, const struct source_options *asked, struct list *list,
                     struct failure *failure)
{
    (void)state;
    (void)asked;
    (void)list;
    return refuse(failure);
}

static int none_open(void *state, const struct source_options *asked, const struct list *list,
                     int workers, struct failure *failure)
{
    (void)state;
    (void)asked;
    (void)list;
    (void)workers;
    return refuse(failure);
}

static int none_bytes(void *state, int worker, int item, bytes_probe_fn *probe, struct bytes *bytes,
                      struct failure *failure)
{
    (void)state;
    (void)worker;
    (void)item;
    (void)probe;
    bytes->size = 0;
    return refuse(failure);
}

static void none_close(void *state)
{
    (void)state;
}

static void none_identify(const void *state, FILE *key)
{
    (void)state;
    (void)key;
}

const struct source source_http = {
    .name = "http",
    .state_size = 1,
    .takes = url_is,
    .list = none_list,
    .open = none_open,
    .bytes = none_bytes,
    .identify = none_identify,
    .close = none_close,
};
