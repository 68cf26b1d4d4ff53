/* What a well-known article says of threads and processes, claim by claim, each judged by what was
 * measured. */
#ifndef PARALLAX_CLAIMS_H
#define PARALLAX_CLAIMS_H

#include <stdio.h>

#include "analysis/claims/evidence.h"
#include "analysis/claims/finding.h"
#include "analysis/claims/reasons.h"

/* One claim. */
struct claim {
    int number;
    const char *sentence;
    /* Fills the finding by what it finds in the evidence; leaves it as it is where that is nothing.
     */
    void (*evaluate)(const struct evidence *evidence, struct finding *finding);
};

enum { CLAIMS_MAX = 12, CLAIMS_MEMORY = 11 };

/* All that there are, by their numbers. */
extern const struct claim claims_all[CLAIMS_MAX];

/* One finding for each claim, into findings[CLAIMS_MAX]; `reasons`: why experiments were left out.
 * Any thread. */
void claims_evaluate(const struct evidence *evidence, const struct reasons *reasons,
                     struct finding *findings);

/* A paragraph for each: its number, verdict and sentence; what was compared, with intervals; what
 * it depends on, or why there is no verdict. At most three lines of 100 characters. */
void claims_write_text(const struct finding *findings, FILE *out);

/* The second and third line of that, unbroken: for other places than a terminal. To be freed. */
char *claims_words(const struct finding *finding);

/* A table for a README or a forum: a row for each. */
void claims_write_markdown(const struct finding *findings, FILE *out);

/* One object, with all numbers in full precision. */
void claims_write_json(const struct finding *findings, FILE *out);

/* --- What the claims are evaluated by, for the table of them. --- */
void speedups_under_lock(const struct evidence *evidence, struct finding *finding);
void speedups_of_threads(const struct evidence *evidence, struct finding *finding);
void speedups_of_processes(const struct evidence *evidence, struct finding *finding);
void startups_of_processes(const struct evidence *evidence, struct finding *finding);
void waits_of_threads(const struct evidence *evidence, struct finding *finding);
void waits_of_others(const struct evidence *evidence, struct finding *finding);
void exchanges_of_images(const struct evidence *evidence, struct finding *finding);
void sharing_without_care(const struct evidence *evidence, struct finding *finding);
void sharing_with_locks(const struct evidence *evidence, struct finding *finding);
void deadlocks_of_orders(const struct evidence *evidence, struct finding *finding);
void footprints_of_workers(const struct evidence *evidence, struct finding *finding);
void mixes_of_both(const struct evidence *evidence, struct finding *finding);

#endif
