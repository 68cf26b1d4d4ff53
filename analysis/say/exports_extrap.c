/* Curves in Extra-P's JSON lines, as its documentation of file formats describes them. */
#include <math.h>
#include <string.h>

#include "analysis/say/exports.h"
#include "analysis/text.h"
#include "drivers/common/json.h"

bool exports_extrap_can(const struct cells *cells, const struct curve *curve)
{
    int workers = 0;
    bool several = false;
    for (size_t i = curve->first; i < curve->first + curve->count; ++i) {
        const struct cell *cell = &cells->cells[i];
        if (!cell_is_clean(cell))
            continue;
        several = several || (workers != 0 && cell->workers != workers);
        workers = cell->workers;
    }
    return several;
}

/* "->" in a model's name would make further levels. */
static void name_path(char *path, size_t size, const char *model, const char *stage)
{
    snprintf(path, size, "%s", model);
    for (char *arrow; (arrow = strstr(path, "->"));)
        arrow[1] = '-';
    if (stage)
        text_append(path, size, "->%s", stage);
}

/* The mean of a stage over the launches of repetition `which`, of which `before` came before. */
static double stage_of(const struct cell *cell, size_t which, size_t before, enum stage stage)
{
    const size_t launches = cell->repetitions[which].launches;
    double sum = 0;
    for (size_t i = before; i < before + launches; ++i)
        sum += cell->runs[i]->stages[stage];
    return sum / (double)launches;
}

static void put_values(struct json *json, const struct cell *cell, int stage)
{
    json_open(json, "value", '[');
    for (size_t i = 0, before = 0; i < cell->used_count; ++i) {
        json_number(json, NULL,
                    stage < 0 ? exp(cell->logs[i]) : stage_of(cell, i, before, (enum stage)stage));
        before += cell->repetitions[i].launches;
    }
    json_close(json, ']');
}

/* stage < 0: the whole time. */
static void put_line(struct json *json, const char *model, const struct cell *cell, int stage)
{
    char path[160];
    name_path(path, sizeof path, model, stage < 0 ? NULL : stage_names[stage]);
    json_open(json, NULL, '{');
    json_open(json, "params", '{');
    json_whole(json, "p", cell->workers);
    json_close(json, '}');
    json_text(json, "callpath", path);
    json_text(json, "metric", "time");
    put_values(json, cell, stage);
    json_close(json, '}');
}

/* A stage that took no time, or is not known, somewhere has nothing to be modelled by. */
static bool stage_is_known(const struct cells *cells, const struct curve *curve, enum stage stage)
{
    for (size_t i = curve->first; i < curve->first + curve->count; ++i) {
        const struct cell *cell = &cells->cells[i];
        for (size_t k = 0; cell_is_clean(cell) && k < cell->used_runs; ++k)
            if (!(cell->runs[k]->stages[stage] > 0))
                return false;
    }
    return true;
}

static const char *why_not(const struct cell *cell)
{
    return !cell->usable          ? cell->reason
           : cell->oversubscribed ? "oversubscribed"
           : cell->threaded       ? "more workers than cores"
           : cell->disturbed      ? "disturbed by others"
                                  : "bound otherwise than asked";
}

void exports_extrap_write(const struct cells *cells, const struct curve *curve, FILE *out,
                          const char *who, FILE *left)
{
    struct json json = {.out = out, .is_line = true};
    for (int stage = -1; stage < STAGE_COUNT; ++stage) {
        if (stage >= 0 && !stage_is_known(cells, curve, (enum stage)stage))
            continue;
        for (size_t i = curve->first; i < curve->first + curve->count; ++i)
            if (cell_is_clean(&cells->cells[i]))
                put_line(&json, curve->name, &cells->cells[i], stage);
    }
    for (size_t i = curve->first; i < curve->first + curve->count; ++i) {
        const struct cell *cell = &cells->cells[i];
        char plain[256];
        if (cell_is_clean(cell))
            continue;
        text_plain(plain, sizeof plain, why_not(cell));
        fprintf(left, "%s: %s, p = %d left out: %s\n", who, curve->name, cell->workers, plain);
    }
}
