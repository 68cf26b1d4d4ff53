/* What builds differ by, as JSON. */
#include <math.h>

#include "analysis/say/histories.h"
#include "analysis/say/histories_name.h"
#include "analysis/say/json_interval.h"

static void put_answers(struct json *json, const char *name, const size_t *answers)
{
    json_open(json, name, '{');
    for (int i = 0; i < EQUIVALENCES; ++i)
        json_whole(json, histories_answers[i], (int64_t)answers[i]);
    json_close(json, '}');
}

static void put_builds(struct json *json, const struct history *history, char *const *paths)
{
    json_open(json, "builds", '[');
    for (size_t i = 0; i < history->build_count; ++i) {
        char name[16], revision[128];
        histories_name(i, name, sizeof name);
        histories_revision(&history->builds[i], revision, sizeof revision);
        json_open(json, NULL, '{');
        json_text(json, "name", name);
        json_path(json, "path", paths[i]);
        json_text(json, "revision", revision);
        json_whole(json, "cells_left_out", (int64_t)history->unclean[i]);
        json_whole(json, "cells_alone", (int64_t)history->alone[i]);
        json_close(json, '}');
    }
    json_close(json, ']');
}

static void put_step(struct json *json, const struct history_cell *cell, size_t i)
{
    const struct history_step *step = &cell->steps[i];
    char from[16], to[16];
    histories_name(step->from, from, sizeof from);
    histories_name(step->to, to, sizeof to);
    json_open(json, NULL, '{');
    json_text(json, "from", from);
    json_text(json, "to", to);
    json_bool(json, "in_all", i > 0 && i + 1 == cell->step_count);
    json_bool(json, "paired", step->paired);
    json_interval(json, "ratio", difference_ratio(step->ratio));
    json_text(json, "answer", histories_answers[step->answer]);
    json_close(json, '}');
}

static void put_cell(struct json *json, const struct history *history,
                     const struct history_cell *cell)
{
    const size_t build = cell->steps[0].from;
    const struct cells *cells = &history->builds[build];
    char text[128];
    histories_cell(history, cell, text, sizeof text);
    json_open(json, NULL, '{');
    json_text(json, "study", cells->studies[cell->cells[build]->study].title);
    json_text(json, "cell", text);
    json_whole(json, "workers", cell->cells[build]->workers);
    json_bool(json, "other_pixels", cell->other_pixels);
    json_open(json, "times_s", '[');
    for (size_t i = 0; i < history->build_count; ++i)
        json_interval(json, NULL,
                      cell->cells[i] ? cell->cells[i]->time : (struct interval){NAN, NAN, NAN});
    json_close(json, ']');
    json_open(json, "steps", '[');
    for (size_t i = 0; i < cell->step_count; ++i)
        put_step(json, cell, i);
    json_close(json, ']');
    json_close(json, '}');
}

void histories_write_json(const struct history *history, char *const *paths, FILE *out)
{
    struct json json = {.out = out};
    size_t answers[EQUIVALENCES];
    json_open(&json, NULL, '{');
    json_text(&json, "schema", "parallax-compare-1");
    json_number(&json, "confidence", ESTIMATE_CONFIDENCE);
    json_number(&json, "margin", HISTORY_MARGIN);
    put_builds(&json, history, paths);
    json_whole(&json, "self_test_cells", (int64_t)history_self_test(history, answers));
    put_answers(&json, "self_test", answers);
    put_answers(&json, "answers", history->answers);
    json_open(&json, "cells", '[');
    for (size_t i = 0; i < history->count; ++i)
        put_cell(&json, history, &history->cells[i]);
    json_close(&json, ']');
    json_close(&json, '}');
}
