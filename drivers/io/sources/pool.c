/* Synthetic images out of pools that are drawn before the clock starts: one for each worker, so
 * that threads have as much memory of their own as processes, or one that a process's threads
 * share. */
#include <inttypes.h>
#include <stdlib.h>

#include "drivers/io/source.h"
#include "drivers/io/sources/synthetic.h"

#define AT(member) offsetof(struct source_options, member)

enum { CONTENTS_DEFAULT = 8, ROWS_SHARED = 64 }; /* a lower image is drawn by one worker */

static const struct option_entry options[] = {
    OPTION_LINE_WHOLE("synthetic", AT(synthetic), 0, 1, 1e9,
                      "make N photograph-like images instead of reading files (default: 32 if "
                      "there is no input)"),
    {OPTION_SHAPES, "source-size", "WxH[xC],...", "their sizes, in turn (default 1920x1280x3)",
     AT(shapes), 0, 0, 0, NULL, 0},
    OPTION_LINE_WHOLE("contents", AT(contents), -1, 1, 1e6,
                      "how many of them differ (default 8, or as many as sizes)"),
    OPTION_LINE_CHOICE("pool", AT(pool), POOL_OWN, source_pool_names,
                       "own: every worker, thread or rank, has these images for itself; shared: "
                       "the threads of a process work on the same ones (always so with --split)"),
    OPTION_LINE_END,
};

struct pool {
    const struct source_options *asked;
    const struct list *list;
    struct image *image; /* [pools * count]; without pixels in a process that reads nothing */
    int count, pools;
};

/* The image of `item` for a worker. */
static struct image *image_of(const struct pool *pool, int worker, int item)
{
    return &pool->image[worker % pool->pools * pool->count + item % pool->count];
}

static bool pool_asked(const struct source_options *asked)
{
    return asked->synthetic > 0;
}

static int pool_list(void *state, const struct source_options *asked, struct list *list,
                     struct failure *failure)
{
    (void)state;
    return source_list_made(asked, "synthetic", asked->synthetic, list, failure);
}

static int contents_of(const struct source_options *asked, const struct list *list)
{
    int contents = asked->contents > 0                      ? asked->contents
                   : asked->shapes.count > CONTENTS_DEFAULT ? asked->shapes.count
                                                            : CONTENTS_DEFAULT;
    return contents < list->count ? contents : list->count;
}

static int pool_open(void *state, const struct source_options *asked, const struct list *list,
                     int workers, struct failure *failure)
{
    struct pool *pool = state;
    int count = contents_of(asked, list), pools = asked->pool == POOL_OWN && workers ? workers : 1;
    size_t images = (size_t)pools * (size_t)count;
    *pool = (struct pool){asked, list, calloc(images, sizeof *pool->image), count, pools};
    for (size_t i = 0; pool->image && i < images; ++i) {
        struct image *image = &pool->image[i];
        if (source_made_shape(asked, (int)(i % (size_t)count), &image->shape, failure))
            return -1;
        if (workers && image_allocate(image, image->shape, area_whole(image->shape)))
            return failure_set(failure, "list", "memory",
                               "out of memory for %d images that differ, %d times: give fewer "
                               "--contents, or --pool shared",
                               count, pools);
    }
    return pool->image ? 0 : failure_set(failure, "list", "memory", "out of memory");
}

static void pool_prepare(void *state, int part, int parts)
{
    struct pool *pool = state;
    int worker = (int)((int64_t)part * pool->pools / parts);
    part -= worker * parts / pool->pools;
    parts /= pool->pools;
    for (int i = 0; i < pool->count; ++i) {
        struct image rows = *image_of(pool, worker, i);
        int64_t height = rows.shape.height;
        if (height >= ROWS_SHARED) {
            rows.held.rows =
                (struct range){(int)(height * part / parts), (int)(height * (part + 1) / parts)};
            rows.pixels = image_row(image_of(pool, worker, i), rows.held.rows.begin);
        }
        if (height >= ROWS_SHARED || part == 0)
            synthetic_fill(&rows, pool->asked->seed, i);
    }
}

static int pool_shape(const void *state, int item, struct shape *shape)
{
    const struct pool *pool = state;
    *shape = pool->image[item % pool->count].shape;
    return pool->count;
}

static int pool_pixels(void *state, int worker, int item, const struct image **image,
                       struct failure *failure)
{
    (void)failure;
    *image = image_of(state, worker, item);
    return 0;
}

/* Any part can be drawn alone, without the pool. */
static int pool_rows(void *state, int worker, int item, struct area area, struct image *image,
                     struct failure *failure)
{
    (void)worker;
    struct pool *pool = state;
    int content = item % pool->count;
    if (image_allocate(image, pool->image[content].shape, area))
        return failure_set(failure, "read", "memory", "out of memory for a part of an image");
    synthetic_fill(image, pool->asked->seed, content);
    return 0;
}

static void pool_identify(const void *state, FILE *key)
{
    const struct pool *pool = state;
    const struct source_shapes *shapes = &pool->asked->shapes;
    fprintf(key, "synthetic %d contents %d seed %" PRIu64 "\n", pool->list->count, pool->count,
            pool->asked->seed);
    for (int i = 0; i < shapes->count && i < pool->count; ++i)
        fprintf(key, "shape %dx%dx%d\n", shapes->shape[i].width, shapes->shape[i].height,
                shapes->shape[i].channels);
}

static int64_t pool_bytes(const void *state)
{
    const struct pool *pool = state;
    size_t bytes = 0;
    for (int i = 0; i < pool->count; ++i)
        bytes += pool->image[i].capacity;
    return (int64_t)bytes;
}

static void pool_close(void *state)
{
    struct pool *pool = state;
    for (int i = 0; pool->image && i < pool->pools * pool->count; ++i)
        image_free(&pool->image[i]);
    free(pool->image);
}

const struct source source_synthetic = {
    .name = "synthetic",
    .state_size = sizeof(struct pool),
    .options = options,
    .asked = pool_asked,
    .list = pool_list,
    .open = pool_open,
    .prepare = pool_prepare,
    .shape = pool_shape,
    .pixels = pool_pixels,
    .rows = pool_rows,
    .identify = pool_identify,
    .pool_bytes = pool_bytes,
    .close = pool_close,
};
