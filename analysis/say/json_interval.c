/* An interval as a member of a JSON object. */
#include "analysis/say/json_interval.h"

void json_interval(struct json *json, const char *name, struct interval interval)
{
    json_open(json, name, '{');
    json_number(json, "value", interval.value);
    json_number(json, "low", interval.low);
    json_number(json, "high", interval.high);
    json_close(json, '}');
}
