/* Two builds of the kernels against each other: in turn, in one thread, on the same memory, until
 * the ratio of their times is known well enough. kernels.sh builds and starts this. */
#include "tests/bench/kernels_side.h"

#include "drivers/common/statistics.h"
#include "drivers/common/timer.h"

#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { ROUNDS = 2000, ROUNDS_LEAST = 12, LINE = 128, LINES = 64 };

static const double shortest = 2e-3; /* seconds of one reading: what is faster runs repeatedly */
static const double narrow = 0.01;   /* half of the interval's width that is enough */
static const double least = 0.98;    /* a lower end below it is "slower" */

static const struct side *const sides[2] = {&side_base, &side_change};

/* One line of the list, for one number of channels and one variant. */
struct comparison {
    const char *kernel, *options, *variant;
    int shape[3];
    double seconds; /* after which no round begins */
    struct side_work work[2];
    uint8_t *source, *target;
    void *scratch;
    int repeats, rounds;
    bool same; /* the results of both */
    double times[2][ROUNDS], ratios[ROUNDS];
};

static void *aligned(size_t bytes)
{
    void *memory = aligned_alloc(4096, (bytes / 4096 + 1) * 4096);
    if (!memory) {
        fprintf(stderr, "kernels: out of memory\n");
        exit(71);
    }
    memset(memory, 0, bytes);
    return memory;
}

/* Hills with noise, as photographs are, in all channels. */
static uint8_t *make_source(const int shape[3])
{
    ptrdiff_t stride = side_stride(shape[0], shape[2]);
    uint8_t *pixels = aligned((size_t)(stride * shape[1]) + 64);
    uint32_t noise = 1;
    for (int y = 0; y < shape[1]; ++y)
        for (int i = 0; i < shape[0] * shape[2]; ++i) {
            int x = i / shape[2], wave = (x + y / 2) % 510, other = (y * 3 + x / 5) % 510;
            int hill = (wave < 255 ? wave : 510 - wave) + (other < 255 ? other : 510 - other);
            noise = noise * 1664525 + 1013904223;
            pixels[y * stride + i] = (uint8_t)(hill * 15 / 32 + (int)(noise >> 28));
        }
    return pixels;
}

static double run(struct comparison *c, int side)
{
    double begin = timer_thread_cpu();
    for (int i = 0; i < c->repeats; ++i)
        sides[side]->run(&c->work[side], c->source, side_stride(c->shape[0], c->shape[2]),
                         c->target, c->scratch);
    return (timer_thread_cpu() - begin) / c->repeats;
}

/* Compares the results, and finds how often to run for one reading. */
static void warm_up(struct comparison *c)
{
    c->repeats = 1;
    size_t bytes = c->work[0].target;
    uint8_t *other = aligned(bytes);
    memset(c->target, 0, bytes);
    run(c, 0);
    memcpy(other, c->target, bytes);
    memset(c->target, 0, bytes);
    run(c, 1);
    c->same = c->work[1].target == bytes && memcmp(other, c->target, bytes) == 0;
    free(other);
    double once = fmin(run(c, 0), run(c, 1));
    c->repeats = once < shortest ? (int)ceil(shortest / fmax(once, 1e-6)) : 1;
}

/* The median of base / change over the rounds so far; the logarithms, which `ratios` holds, are as
 * good for order statistics and fair to both sides. */
static struct interval ratio_of(const struct comparison *c)
{
    static double sorted[ROUNDS];
    memcpy(sorted, c->ratios, (size_t)c->rounds * sizeof *sorted);
    statistics_sort(sorted, (size_t)c->rounds);
    struct interval logs = statistics_median_interval(sorted, (size_t)c->rounds, 0.95);
    return (struct interval){exp(logs.value), exp(logs.low), exp(logs.high)};
}

static bool is_narrow(struct interval ratio)
{
    return ratio.high - ratio.low <= 2 * narrow * ratio.value;
}

static struct interval measure(struct comparison *c)
{
    struct interval ratio = {NAN, NAN, NAN};
    double begin = timer_now();
    for (c->rounds = 0; c->rounds < ROUNDS;) {
        int first = c->rounds % 2;
        for (int i = 0; i < 2; ++i)
            c->times[i ^ first][c->rounds] = run(c, i ^ first);
        c->ratios[c->rounds] = log(c->times[0][c->rounds] / c->times[1][c->rounds]);
        ++c->rounds;
        ratio = ratio_of(c);
        if (c->rounds >= ROUNDS_LEAST && (is_narrow(ratio) || timer_now() - begin > c->seconds))
            break;
    }
    for (int side = 0; side < 2; ++side)
        statistics_sort(c->times[side], (size_t)c->rounds);
    return ratio;
}

/* Returns whether the change is no slower, nor gives other pixels. */
static bool compare(struct comparison *c)
{
    for (int side = 0; side < 2; ++side)
        if (sides[side]->open(c->kernel, c->variant, c->options, c->shape, &c->work[side])) {
            printf("%-9s %-6s %d  %-30s not in %s\n", c->kernel, c->variant, c->shape[2],
                   c->options, side ? "the change" : "the base");
            if (side)
                sides[0]->close(&c->work[0]);
            return true;
        }
    size_t scratch = c->work[0].scratch, target = c->work[0].target;
    c->scratch = aligned(scratch > c->work[1].scratch ? scratch : c->work[1].scratch);
    c->target = aligned(target > c->work[1].target ? target : c->work[1].target);
    warm_up(c);
    struct interval ratio = measure(c);
    bool slower = ratio.low < least;
    printf("%-9s %-6s %d  %-30s %8.3f %8.3f ms  %6.3f [%.3f, %.3f] %5d%s%s%s\n", c->kernel,
           c->variant, c->shape[2], c->options,
           1e3 * statistics_median(c->times[0], (size_t)c->rounds),
           1e3 * statistics_median(c->times[1], (size_t)c->rounds), ratio.value, ratio.low,
           ratio.high, c->rounds, is_narrow(ratio) ? "" : " wide", slower ? " SLOWER" : "",
           c->same ? "" : " OTHER PIXELS");
    fflush(stdout);
    for (int side = 0; side < 2; ++side)
        sides[side]->close(&c->work[side]);
    free(c->scratch);
    free(c->target);
    return !slower && c->same;
}

/* A line of the list in all variants, or in the one that is asked for. */
static int compare_line(struct comparison *c, char *line, const char *only)
{
    int failed = 0;
    c->kernel = strtok(line, " \n");
    char *options = strtok(NULL, "\n");
    c->options = options ? options : "";
    for (int i = 0; (c->variant = sides[1]->variant(c->kernel, i)); ++i)
        if (!only || strcmp(only, c->variant) == 0)
            failed += !compare(c);
    return failed;
}

int main(int argc, char **argv)
{
    static struct comparison c;
    static char list[LINES][LINE];
    int lines = 0, failed = 0;
    if (argc < 4 || sscanf(argv[1], "%dx%d", &c.shape[0], &c.shape[1]) != 2 ||
        (c.seconds = atof(argv[3])) <= 0) {
        fprintf(stderr, "usage: kernels WxH CHANNELS SECONDS [VARIANT] <LIST\n");
        return 64;
    }
    while (lines < LINES && fgets(list[lines], LINE, stdin))
        ++lines;
    printf("%-9s %-6s ch %-29s %8s %8s     base / change, 95 %% CI, rounds\n", "kernel", "simd",
           "options", "base", "change");
    for (const char *channels = argv[2]; *channels >= '1' && *channels <= '4'; ++channels) {
        c.shape[2] = *channels - '0';
        c.source = make_source(c.shape);
        for (int i = 0; i < lines; ++i) {
            char line[LINE];
            memcpy(line, list[i], LINE);
            failed += compare_line(&c, line, argc > 4 ? argv[4] : NULL);
        }
        free(c.source);
    }
    return failed > 0;
}
