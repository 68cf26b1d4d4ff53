/* The cases of check_kernel --bench and how one is run. */
#include "tests/check/check_work.h"

#include "kernels/cpu.h"
#include "tests/check/check_random.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The source that the cases were chosen for; its size is that of a photograph of 16 megapixels. */
enum { USUAL_WIDTH = 4928, USUAL_HEIGHT = 3279, PART = 4 };

struct standard {
    const char *kernel, *options;
    int width, height; /* of the target, from the usual source; 0: the kernel has no such option */
    bool part;         /* on a source of a PARTth of the sides: it takes long */
    bool multiplies;   /* what struct work says */
};

static const struct standard standards[] = {
    {"resize", "filter=lanczos3", 320, 213, false, true},
    {"resize", "filter=lanczos3", 852, 567, false, true},
    {"resize", "filter=lanczos3", 2048, 1362, false, true},
    {"resize", "filter=lanczos3", 5478, 3645, false, true},
    {"resize", "filter=bicubic", 852, 567, false, true},
    {"resize", "filter=bilinear", 852, 567, false, true},
    {"resize", "filter=box", 852, 567, false, true},
    {"resize", "filter=nearest", 852, 567, false, false},
    {"denoise", "", 0, 0, true, false},
    {"blur", "sigma=2", 0, 0, false, true},
    {"blur", "sigma=10", 0, 0, false, true},
    {"median", "radius=1", 0, 0, false, false},
    {"median", "radius=2", 0, 0, false, false},
    {"median", "radius=10", 0, 0, false, false},
};
enum { STANDARDS = sizeof standards / sizeof *standards };

static int scaled(int length, int side, int usual)
{
    double exact = (double)length * side / usual;
    return exact < 1 ? 1 : (int)(exact + 0.5);
}

static struct shape source_shape(struct shape size, bool part)
{
    if (part)
        return (struct shape){1 + (size.width - 1) / PART, 1 + (size.height - 1) / PART,
                              size.channels};
    return size;
}

/* "filter=box size=9x9" is "box 9x9"; a plain number keeps the name of its option. `text` is empty
 * before. */
static void shorten(const char *options, char *text)
{
    char name[32], value[32];
    int used, length = 0;
    while (sscanf(options, " %31[^=]=%31s%n", name, value, &used) == 2) {
        bool plain = strspn(value, "0123456789.") == strlen(value);
        length += snprintf(text + length, (size_t)(WORK_TEXT - length), "%s%s%s%s",
                           length ? " " : "", plain ? name : "", plain ? "=" : "", value);
        options += used;
    }
}

static void work_run(void *context)
{
    const struct work *work = context;
    const struct kernel *kernel = work->made.kernel;
    struct image target = work->target;
    const struct image *source = shape_equal(work->made.src, work->space->source.shape)
                                     ? &work->space->source
                                     : &work->space->part;
    const uint64_t *total = NULL;
    for (int pass = 0; pass < kernel_passes(kernel); ++pass) {
        uint64_t *tally = work->space->tallies + (size_t)pass * work->space->most_tallies;
        memset(tally, 0, kernel->tallies * sizeof *tally);
        struct band all = {
            {0, kernel_rows(kernel, &work->plan, pass)}, total, tally, work->space->scratch};
        work->variant->run[pass](&work->plan, source, &target, &all);
        total = tally;
    }
}

/* Shapes, options and costs of a case; the plan is made for the variant. */
static int work_make(struct work *work, const struct kernel *kernel,
                     const struct standard *standard, struct shape size)
{
    char options[WORK_TEXT];
    struct shape src = source_shape(size, standard->part);
    int length = snprintf(options, sizeof options, "%s", standard->options);
    if (standard->width)
        snprintf(options + length, sizeof options - (size_t)length, " size=%dx%d",
                 scaled(standard->width, size.width, USUAL_WIDTH),
                 scaled(standard->height, size.height, USUAL_HEIGHT));
    work->made = (struct check_case){.kernel = kernel, .original = src, .src = src};
    kernel_initial_values(kernel, work->made.value);
    shorten(options, work->text);
    if (standard->part)
        snprintf(work->text, sizeof work->text, "on %dx%d", src.width, src.height);
    work->multiplies = standard->multiplies;
    work->timed = (struct timed){.run = work_run};
    if (case_set(&work->made, options))
        errno = EINVAL;
    else if (kernel_plan(kernel, work->variant, src, src, work->made.value, &work->plan) == 0)
        return 0;
    fprintf(stderr, "check_kernel: %s with %s cannot be done for an image of %dx%dx%d: %s\n",
            kernel->name, options, src.width, src.height, src.channels, strerror(errno));
    return -1;
}

static void work_count(struct work *work)
{
    struct shape src = work->plan.src, dst = work->plan.dst;
    double source = (double)src.width * src.height, target = (double)dst.width * dst.height;
    work->pixels = source > target ? source : target;
    const struct kernel *kernel = work->made.kernel;
    for (int pass = 0; pass < kernel_passes(kernel); ++pass) {
        struct range rows = {0, kernel_rows(kernel, &work->plan, pass)};
        struct cost cost = kernel->cost(&work->plan, pass, rows);
        work->cost.operations += cost.operations;
        work->cost.bytes += cost.bytes;
    }
}

static int case_add(struct work_list *list, const struct kernel *kernel,
                    const struct standard *standard, struct shape size)
{
    struct work *items =
        realloc(list->items, (size_t)(list->count + VARIANTS_MAX) * sizeof *list->items);
    if (!items) {
        fprintf(stderr, "check_kernel: out of memory\n");
        return -1;
    }
    list->items = items;
    int plain = list->count;
    for (int i = 0; i < VARIANTS_MAX && kernel->variants[i].name; ++i) {
        if (kernel->variants[i].cpu & ~cpu_features())
            continue;
        struct work *work = &list->items[list->count];
        *work = (struct work){.variant = &kernel->variants[i], .plain = plain};
        if (work_make(work, kernel, standard, size))
            return -1;
        work_count(work);
        ++list->count;
    }
    return 0;
}

int work_add(struct work_list *list, const struct kernel *kernel, struct shape size)
{
    int found = 0;
    for (int i = 0; i < STANDARDS; ++i)
        if (strcmp(standards[i].kernel, kernel->name) == 0) {
            ++found;
            if (case_add(list, kernel, &standards[i], size))
                return -1;
        }
    const struct standard initial = {.kernel = kernel->name, .options = ""};
    return found ? 0 : case_add(list, kernel, &initial, size);
}

/* Hills with noise: neither flat nor random, as photographs are; how often a value occurs, and next
 * to which, decides how fast a histogram is. */
static int make_source(struct image *image, struct shape shape)
{
    struct random random = {1};
    if (image_allocate(image, shape, area_whole(shape)))
        return -1;
    for (int y = 0; y < shape.height; ++y) {
        uint8_t *row = image_row(image, y);
        for (int i = 0; i < shape.width * shape.channels; ++i) {
            int x = i / shape.channels, wave = (x + y / 2) % 510, other = (y * 3 + x / 5) % 510;
            int hill = (wave < 255 ? wave : 510 - wave) + (other < 255 ? other : 510 - other);
            row[i] = (uint8_t)(hill * 15 / 32 + (int)(random_next(&random) >> 60));
        }
    }
    return 0;
}

/* One target for all; each work sees it in its own shape. */
static int share_target(struct work_list *list)
{
    struct image *target = &list->space.target;
    for (int i = 0; i < list->count; ++i) {
        struct shape dst = list->items[i].plan.dst;
        if (image_allocate(target, dst, area_whole(dst)))
            return -1;
    }
    memset(target->pixels, 0, target->capacity);
    for (int i = 0; i < list->count; ++i) {
        struct work *work = &list->items[i];
        work->target = *target; /* large enough: this allocates nothing */
        image_allocate(&work->target, work->plan.dst, area_whole(work->plan.dst));
        work->space = &list->space;
        work->timed.context = work;
    }
    return 0;
}

int work_prepare(struct work_list *list, struct shape size)
{
    struct work_space *space = &list->space;
    for (int i = 0; i < list->count; ++i) {
        const struct work *work = &list->items[i];
        size_t tallies = work->made.kernel->tallies;
        if (work->plan.scratch > space->scratch_size)
            space->scratch_size = work->plan.scratch;
        if (tallies > space->most_tallies)
            space->most_tallies = tallies;
    }
    space->scratch_size = (space->scratch_size / 64 + 1) * 64;
    space->scratch = aligned_alloc(64, space->scratch_size);
    space->tallies = calloc(PASSES_MAX * space->most_tallies + 1, sizeof *space->tallies);
    if (!space->scratch || !space->tallies || make_source(&space->source, size) ||
        make_source(&space->part, source_shape(size, true)) || share_target(list)) {
        fprintf(stderr, "check_kernel: out of memory for an image of %dx%dx%d\n", size.width,
                size.height, size.channels);
        return -1;
    }
    memset(space->scratch, 0, space->scratch_size);
    return 0;
}

void work_free(struct work_list *list)
{
    for (int i = 0; i < list->count; ++i)
        kernel_unplan(list->items[i].made.kernel, list->items[i].variant, &list->items[i].plan);
    image_free(&list->space.source);
    image_free(&list->space.part);
    image_free(&list->space.target);
    free(list->space.scratch);
    free(list->space.tallies);
    free(list->items);
    *list = (struct work_list){0};
}
