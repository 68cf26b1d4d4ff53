/* Making the cases of check_kernel. Options come from the kernel's own table, so a new kernel is
 * checked without a line here. */
#include "tests/check/check_case.h"

#include "tests/check/check_random.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *const pattern_names[] = {"noise", "constant", "checkerboard", "impulse", "ramp"};

/* Around the vector widths, where loops over whole vectors end. */
static const int wide[] = {79,  80,  81,  95,  96,  97,  111, 112, 113, 127, 128,
                           129, 159, 160, 161, 191, 192, 193, 255, 256, 257};

enum { NARROW = 67, WIDTHS = NARROW + (int)(sizeof wide / sizeof *wide), PIXELS_MAX = 60000 };
enum { OPERATIONS_MAX = 1500000 };

static int clamped(double value, double low, double high)
{
    return (int)(value < low ? low : value > high ? high : value);
}

/* From a fortieth to eight times the side, in whole numbers: the same case on every machine. */
static int drawn_side(struct random *random, int side, const struct param *param)
{
    bool shrink = random_between(random, 0, 2);
    double scaled = shrink ? side * 8.0 / random_between(random, 8, 320)
                           : side * random_between(random, 8, 64) / 8.0;
    double high = param->max < 600 ? param->max : 600;
    return clamped(scaled + 0.5, param->min < 1 ? 1 : param->min, high);
}

/* Small ones more often: special cases are among them, and a radius is slow when it is large. */
static int drawn_whole(struct random *random, const struct param *param)
{
    int high = clamped(param->max, param->min, 1000);
    double unit = random_unit(random);
    return (int)(param->min + unit * unit * unit * (high - param->min + 1));
}

/* Small ones as often as large ones: the range is halved up to ten times. */
static double drawn_number(struct random *random, double low, double high)
{
    for (int halved = random_between(random, 0, 10); halved > 0; --halved)
        high = low + (high - low) / 2;
    return low + random_unit(random) * (high - low);
}

static void draw_value(struct random *random, const struct param *param, struct shape original,
                       double *value)
{
    int choices = 0;
    switch (param->kind) {
    case PARAM_SIZE:
        value[0] = drawn_side(random, original.width, param);
        value[1] = drawn_side(random, original.height, param);
        break;
    case PARAM_CHOICE:
        while (param->choices[choices])
            ++choices;
        value[0] = random_between(random, 0, choices - 1);
        break;
    case PARAM_COLOUR:
        value[0] = random_between(random, 0, 0xffffff) * 256.0 + random_between(random, 0, 255);
        break;
    case PARAM_FLAG:
        value[0] = random_between(random, 0, 1);
        break;
    case PARAM_WHOLE:
        value[0] = drawn_whole(random, param);
        break;
    case PARAM_NUMBER:
        value[0] = drawn_number(random, param->min, param->max);
        break;
    }
}

static double operations_of(const struct check_case *made)
{
    const struct kernel *kernel = made->kernel;
    struct plan plan;
    double operations = 0;
    if (kernel_plan(kernel, &kernel->variants[0], made->original, made->src, made->value, &plan))
        return 0;
    for (int pass = 0; pass < kernel_passes(kernel); ++pass) {
        struct range rows = {0, kernel_rows(kernel, &plan, pass)};
        operations += kernel->cost(&plan, pass, rows).operations;
    }
    kernel_unplan(kernel, &kernel->variants[0], &plan);
    return operations;
}

/* Slow kernels get fewer rows, never less than 8: a thousand cases say more than a large one. Not
 * where a target size was drawn for this source: its scale would become another. */
static void limit_height(struct check_case *made)
{
    for (const struct param *param = made->kernel->params; param && param->name; ++param)
        if (param->kind == PARAM_SIZE)
            return;
    double operations = operations_of(made);
    if (operations <= OPERATIONS_MAX || made->src.height <= 8 ||
        !shape_equal(made->src, made->original))
        return;
    int height = (int)(made->src.height * (OPERATIONS_MAX / operations));
    made->src.height = made->original.height = height < 8 ? 8 : height;
}

static uint64_t hash_text(const char *text)
{
    uint64_t hash = UINT64_C(0xCBF29CE484222325);
    while (*text)
        hash = (hash ^ (uint8_t)*text++) * UINT64_C(0x100000001B3);
    return hash;
}

void case_make(struct check_case *made, const struct kernel *kernel, uint64_t seed, int index)
{
    struct random random = {seed ^ hash_text(kernel->name) ^
                            (uint64_t)index * UINT64_C(0xD1342543DE82EF95)};
    int place = index / CHANNELS_MAX % WIDTHS;
    int width = place < NARROW ? place + 1 : wide[place - NARROW];
    int tallest = random_between(&random, 0, 7) ? 80 : PIXELS_MAX / width;
    int height = random_between(&random, 0, 3) ? random_between(&random, 1, tallest)
                                               : random_between(&random, 1, 8);
    int shrunk = random_between(&random, 0, 3) ? 1 : 1 << random_between(&random, 1, 3);
    made->kernel = kernel;
    made->src = (struct shape){width, height, 1 + index % CHANNELS_MAX};
    made->original = made->src;
    if (kernel->enough && shrunk > 1) {
        made->original.width = width * shrunk - random_between(&random, 0, shrunk - 1);
        made->original.height = height * shrunk - random_between(&random, 0, shrunk - 1);
    }
    made->pattern = (enum case_pattern)(random_between(&random, 0, 2)
                                            ? random_between(&random, 0, PATTERN_COUNT - 1)
                                            : PATTERN_NOISE);
    made->seed = random_next(&random);
    kernel_initial_values(kernel, made->value);
    for (const struct param *param = kernel->params; param && param->name; ++param)
        draw_value(&random, param, made->original, made->value + param->index);
    limit_height(made);
}

static int parse_value(const struct param *param, const char *text, double *value)
{
    int used = 0;
    if (param->kind == PARAM_CHOICE) {
        for (int i = 0; param->choices[i]; ++i)
            if (strcmp(param->choices[i], text) == 0)
                return value[0] = i, 0;
        return -1;
    }
    if (param->kind == PARAM_SIZE)
        return sscanf(text, "%lfx%lf%n", &value[0], &value[1], &used) == 2 && !text[used] ? 0 : -1;
    return sscanf(text, "%lf%n", value, &used) == 1 && !text[used] ? 0 : -1;
}

int case_set(struct check_case *made, const char *assignments)
{
    char name[32], text[32];
    int used;
    while (sscanf(assignments, " %31[^=]=%31s%n", name, text, &used) == 2) {
        const struct param *param = made->kernel->params;
        while (param && param->name && strcmp(param->name, name) != 0)
            ++param;
        if (!param || !param->name || parse_value(param, text, made->value + param->index))
            return -1;
        assignments += used;
    }
    return *assignments ? -1 : 0;
}

static int describe_value(const struct param *param, const double *value, char *text, size_t size)
{
    if (param->kind == PARAM_CHOICE)
        return snprintf(text, size, " %s=%s", param->name, param->choices[(int)value[0]]);
    if (param->kind == PARAM_SIZE)
        return snprintf(text, size, " %s=%.0fx%.0f", param->name, value[0], value[1]);
    return snprintf(text, size, " %s=%.17g", param->name, value[0]);
}

void case_describe(const struct check_case *made, char text[static CASE_TEXT])
{
    int used = snprintf(text, CASE_TEXT, "%s of %dx%dx%d (originally %dx%d), %s,",
                        made->kernel->name, made->src.width, made->src.height, made->src.channels,
                        made->original.width, made->original.height, pattern_names[made->pattern]);
    for (const struct param *param = made->kernel->params; param && param->name; ++param)
        if (used < CASE_TEXT)
            used += describe_value(param, made->value + param->index, text + used,
                                   (size_t)(CASE_TEXT - used));
}

static uint8_t patterned(const struct check_case *made, struct random *random, int x, int y,
                         int channel)
{
    uint64_t seed = made->seed;
    int width = made->src.width, height = made->src.height;
    switch (made->pattern) {
    case PATTERN_CONSTANT:
        return (uint8_t)(seed >> 8 * channel);
    case PATTERN_CHECKERBOARD:
        return (x / (1 + (int)(seed & 3)) + y / (1 + (int)(seed >> 2 & 3))) & 1 ? 255 : 0;
    case PATTERN_IMPULSE:
        return (x == (int)(seed >> 8) % width && y == (int)(seed >> 40) % height) == (int)(seed & 1)
                   ? 255
                   : 0;
    case PATTERN_RAMP:
        return (uint8_t)(x * (1 + channel) + y * 3);
    default:
        return (uint8_t)(random_next(random) >> 56);
    }
}

void case_pixels(const struct check_case *made, uint8_t *pixels)
{
    struct random random = {made->seed};
    for (int y = 0; y < made->src.height; ++y)
        for (int x = 0; x < made->src.width; ++x)
            for (int channel = 0; channel < made->src.channels; ++channel)
                *pixels++ = patterned(made, &random, x, y, channel);
}
