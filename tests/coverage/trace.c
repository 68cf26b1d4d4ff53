/* Recorded iterations of a machine that was quiet, and of one with a competitor. */
#include "tests/coverage/trace.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/memory.h"
#include "drivers/common/statistics.h"

static const char *const programs[TRACE_PROGRAMS] = {"serial", "omp", "mpi"};
enum { LINE_SIZE = 256, LEAST = 20 };

static void add_point(struct trace *trace, double seconds, double share)
{
    trace->points = memory_resize(trace->points, trace->count + 1, sizeof trace->points[0]);
    trace->points[trace->count++] = (struct trace_point){seconds, share};
}

static void take_line(struct traces *traces, const char *line)
{
    char program[16], state[16];
    double seconds, share;
    if (line[0] == '#' ||
        sscanf(line, "%15s %15s %lf %lf", program, state, &seconds, &share) != 4 || seconds <= 0)
        return;
    for (int i = 0; i < TRACE_PROGRAMS; ++i)
        if (strcmp(program, programs[i]) == 0)
            add_point(&traces->of[i][strcmp(state, "busy") == 0], seconds, share);
}

static void set_against_quiet(struct trace of[2])
{
    double *times = memory_array(of[0].count, sizeof *times);
    for (size_t i = 0; i < of[0].count; ++i)
        times[i] = of[0].points[i].time;
    statistics_sort(times, of[0].count);
    const double median = statistics_median(times, of[0].count);
    for (int state = 0; state < 2; ++state)
        for (size_t i = 0; i < of[state].count; ++i)
            of[state].points[i].time /= median;
    free(times);
}

bool traces_read(struct traces *traces, const char *path)
{
    char line[LINE_SIZE];
    FILE *file = fopen(path, "r");
    *traces = (struct traces){{{{NULL, 0}}}};
    if (!file) {
        perror(path);
        return false;
    }
    while (fgets(line, sizeof line, file))
        take_line(traces, line);
    fclose(file);
    for (int i = 0; i < TRACE_PROGRAMS; ++i) {
        if (traces->of[i][0].count < LEAST || traces->of[i][1].count < LEAST) {
            fprintf(stderr, "%s: too few iterations of %s\n", path, programs[i]);
            return false;
        }
        set_against_quiet(traces->of[i]);
    }
    return true;
}

void traces_free(struct traces *traces)
{
    for (int i = 0; i < TRACE_PROGRAMS; ++i)
        for (int state = 0; state < 2; ++state)
            free(traces->of[i][state].points);
}
