/* The claims for programs. */
#include "analysis/claims/claims.h"
#include "analysis/say/json_interval.h"
#include "drivers/common/json.h"

static void put_test(struct json *json, const struct finding_test *test)
{
    static const char *const answers[] = {"not_decided", "yes", "no"};
    json_open(json, NULL, '{');
    json_text(json, "way", test->way);
    json_interval(json, "effect", test->value);
    json_text(json, "bound_is", test->above ? "lower" : "upper");
    json_number(json, "bound", test->bound);
    json_text(json, "as_claimed", answers[test->answer]);
    json_close(json, '}');
}

static void put_finding(struct json *json, const struct finding *finding)
{
    json_open(json, NULL, '{');
    json_whole(json, "number", finding->number);
    json_text(json, "claim", finding->sentence);
    json_text(json, "verdict", finding_verdict_names[finding->verdict]);
    json_text(json, "experiment", finding->experiment);
    json_text(json, "measure", finding->measure);
    json_interval(json, "effect", finding->effect);
    json_text(json, "why", finding->why);
    json_open(json, "tests", '[');
    for (size_t i = 0; i < finding->count; ++i)
        put_test(json, &finding->tests[i]);
    json_close(json, ']');
    json_close(json, '}');
}

void claims_write_json(const struct finding *findings, FILE *out)
{
    struct json json = {.out = out};
    json_open(&json, NULL, '{');
    json_text(&json, "schema", "parallax-claims-1");
    json_number(&json, "confidence", ESTIMATE_CONFIDENCE);
    json_open(&json, "claims", '[');
    for (size_t i = 0; i < CLAIMS_MAX; ++i)
        put_finding(&json, &findings[i]);
    json_close(&json, ']');
    json_close(&json, '}');
}
