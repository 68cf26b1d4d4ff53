/* Runs grouped into cells, curves and studies, and what is computed from them. */
#ifndef PARALLAX_DATA_CELLS_H
#define PARALLAX_DATA_CELLS_H

#include "analysis/data/repetitions.h"
#include "analysis/data/runs.h"
#include "analysis/numbers/estimate.h"

enum interval_kind { INTERVAL_NONE, INTERVAL_WITHIN, INTERVAL_ACROSS };
enum baseline_kind { BASELINE_NONE, BASELINE_SERIAL, BASELINE_SELF, BASELINE_SMALLEST };
extern const char *const interval_names[]; /* "", "within run", "across runs" */
extern const char *const baseline_names[];

/* One point of a study: launches that differ in nothing but chance. */
struct cell {
    struct run **runs; /* all of them: first those that count, then the others */
    size_t run_count, used_runs;
    size_t used_count;   /* repetitions: R */
    size_t study, curve; /* indices */
    int workers;
    bool usable; /* it has a time */
    /* So has its time: flagged, in no fit, in no verdict. */
    bool oversubscribed, wrongly_bound, disturbed, threaded;
    bool hosts_differ;              /* several, of one machine, whose witnesses differ by 5 % */
    double cpu_share;               /* the least of its runs; NaN: unknown */
    double speed;                   /* of its slowest run, of the fastest's by the witness; NaN */
    struct repetition *repetitions; /* [used_count] */
    double *logs;                   /* [used_count], of their times */
    struct interval time;           /* seconds of one iteration */
    enum interval_kind interval;    /* where time.low and .high come from */
    struct interval image_rate, pixel_rate; /* per second */
    double stages[STAGE_COUNT];             /* mean seconds per worker and iteration */
    const struct cell *base;                /* what it is compared with; NULL: nothing */
    enum baseline_kind baseline;
    struct interval speedup;    /* weak studies: the scaled speedup */
    struct interval efficiency; /* weak studies: the weak efficiency */
    struct interval karp_flatt;
    const struct cell *ceiling;         /* as many processes apart; NULL: not measured */
    struct interval ceiling_efficiency; /* T of those over T: what the model costs */
    char reason[160];                   /* why it has no time, or no efficiency; "" */
    char no_fraction[80];               /* why it has no Karp-Flatt fraction; "" */
};

/* One line of a plot: the cells of one model (and schedule, …) by number of workers. For processes
 * of threads one per number of threads in a process. */
struct curve {
    char name[96];
    size_t study, first, count; /* cells[first … first + count - 1] */
};

struct study {
    const struct run *run; /* any of it: what its runs have in common */
    bool weak;
    char title[640];
    char apart[480]; /* "at revision 1a2b3c4, …": how it differs from those of its title; "" */
    size_t first, count;           /* curves */
    size_t first_cell, cell_count; /* cells of all its curves */
};

struct cells {
    struct study *studies;
    struct curve *curves;
    struct cell *cells;
    size_t study_count, curve_count, cell_count;
    struct run **runs;
    struct repetition *repetitions;
    double *logs;
};

/* Groups the runs and estimates times and rates; *runs must outlive *cells. */
void cells_build(struct cells *cells, const struct runs *runs);
void cells_free(struct cells *cells);

/* T(a) / T(b), paired by repetition where both have them. */
struct interval cells_ratio(const struct cell *a, const struct cell *b);

/* Is the cell's time good enough for fits and verdicts? */
bool cell_is_clean(const struct cell *cell);

/* Was it dealt otherwise than asked, because that does not work there? It is a point of the curve
 * of what was asked, and has to be marked on it. */
bool cell_fell_back(const struct cell *cell);

#endif
