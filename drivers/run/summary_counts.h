/* How many images, and what became of them: a part of what a program says at its end. */
#ifndef PARALLAX_RUN_SUMMARY_COUNTS_H
#define PARALLAX_RUN_SUMMARY_COUNTS_H

#include "drivers/common/json.h"
#include "drivers/run/measure.h"

/* A line for people; what is there already, where that is all; the members of an object. On rank 0.
 */
void summary_print_counts(FILE *out, const struct job *job, const struct measurement *m);
void summary_print_there(FILE *out, const struct job *job);
/* Of a lock under which all compute: what changing hands costs; nothing where none was counted. */
void summary_print_handovers(FILE *out, const struct measurement *m);
void summary_json_counts(struct json *json, const struct job *job);

#endif
