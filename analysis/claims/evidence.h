/* What was measured that claims may rest on: found by what runs say of themselves. */
#ifndef PARALLAX_CLAIMS_EVIDENCE_H
#define PARALLAX_CLAIMS_EVIDENCE_H

#include "analysis/data/cells.h"
#include "analysis/data/point_series.h"
#include "analysis/numbers/difference.h"

struct evidence {
    const struct cells *cells;
    struct point_set points; /* of probes */
};

/* A way to work, by the fields of its runs; NULL or 0: whatever these say. */
struct evidence_way {
    const char *name; /* in words */
    const char *model, *lock, *transfer, *sharing;
    int in_flight; /* at least so many downloads of each worker */
};

enum evidence_state {
    EVIDENCE_MISSING,
    EVIDENCE_DISTURBED, /* flagged, or not usable */
    EVIDENCE_FEW,       /* fewer than ESTIMATE_RUNS_MIN repetitions */
    EVIDENCE_CLEAN
};

/* Where ways are compared: the work, and how many workers do it. */
struct evidence_place {
    const struct study *study; /* NULL: nowhere */
    int workers;
    size_t ways; /* how many were measured there */
};

/* Probes stand behind the runs of kernels in *results: probe_count of them. Both must outlive
 * *evidence, which is to be freed. */
void evidence_gather(struct evidence *evidence, const struct cells *cells,
                     const struct results *results, size_t probe_count);
void evidence_free(struct evidence *evidence);

/* The best cell of that way with so many workers (0: any number) in the study, and its state. */
enum evidence_state evidence_find(const struct evidence *evidence, const struct study *study,
                                  const struct evidence_way *way, int workers,
                                  const struct cell **cell);

/* Of the ways, how many of them the study has at its number of workers of at least two (of several,
 * the largest) at which these are most. Without `beyond` no more workers than cores. */
struct evidence_place evidence_in(const struct evidence *evidence, const struct study *study,
                                  const struct evidence_way *ways, size_t count, bool beyond);

/* The study that `takes` accepts, and the number of workers of at least two, in which most of the
 * ways were measured; of several the one of most workers, then of the longest time. */
struct evidence_place evidence_best(const struct evidence *evidence,
                                    const struct evidence_way *ways, size_t count,
                                    bool (*takes)(const struct run_row *row), bool beyond);

/* ln T(a) / T(b), paired where both were measured in the same rounds, else by Welch. */
struct difference evidence_ratio(const struct cell *a, const struct cell *b);

/* The series of a probe's variant, NULL: none. */
const struct point_series *evidence_points(const struct evidence *evidence, const char *probe,
                                           const char *variant);

/* "resize of 32 images of 960x640" */
void evidence_work(const struct study *study, char *buffer, size_t size);

/* Images are dealt as they are, and nothing lets them wait. */
bool evidence_computes(const struct run_row *row);

/* The same, but each image comes after a while. */
bool evidence_waits(const struct run_row *row);

#endif
