/* Ways of doing something, each done many times, in turns. */
#include "drivers/probes/repeat.h"
#include "drivers/probes/rows.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "drivers/common/exit_code.h"
#include "drivers/common/number.h"
#include "drivers/common/timer.h"

void repeat_add(struct repeat *way, double seconds)
{
    if (!way->times) { /* the first time warms up what there is to be warmed */
        way->times = malloc(REPEAT_MOST * sizeof *way->times);
        way->count = 0;
        if (way->times)
            return;
        fprintf(stderr, "out of memory for the times of %s\n", way->variant);
        exit(EXIT_MEMORY);
    }
    if (way->count < REPEAT_MOST)
        way->times[way->count++] = seconds;
}

void repeat_close(struct repeat *ways, size_t count)
{
    for (struct repeat *way = ways; way < ways + count; ++way) {
        size_t n = way->why[0] ? 0 : (size_t)way->count;
        if (way->times)
            statistics_sort(way->times, n);
        way->time = statistics_median_interval(way->times, n, 0.95);
        free(way->times);
        way->times = NULL;
    }
}

void repeat_hear(struct repeat *ways, size_t count, const char *line)
{
    char variant[32];
    double x, seconds;
    if (sscanf(line, "%31s %lf %lf", variant, &x, &seconds) != 3)
        return;
    for (struct repeat *way = ways; way < ways + count; ++way)
        if (strcmp(way->variant, variant) == 0 && fabs(way->x - x) < 0.5)
            repeat_add(way, seconds);
}

static void take_turn(struct repeat *way)
{
    if (way->why[0])
        return;
    double seconds = way->once(way->context, way->why);
    if (isnan(seconds) && !way->why[0])
        snprintf(way->why, sizeof way->why, "failed");
    if (!way->why[0])
        repeat_add(way, seconds);
}

void repeat_measure(struct repeat *ways, size_t count, double seconds, int most)
{
    const double end = timer_now() + seconds;
    for (int round = 0; round <= most && (round <= REPEAT_LEAST || timer_now() < end); ++round)
        for (size_t i = 0; i < count; ++i)
            take_turn(&ways[i]);
    repeat_close(ways, count);
}

static const struct grid_column columns[] = {{"what", GRID_MARKS, 0},
                                             {"x", GRID_NUMBERS, 0},
                                             {"median", GRID_NUMBERS, 0},
                                             {"95 % CI", GRID_MARKS, 2},
                                             {"times", GRID_NUMBERS, 1}};
static const char *const widest[] = {"python-thread-lock", "1024 GiB", "-123.4 us",
                                     "[-123.4 us, -123.4 us]", "10000"};
enum { COLUMNS = sizeof columns / sizeof *columns };
static struct rows table = {.columns = columns, .widest = widest, .count = COLUMNS};

void repeat_head(const char *x)
{
    static const char *names[COLUMNS];
    static const char *const fixed[COLUMNS] = {"what", "", "median", "95 % CI", "times"};
    memcpy(names, fixed, sizeof names);
    names[1] = x;
    rows_begin(&table, names);
}

void repeat_remark(const char *what, const char *x, const char *remark)
{
    rows_print(&table, (const char *const[COLUMNS]){what, x, "-", "", ""}, remark);
}

/* A size in bytes as people read it; other numbers as they are. */
static void print_x(char *text, size_t size, const struct repeat *way)
{
    static const char *const units[] = {"B", "KiB", "MiB", "GiB"};
    double x = way->x;
    int i = 0;
    for (; strcmp(way->unit, "byte") == 0 && i < 3 && x >= 1024; ++i)
        x /= 1024;
    if (strcmp(way->unit, "byte") == 0)
        snprintf(text, size, "%s %s", number_short(x, 4).text, units[i]);
    else
        snprintf(text, size, "%s", number_short(x, 4).text);
}

void repeat_tell(struct probe *probe, const struct repeat *ways, size_t count)
{
    for (const struct repeat *way = ways; way < ways + count; ++way) {
        char x[40], median[16], low[16], high[16], interval[40], times[16];
        print_x(x, sizeof x, way);
        if (way->why[0]) {
            repeat_remark(way->variant, x, way->why);
            continue;
        }
        snprintf(interval, sizeof interval, "[%s, %s]", probe_duration(way->time.low, low),
                 probe_duration(way->time.high, high));
        snprintf(times, sizeof times, "%d", way->count);
        rows_print(&table,
                   (const char *const[COLUMNS]){
                       way->variant, x, probe_duration(way->time.value, median), interval, times},
                   "");
        probe_point(probe, way->variant, way->unit, way->x, way->time.value);
    }
}
