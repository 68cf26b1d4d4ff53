/* No input at all: one image in memory, handed out again and again, to measure the rest. */
#include "drivers/io/source.h"

#define AT(member) offsetof(struct source_options, member)

static const struct option_entry options[] = {
    OPTION_LINE_WHOLE("items", AT(items), 0, 1, 1e9,
                      "with --source null: how often the image is handed out (default 32)"),
    OPTION_LINE_END,
};

enum { GREY = 128 };

struct null {
    const struct list *list;
    struct image image; /* without pixels in a process that reads nothing */
};

static int null_list(void *state, const struct source_options *asked, struct list *list,
                     struct failure *failure)
{
    (void)state;
    return source_list_made(asked, "null", asked->items, list, failure);
}

static int null_open(void *state, const struct source_options *asked, const struct list *list,
                     int workers, struct failure *failure)
{
    struct null *null = state;
    struct image *image = &null->image;
    null->list = list;
    if (asked->shapes.count > 1)
        return failure_set(failure, "list", "unsupported",
                           "--source null has one image: give one --source-size");
    if (source_made_shape(asked, 0, &image->shape, failure))
        return -1;
    if (workers && image_allocate(image, image->shape, area_whole(image->shape)))
        return failure_set(failure, "list", "memory", "out of memory for the image");
    if (workers)
        image_fill(image, GREY);
    return 0;
}

static int null_shape(const void *state, int item, struct shape *shape)
{
    (void)item;
    const struct null *null = state;
    *shape = null->image.shape;
    return 1;
}

static int null_pixels(void *state, int worker, int item, const struct image **image,
                       struct failure *failure)
{
    (void)worker;
    (void)item;
    (void)failure;
    struct null *null = state;
    *image = &null->image;
    return 0;
}

static void null_identify(const void *state, FILE *key)
{
    const struct null *null = state;
    fprintf(key, "null %d shape %dx%dx%d\n", null->list->count, null->image.shape.width,
            null->image.shape.height, null->image.shape.channels);
}

static void null_close(void *state)
{
    struct null *null = state;
    image_free(&null->image);
}

const struct source source_null = {
    .name = "null",
    .state_size = sizeof(struct null),
    .options = options,
    .list = null_list,
    .open = null_open,
    .shape = null_shape,
    .pixels = null_pixels,
    .identify = null_identify,
    .close = null_close,
};
