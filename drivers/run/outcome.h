/* How a run ended. */
#ifndef PARALLAX_RUN_OUTCOME_H
#define PARALLAX_RUN_OUTCOME_H

#include "drivers/record/words.h"
#include "drivers/run/alike.h"
#include "drivers/run/measure.h"

/* For the record: "complete", "stopped", "failed". `wrong`: units that verification found so. */
const char *outcome_status(const struct measurement *measurement, int64_t wrong);

/* The exit code; rank 0 alone knows it. `there`: outputs that were there already. */
int outcome_code(const struct inputs *inputs, const struct measurement *measurement, int64_t wrong,
                 int64_t there);

struct outcome_validity {
    enum invalid_code code; /* INVALID_NONE: valid */
    const char *reason;     /* why not; static */
};

/* Whether a run that has ended with `status` may be compared with others: `run` is its row, filled
 * in but for this. */
struct outcome_validity outcome_validity(const struct run_row *run,
                                         const struct measurement *measurement, const char *status,
                                         enum alike alike);

/* Rank 0 does what is left to do for the results when all processes have ended their work with this
 * code, and says what fails. The code, or another one. */
int outcome_complete(struct job *job, int code);

#endif
