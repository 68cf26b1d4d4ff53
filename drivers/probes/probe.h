/* What probes share: their command line, their table and their results file. */
#ifndef PARALLAX_PROBES_PROBE_H
#define PARALLAX_PROBES_PROBE_H

#include <stdio.h>

#include "drivers/machine/placement.h"
#include "drivers/models/model.h"
#include "drivers/record/record.h"

/* A number on the command line: --NAME VALUE. */
struct probe_option {
    const char *name, *argument, *help;
    double value, min, max; /* value: the default, then what was given */
    bool whole;
};

/* One probe program. The first members are its own to fill. */
struct probe {
    const char *name, *does;      /* "startup"; "measures …", a sentence's rest */
    struct probe_option *options; /* ends with a NULL name; NULL: none */
    int argc;
    char **argv;
    const char *results; /* directory; "none" */
    struct team team;    /* of one process and one thread */
    struct placement placement;
    struct point_row *points; /* what goes to the results file */
    size_t count, capacity;
};

/* First thing in main(): descriptors, command line, machine. Returns -1: measure now; or the exit
 * code to leave with, after --help, --version or a complaint. */
int probe_begin(struct probe *probe, int argc, char **argv);

/* Adds a point: the time of one `variant` at x. NaN is passed over. Texts that are too long for
 * the record are a defect. Ends the program where there is no memory. */
void probe_point(struct probe *probe, const char *variant, const char *unit, double x,
                 double seconds);

/* Last thing in main(): writes the results file, unless `code` says that the probe has failed, and
 * frees all. The code to leave with. */
int probe_end(struct probe *probe, int code);

/* Prints --version. */
void probe_version(FILE *out, const char *name);

/* A duration as people read it: "12.3 us". Returns text[16]. */
const char *probe_duration(double seconds, char *text);

/* Writes points[count] (their run is set here) to `directory`/probe_<name>-<ranks>-<uuid8>.h5, as a
 * run of mode "probe" with its provenance, and prints the path; "none": nothing is written. On rank
 * 0 only. 0, or an exit code after a message on stderr. */
int probe_write(const char *name, const char *directory, const struct team *team,
                const struct placement *placement, struct point_row *points, size_t count, int argc,
                char **argv);

#endif
