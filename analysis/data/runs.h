/* The runs of all results files, each with its samples and workers, and whether it counts. */
#ifndef PARALLAX_DATA_RUNS_H
#define PARALLAX_DATA_RUNS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "analysis/data/builds.h"
#include "drivers/common/quality.h"
#include "drivers/common/statistics.h"
#include "drivers/record/record.h"

/* Where a worker's time goes. The last is wall time minus the others. */
enum stage {
    STAGE_PLAN,
    STAGE_READ,
    STAGE_DECODE,
    STAGE_KERNEL,
    STAGE_HASH,
    STAGE_ENCODE,
    STAGE_WRITE,
    STAGE_COMM,
    STAGE_WAIT,
    STAGE_OTHER,
    STAGE_COUNT
};
extern const char *const stage_names[STAGE_COUNT];

/* What a run tells of how it came about. Texts are the results'. */
struct told {
    const char *argv;     /* its command line; "": unknown */
    const char *command;  /* what the user typed to have all of it measured; "": unknown */
    int64_t files, bytes; /* the collection of which its input is a sample; -1: unknown, or none */
    char format[16];      /* what all of these files are; "": several, or unknown */
    bool open_mpi;        /* it was started by Open MPI */
    bool submitted;       /* by jobs of ours, to SLURM */
    int cores, smt;       /* of all its nodes; hardware threads of a core; 0: unknown */
};

struct run {
    const struct run_row *row;
    struct run_row key;  /* what it is grouped by: see keys.h */
    char cpu_model[128]; /* of its nodes; "" unknown */
    char machine[256];   /* the same, cores, memory nodes, CPUs that it could use */
    struct build build;  /* kernel release, compiler, flags, revision of Parallax */
    char host[64];       /* of its first node */
    struct told told;
    double node_cpus;                  /* online, on all of them */
    double peak_rate;                  /* operations a second, of all nodes; NaN: not measured */
    bool crowded;                      /* a node has fewer cores than workers */
    int announced;                     /* ranks, by its launcher; -1: unknown */
    const struct sample_row **samples; /* ordered by iteration; in the set's array */
    const struct worker_row **workers;
    const struct span_row **spans; /* of an iteration, worker by worker; older runs have none */
    size_t sample_count, worker_count, span_count;
    double *times; /* of the valid iterations after the warm-up, in seconds, ascending */
    size_t time_count;
    struct interval median;     /* of them, with its interval within the run */
    double stages[STAGE_COUNT]; /* mean seconds per worker and iteration; NaN: unknown */
    bool usable;                /* its time counts */
    bool counted;               /* in the time of its cell; set by cells_build() */
    struct quality quality;
    double witness; /* seconds for fixed work, the median of all workers; NaN: unknown */
    /* Usable, but flagged and left out of fits and verdicts. Disturbed: others took its CPUs;
     * threaded: some of its workers share a core as hardware threads. */
    bool oversubscribed, wrongly_bound, disturbed, threaded;
    char reason[160]; /* why not usable; "" */
};

struct runs {
    struct run *items; /* in the order of results->runs */
    size_t count;
    const struct run **by_name; /* ordered by UUID */
    size_t orphans;             /* rows of samples, workers, spans whose run is not there */
    const struct sample_row **samples;
    const struct worker_row **workers;
    const struct span_row **spans;
    double *times;
};

/* Sorts the rows out, computes medians and stages, and judges every run by itself. `results` must
 * outlive *runs. */
void runs_build(struct runs *runs, const struct results *results);
void runs_free(struct runs *runs);

/* The rows of run `uuid`, or SIZE_MAX. */
size_t runs_find(const struct runs *runs, const char *uuid);

/* The same, quicker where it is run `last`: rows of one run come in a row. */
size_t runs_find_next(const struct runs *runs, const char *uuid, size_t last);

/* How long an iteration of a run took, in seconds; NaN: it has no sample. */
double runs_wall(const struct run *run, int32_t iteration);

/* Is this an iteration whose time counts? */
bool runs_sample_counts(const struct sample_row *sample);

#endif
