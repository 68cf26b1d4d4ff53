/* What the library keeps between two calls from Python; private to drivers/python. */
#ifndef PARALLAX_PYTHON_STATE_H
#define PARALLAX_PYTHON_STATE_H

#include "drivers/python/python.h"
#include "drivers/run/progress.h"
#include "drivers/run/run.h"

/* The unit that a worker has in hand. */
struct python_unit {
    int unit; /* -1: none */
    const void *data;
    size_t size; /* bytes that Python has read */
    const struct image *source;
    const struct codec *codec;
    const struct plan *plan;
    struct shape original;
    struct kept_unit *kept;
    struct image *target;
    struct failure failure; /* that ended it; a stage of NULL: none did */
};

/* A child's report. */
struct python_report {
    double seconds[STAGES], first_unit_s;
    struct cpu_watch watch;
    int64_t units, pixels, bytes_read, plans_built;
    struct usage before, after;
    struct place place;
    double process_s; /* CPU time of the child since its first iteration began */
    int64_t rss_bytes, pss_bytes;
};

struct python_state {
    const struct python_model *asked;
    struct model model;
    struct team team;
    struct options options;
    struct placement placement;
    struct job job;
    struct source source;         /* the job's: what Python gives, or else … */
    const struct source *natural; /* … what the chosen one has */
    struct variant variant;       /* the job's, by the name of what is used in its place */
    struct run_file file;
    struct measurement m;
    struct measure_course course;
    struct progress progress;
    bool child;
    double began;
    bool has_begun;    /* the first iteration has */
    int64_t pss_bytes; /* of a child */
    int reports_made;
    struct python_unit *units; /* [workers] */

    struct image given, given_target; /* a child's next unit; no pixels: none given */
    uint64_t hash;
    struct python_report *reports; /* [workers], of the parent; units < 0: none yet */
};

extern struct python_state *python_state;

/* Frees all; the results file is closed. */
void python_forget(struct python_state *state);

/* The same words of a failure, where they stay; what is not known is "EIO", "read". */
const char *python_code(const char *code);
const char *python_stage(const char *stage);

/* Lets python_unit_load() get what Python gives: replaces what the job's source reads by. */
void python_give_source(struct python_state *state);

/* Fills in what reports say of workers, and takes the children's CPU time from that of
 * others; the parent, which hands out work, is a helper. */
void python_reports_rows(struct python_state *state);
void python_reports_quality(struct python_state *state);

#endif
