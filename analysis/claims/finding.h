/* The verdict on a claim: tests of ratios against bounds, many at once. */
#ifndef PARALLAX_CLAIMS_FINDING_H
#define PARALLAX_CLAIMS_FINDING_H

#include <stdbool.h>
#include <stddef.h>

#include "analysis/claims/evidence.h"
#include "analysis/numbers/difference.h"

/* What is less than this is no difference in practice. */
#define FINDING_MARGIN 0.05

enum { FINDING_TESTS_MAX = 16 };

enum finding_verdict {
    FINDING_HOLDS,
    FINDING_FAILS,
    FINDING_DEPENDS, /* on what `why` says */
    FINDING_OPEN,    /* not decided: `why` says why not */
    FINDING_VERDICTS
};
extern const char *const finding_verdict_names[FINDING_VERDICTS]; /* for programs: "holds", … */

enum finding_answer { FINDING_UNSURE, FINDING_YES, FINDING_NO };

/* One thing that the claim says: that an effect is above a bound, or below it. */
struct finding_test {
    char way[48];             /* whose */
    struct difference effect; /* logarithm; its variance NaN: not estimated */
    struct interval value;    /* of the effect itself */
    double bound;             /* of the effect itself */
    bool above;
    enum finding_answer answer;
};

struct finding {
    int number;
    const char *sentence;
    enum finding_verdict verdict;
    char experiment[160]; /* what was compared */
    char measure[96];     /* what the effects are: "speedup by 2 workers" */
    struct finding_test tests[FINDING_TESTS_MAX];
    size_t count;
    struct interval effect; /* of the test that is nearest to its bound; NaN: none */
    char why[240];
    char disturbed[96]; /* ways that were left out, since others disturbed them */
    size_t disturbed_count, few_count;
};

void finding_begin(struct finding *finding, int number, const char *sentence);

/* Adds to `why`, printf-like. */
void finding_say(struct finding *finding, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* A further test. Where `state` is not clean the way is only noted as left out. Further ones than
 * FINDING_TESTS_MAX are passed over. */
void finding_test(struct finding *finding, enum evidence_state state, const char *way,
                  struct difference effect, double bound, bool above);

/* Answers all tests, corrected by Holm so that the probability of any wrong answer is below
 * DIFFERENCE_ALPHA, and fills the effect. */
void finding_answer(struct finding *finding);

/* The verdict from the answers. All yes: the claim holds; all no: it fails; some of both: it
 * depends, on the way unless the caller has said on what. Not decided where a test is open and
 * none contradicts another, or where others disturbed as many ways as are left. */
void finding_conclude(struct finding *finding);

/* Both. */
void finding_judge(struct finding *finding);

#endif
