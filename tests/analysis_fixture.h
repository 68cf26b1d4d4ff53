/* Runs made up in memory, for the tests of the analysis. */
#ifndef PARALLAX_ANALYSIS_FIXTURE_H
#define PARALLAX_ANALYSIS_FIXTURE_H

#include "analysis/data/cells.h"

enum { RUNS_MAX = 32, SAMPLES = 4 };

extern struct run_row rows[RUNS_MAX];
extern struct sample_row samples[RUNS_MAX * SAMPLES];
extern struct node_row nodes[RUNS_MAX];
extern struct cells cells; /* as compute() made them */

/* Set-up and tear-down of each test. */
int fixture_begin(void **state);
int fixture_end(void **state);

/* A run of four iterations, one of them a warm-up; the other three took `seconds`. */
struct run_row *add_run(const char *model, int ranks, int threads, double seconds);

struct sample_row *last_samples(void);                        /* of the run added last */
void set_checksum(struct run_row *row, const char *checksum); /* of the run added last */

/* From the runs added so far. */
void compute(bool prefer_serial);

/* The only cell of that model and layout. */
const struct cell *find(const char *model, int ranks, int threads);

#define TEST(function) cmocka_unit_test_setup_teardown(function, fixture_begin, fixture_end)

#endif
