/* A probe's command line, and its begin and end. */
#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "drivers/common/command.h"
#include "drivers/common/exit_code.h"
#include "drivers/common/number.h"
#include "drivers/common/standard.h"
#include "drivers/options/numbers.h"
#include "drivers/probes/probe.h"

extern const struct model model_serial;

enum { OPTIONS_MAX = 8, INITIAL = 32 };

/* The options of every probe, behind its own. */
enum { RESULTS, HELP, VERSION, DESCRIBE, COMMON };
static const struct command_option common[COMMON] = {
    [RESULTS] = {.name = "results",
                 .value = "DIR",
                 .help = "where the HDF5 file goes; none: nowhere",
                 .initial = "results"},
    [HELP] = {.name = "help", .help = "print this and exit", .letter = 'h'},
    [VERSION] = {.name = "version", .help = "print the version and exit", .letter = 'V'},
    [DESCRIBE] = {.name = "describe", .help = "print the options for programs, and exit"},
};

/* All options, as the common parser takes them; texts of values go to `initial`. */
static int list_options(const struct probe *probe, struct command_option *list,
                        char (*initial)[INITIAL])
{
    int count = 0;
    for (const struct probe_option *o = probe->options; o && o->name; ++o, ++count) {
        snprintf(initial[count], INITIAL, "%s", number_exact(o->value).text);
        list[count] = (struct command_option){
            .name = o->name, .value = o->argument, .help = o->help, .initial = initial[count]};
    }
    memcpy(list + count, common, sizeof common);
    return count + COMMON;
}

static void explain(const struct probe *probe, const struct command_option *list, int count)
{
    printf("Usage: probe_%s [options]\n\nIt %s.\n\n", probe->name, probe->does);
    command_print(stdout, list, count);
}

static void describe(const struct probe *probe, const struct command_option *list, int count)
{
    printf("usage=probe_%s [options]\nsummary=%s\n", probe->name, probe->does);
    command_describe(stdout, list, count);
}

static int complain(const struct probe *probe, const struct probe_option *o, const char *value)
{
    fprintf(stderr, "probe_%s: --%s: '%.80s' is not a %snumber from %s to %s\n", probe->name,
            o->name, value, o->whole ? "whole " : "", number_exact(o->min).text,
            number_exact(o->max).text);
    return EXIT_USAGE;
}

/* An option of the probe's own: -1, or the exit code. */
static int set(const struct probe *probe, struct probe_option *o, const char *value)
{
    int64_t whole;
    if (!o->whole)
        return numbers_real(value, o->min, o->max, &o->value) ? -1 : complain(probe, o, value);
    if (!numbers_whole(value, o->min, o->max, &whole))
        return complain(probe, o, value);
    o->value = (double)whole;
    return -1;
}

/* What one of the common options asks for: -1, or the exit code. */
static int answer(struct probe *probe, int which, const char *value,
                  const struct command_option *list, int count)
{
    if (which == RESULTS) {
        probe->results = value;
        return -1;
    }
    if (which == HELP)
        explain(probe, list, count);
    else if (which == VERSION)
        probe_version(stdout, probe->name);
    else
        describe(probe, list, count);
    return EXIT_OK;
}

static int parse(struct probe *probe)
{
    struct command_option list[OPTIONS_MAX + COMMON];
    char initial[OPTIONS_MAX][INITIAL], message[COMMAND_MESSAGE];
    const char *value;
    const int count = list_options(probe, list, initial), own = count - COMMON;
    command_begin();
    for (int at, code; (at = command_next(list, count, probe->argc, probe->argv, &value,
                                          message)) != COMMAND_END;) {
        if (at == COMMAND_WRONG) {
            fprintf(stderr, "probe_%s: %s\n", probe->name, message);
            return EXIT_USAGE;
        }
        code = at < own ? set(probe, &probe->options[at], value)
                        : answer(probe, at - own, value, list, count);
        if (code >= 0)
            return code;
    }
    if (command_operands() == probe->argc)
        return -1;
    fprintf(stderr, "probe_%s: '%.80s' is no option; --help lists them all\n", probe->name,
            probe->argv[command_operands()]);
    return EXIT_USAGE;
}

/* What was printed has arrived, or the code says that it has not. */
static int flush(const struct probe *probe, int code)
{
    if (!standard_flush())
        return code;
    fprintf(stderr, "probe_%s: cannot write to standard output: %s\n", probe->name,
            strerror(errno));
    return EXIT_IO;
}

int probe_begin(struct probe *probe, int argc, char **argv)
{
    standard_open();
    probe->argc = argc;
    probe->argv = argv;
    probe->results = "results";
    int code = parse(probe);
    if (code >= 0)
        return flush(probe, code);
    setvbuf(stdout, NULL, _IOLBF, 0); /* a row is seen when it is there */
    team_start(&probe->team, &model_serial, &(struct wish){.ranks = -1, .threads = -1}, &argc,
               &argv);
    machine_start();
    if (placement_find(&probe->placement, &probe->team)) {
        fprintf(stderr, "probe_%s: out of memory\n", probe->name);
        return EXIT_MEMORY;
    }
    return -1;
}

void probe_point(struct probe *probe, const char *variant, const char *unit, double x,
                 double seconds)
{
    if (isnan(seconds))
        return;
    if (probe->count == probe->capacity) {
        probe->capacity = probe->capacity ? 2 * probe->capacity : 64;
        probe->points = realloc(probe->points, probe->capacity * sizeof *probe->points);
        if (!probe->points) {
            fprintf(stderr, "probe_%s: out of memory\n", probe->name);
            exit(EXIT_MEMORY);
        }
    }
    struct point_row *point = &probe->points[probe->count++];
    memset(point, 0, sizeof *point);
    snprintf(point->variant, sizeof point->variant, "%s", variant);
    snprintf(point->unit, sizeof point->unit, "%s", unit);
    point->x = x;
    point->seconds = seconds;
}

int probe_end(struct probe *probe, int code)
{
    if (code == EXIT_OK)
        code = probe_write(probe->name, probe->results, &probe->team, &probe->placement,
                           probe->points, probe->count, probe->argc, probe->argv);
    code = flush(probe, code);
    free(probe->points);
    machine_stop();
    team_stop(&probe->team);
    return code;
}

const char *probe_duration(double seconds, char *text)
{
    static const struct {
        double unit;
        const char *name;
    } units[] = {{1, "s"}, {1e-3, "ms"}, {1e-6, "us"}, {1e-9, "ns"}};
    size_t i = 0;
    while (i < 3 && fabs(seconds) < units[i].unit)
        ++i;
    snprintf(text, 16, isnan(seconds) ? "-" : "%.4g %s", seconds / units[i].unit, units[i].name);
    return text;
}
