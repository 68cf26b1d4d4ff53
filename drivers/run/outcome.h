/* How a run ended. */
#ifndef PARALLAX_RUN_OUTCOME_H
#define PARALLAX_RUN_OUTCOME_H

#include "drivers/run/measure.h"

/* For the record: "complete", "stopped", "failed". `wrong`: units that verification found so. */
const char *outcome_status(const struct measurement *measurement, int64_t wrong);

/* The exit code; rank 0 alone knows it. `there`: outputs that were there already. */
int outcome_code(const struct inputs *inputs, const struct measurement *measurement, int64_t wrong,
                 int64_t there);

#endif
