/* An interval as a member of a JSON object. */
#ifndef PARALLAX_SAY_JSON_INTERVAL_H
#define PARALLAX_SAY_JSON_INTERVAL_H

#include "drivers/common/json.h"
#include "drivers/common/statistics.h"

/* {"value": …, "low": …, "high": …}, null: there is none. */
void json_interval(struct json *json, const char *name, struct interval interval);

#endif
