/* How a work should be run, as JSON. */
#include <math.h>

#include "analysis/data/names.h"
#include "analysis/say/advices.h"
#include "analysis/say/json_interval.h"
#include "analysis/say/verdict_command.h"

size_t advices_count(const struct cells *cells)
{
    size_t count = 0;
    for (size_t i = 0; i < cells->study_count; ++i)
        count += advice_can(&cells->studies[i]) ? 1 : 0;
    return count;
}

static void put_cell(struct json *json, const char *name, const struct advice *advice,
                     const struct cell *cell, struct interval time)
{
    char layout[64], command[512];
    if (!cell) {
        json_null(json, name);
        return;
    }
    const struct run_row *row = cell->runs[0]->row;
    names_layout(advice->all, cell, layout, sizeof layout);
    verdict_command(cell, true, command, sizeof command);
    json_open(json, name, '{');
    json_text(json, "curve", advice->all->curves[cell->curve].name);
    json_text(json, "layout", layout);
    json_text(json, "command", command);
    json_whole(json, "ranks", row->ranks);
    json_whole(json, "threads", row->threads);
    json_text(json, "schedule", row->schedule);
    json_whole(json, "workers", cell->workers);
    json_interval(json, "efficiency", cell->efficiency);
    json_interval(json, "time_s", time);
    json_close(json, '}');
}

static void put_limit(struct json *json, const struct advice_limit *limit)
{
    json_open(json, "limit", '{');
    json_text(json, "answer", advice_answer_names[limit->answer]);
    json_interval(json, "workers", limit->workers);
    json_whole(json, "largest_measured", limit->largest);
    json_number(json, "extrapolated_from", limit->extrapolated.low);
    json_number(json, "extrapolated_to", limit->extrapolated.high);
    json_close(json, '}');
}

static void put_guesses(struct json *json, const struct advice *advice)
{
    json_bool(json, "refused_as_too_far", advice->too_far);
    json_open(json, "predictions", '[');
    for (size_t i = 0; i < advice->guess_count; ++i) {
        const struct advice_guess *guess = &advice->guesses[i];
        json_open(json, NULL, '{');
        json_text(json, "curve", guess->curve->name);
        json_bool(json, "extrapolated", !guess->law);
        json_text(json, "by", guess->law ? guess->law : "envelope");
        json_number(json, "time_s", guess->time.value);
        json_number(json, "low_s", guess->time.low);
        json_number(json, "high_s", guess->time.high);
        json_close(json, '}');
    }
    json_close(json, ']');
}

static void put_advice(struct json *json, const struct advice *advice)
{
    json_open(json, NULL, '{');
    json_text(json, "study", advice->study->title);
    json_text(json, "verdict", verdict_kinds[advice->verdict]);
    json_whole(json, "cores", advice->cores);
    json_whole(json, "largest_measured", advice->largest);
    json_number(json, "images", advice->images);
    json_number(json, "target_efficiency", advice->target);
    if (advice->count > 0) {
        put_cell(json, "use", advice, advice->best, advice->best_s);
        put_cell(json, "thrifty", advice, advice->efficient, advice->efficient_s);
        json_number(json, "start_s", advice->start_s);
        json_open(json, "not_told_apart", '[');
        for (size_t i = 0; i < advice->count; ++i)
            if (advice->choice.tied[i] && advice->cells[i] != advice->best)
                put_cell(json, NULL, advice, advice->cells[i],
                         advice_time(advice, advice->cells[i]));
        json_close(json, ']');
        put_limit(json, &advice->limit);
        put_guesses(json, advice);
        json_number(json, "smallest_difference_seen", advice->choice.seen);
        json_whole(json, "rounds_for_2_percent", (int64_t)advice->runs);
    }
    json_close(json, '}');
}

void advices_write_json(const struct cells *cells, const struct advices_wish *wish, FILE *out)
{
    struct json json = {.out = out};
    json_open(&json, NULL, '{');
    json_text(&json, "schema", "parallax-advise-1");
    json_number(&json, "confidence", ESTIMATE_CONFIDENCE);
    json_open(&json, "studies", '[');
    for (size_t i = 0; i < cells->study_count; ++i) {
        struct advice advice;
        if (!advice_can(&cells->studies[i]))
            continue;
        advice_make(&advice, cells, &cells->studies[i], wish->cores, wish->target, wish->images,
                    advices_count(cells));
        put_advice(&json, &advice);
        advice_free(&advice);
    }
    json_close(&json, ']');
    json_close(&json, '}');
}
