/* The table of check_kernel --bench. */
#include "tests/check/check_bench.h"

#include "kernels/cpu.h"
#include "tests/check/check_machine.h"
#include "tests/check/check_roofline.h"
#include "tests/check/check_work.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

enum { ROUNDS = 15, TITLE_SIZE = 256 };

/* Seconds for the rounds, so that all of it takes less than two minutes. */
static const double most_seconds = 90;

static const char legend[] =
    "\n"
    "ms: median of the rounds, CPU time of one thread, with the 95 % confidence interval of this\n"
    "  run by order statistics; every round runs each line and each limit once, in turn.\n"
    "ns/pixel: of the larger of source and target. op and GB/s: what the kernel's cost() says:\n"
    "  arithmetic operations, and bytes that must be read or written, each once.\n"
    "%mem: of the memory roof; above 100 % the images stay in a cache.\n"
    "%peak: of the multiply-adds of the variant's own instructions. *: the operations are others\n"
    "  (minimum, compare, look-up), which have another peak, so this is only an orientation.\n"
    "%roof: of the lower of the two roofs at this op/byte. speedup: to plain C.\n";

static void make_title(char title[static TITLE_SIZE], const struct machine *machine,
                       const struct timing *timing, const struct bench_options *options)
{
    char date[32] = "";
    time_t now = time(NULL);
    strftime(date, sizeof date, "%Y-%m-%d %H:%M UTC", gmtime(&now));
    snprintf(title, TITLE_SIZE, "%s, one thread, source %dx%dx%d, %d rounds, %s", machine->name,
             options->size.width, options->size.height, options->size.channels, timing->rounds,
             date);
}

static void print_head(const char *title, const struct machine *machine,
                       const struct timing *timing)
{
    printf("%s\n", title);
    printf("the thread had a CPU for %.1f %% of the time%s\n", 100 * timing->share,
           timing->share < 0.95 ? ": other programs disturb this measurement" : "");
#ifndef __OPTIMIZE__
    printf("compiled without optimisation: these figures say nothing about the kernels\n");
#endif
    machine_print(machine);
}

/* What the table and the plot show of one work. */
struct figures {
    struct interval time; /* s */
    double bandwidth, rate, intensity, memory_share, peak_share, speedup;
};

static struct figures figures_of(const struct work *work, const struct work_list *list,
                                 const struct machine *machine, const struct timing *timing)
{
    int set = machine_set(machine, work->variant->cpu);
    struct figures f = {.time = timing_interval(timing, &work->timed)};
    f.bandwidth = work->cost.bytes / f.time.value / 1e9;
    f.rate = work->cost.operations / f.time.value / 1e9;
    f.intensity = work->cost.operations / work->cost.bytes;
    f.memory_share = f.bandwidth / machine->memory_roof->rate;
    f.peak_share = f.rate / machine->tests[set][MACHINE_MULTIPLY].rate;
    f.speedup = timing_interval(timing, &list->items[work->plain].timed).value / f.time.value;
    return f;
}

static void print_row(const struct work *work, const struct figures *f)
{
    char interval[64] = "-";
    double ms = 1e3 * f->time.value;
    int digits = (int)fmax(1, 3 - floor(log10(ms))); /* four figures */
    if (!isnan(f->time.low))
        snprintf(interval, sizeof interval, "%.*f..%.*f", digits, 1e3 * f->time.low, digits,
                 1e3 * f->time.high);
    printf("%-10s %-20s %-7s %9.*f %16s %8.3f %6.1f %7.2f %7.1f %5.0f %5.0f%c %5.0f %7.2f\n",
           work->made.kernel->name, work->text[0] ? work->text : "-", work->variant->name, digits,
           ms, interval, 1e9 * f->time.value / work->pixels, f->bandwidth, f->intensity, f->rate,
           100 * f->memory_share, 100 * f->peak_share, work->multiplies ? ' ' : '*',
           100 * fmax(f->memory_share, f->peak_share), f->speedup);
}

/* Returns 0, or an exit code when there is no plot. */
static int show(const struct work_list *list, const struct machine *machine,
                const struct timing *timing, const struct bench_options *options)
{
    char title[TITLE_SIZE];
    struct roofline_point *points = calloc((size_t)list->count + 1, sizeof *points);
    if (!points) {
        fprintf(stderr, "check_kernel: out of memory\n");
        return 1;
    }
    make_title(title, machine, timing, options);
    print_head(title, machine, timing);
    printf("\n%-10s %-20s %-7s %9s %16s %8s %6s %7s %7s %5s %5s  %5s %7s\n", "kernel", "parameters",
           "variant", "ms", "95 % CI", "ns/pixel", "GB/s", "op/byte", "Gop/s", "%mem", "%peak",
           "%roof", "speedup");
    for (int i = 0; i < list->count; ++i) {
        const struct work *work = &list->items[i];
        struct figures f = figures_of(work, list, machine, timing);
        print_row(work, &f);
        points[i] = (struct roofline_point){
            work->made.kernel->name, work->text, work->variant->name, f.intensity, f.rate,
            work->multiplies};
    }
    printf("%s", legend);
    int result =
        options->plot ? roofline_plot(options->plot, title, machine, points, list->count) : 0;
    free(points);
    return result;
}

static void name_absent(const struct kernel *kernel)
{
    for (int i = 0; i < VARIANTS_MAX && kernel->variants[i].name; ++i)
        if (kernel->variants[i].cpu & ~cpu_features())
            printf("not on this CPU: %s %s\n", kernel->name, kernel->variants[i].name);
}

static int bench_time(struct work_list *list, const struct bench_options *options)
{
    static struct machine machine;
    struct timing timing = {options->rounds ? options->rounds : ROUNDS,
                            options->rounds ? HUGE_VAL : most_seconds, 0};
    size_t most = (size_t)list->count + MACHINE_SETS * MACHINE_WAYS;
    struct timed **items = malloc(most * sizeof *items);
    if (!items) {
        fprintf(stderr, "check_kernel: out of memory\n");
        return 1;
    }
    machine_open(&machine);
    int count = machine_items(&machine, items);
    for (int i = 0; i < list->count; ++i)
        items[count++] = &list->items[i].timed;
    timing_run(&timing, items, count);
    machine_settle(&machine, &timing);
    int result = show(list, &machine, &timing, options);
    timing_free(items, count);
    machine_close(&machine);
    free(items);
    return result;
}

int bench_run(const struct kernel *const *kernels, int count, const struct bench_options *options)
{
    struct work_list list = {0};
    int result = options->plot ? roofline_check(options->plot) : 0;
    for (int i = 0; i < count && result == 0; ++i) {
        name_absent(kernels[i]);
        result = work_add(&list, kernels[i], options->size) ? 1 : 0;
    }
    if (result == 0)
        result = work_prepare(&list, options->size) ? 1 : 0;
    if (result == 0)
        result = bench_time(&list, options);
    work_free(&list);
    return result;
}
