/* The verdicts for programs. */
#ifndef PARALLAX_SAY_VERDICT_JSON_H
#define PARALLAX_SAY_VERDICT_JSON_H

#include "analysis/data/cells.h"
#include "drivers/common/json.h"

/* "verdicts": an object for each study, in their order: the five lines, and what they are made of.
 * Fractions and seconds in full precision; null: not known. */
void verdict_put(struct json *json, const struct cells *cells);

#endif
