/* An interval as a member of a JSON object. */
#include "analysis/say/json_interval.h"

void json_interval(struct json_nest *json, const char *name, struct interval interval)
{
    json_nest_open(json, name, '{');
    json_nest_number(json, "value", interval.value);
    json_nest_number(json, "low", interval.low);
    json_nest_number(json, "high", interval.high);
    json_nest_close(json, '}');
}
