/* A probe's command line, and its begin and end. */
#include <errno.h>
#include <getopt.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "drivers/common/exit_code.h"
#include "drivers/common/standard.h"
#include "drivers/options/numbers.h"
#include "drivers/probes/probe.h"

extern const struct model model_serial;

enum { OPTIONS_MAX = 8, OWN = 1000 };

void probe_version(FILE *out, const char *name)
{
    fprintf(out, "probe_%s (Parallax) %s\n", name, PARALLAX_VERSION);
}

static void usage(FILE *out, const struct probe *probe)
{
    fprintf(out, "Usage: probe_%s [options]\n\nIt %s.\n\n", probe->name, probe->does);
    for (const struct probe_option *o = probe->options; o && o->name; ++o)
        fprintf(out, "  --%-10s %-7s %s (default %g)\n", o->name, o->argument, o->help, o->value);
    fputs("  --results    DIR     where the HDF5 file goes (default results; none: nowhere)\n"
          "  --help               print this and exit\n"
          "  --version            print the version and exit\n",
          out);
}

static int complain(const struct probe *probe, const struct probe_option *o, const char *value)
{
    fprintf(stderr, "probe_%s: --%s: '%.80s' is not a %snumber from %g to %g\n", probe->name,
            o->name, value, o->whole ? "whole " : "", o->min, o->max);
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

static int parse(struct probe *probe)
{
    struct option longs[OPTIONS_MAX + 4] = {{"results", required_argument, NULL, 'r'},
                                            {"help", no_argument, NULL, 'h'},
                                            {"version", no_argument, NULL, 'V'}};
    for (int i = 0; probe->options && probe->options[i].name; ++i)
        longs[3 + i] = (struct option){probe->options[i].name, required_argument, NULL, OWN + i};
    int code = -1;
    for (int c; code < 0 && (c = getopt_long(probe->argc, probe->argv, "hV", longs, NULL)) != -1;) {
        if (c == 'r') {
            probe->results = optarg;
        } else if (c == 'h' || c == 'V') {
            code = EXIT_OK;
            if (c == 'h')
                usage(stdout, probe);
            else
                probe_version(stdout, probe->name);
        } else {
            code = c >= OWN ? set(probe, &probe->options[c - OWN], optarg) : EXIT_USAGE;
        }
    }
    if (code < 0 && optind < probe->argc) {
        fprintf(stderr, "probe_%s: '%.80s' is no option; --help lists them all\n", probe->name,
                probe->argv[optind]);
        code = EXIT_USAGE;
    }
    return code;
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
