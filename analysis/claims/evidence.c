/* What was measured that claims may rest on. */
#include "analysis/claims/evidence.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "analysis/data/series.h"
#include "analysis/text.h"
#include "drivers/common/number.h"

void evidence_gather(struct evidence *evidence, const struct cells *cells,
                     const struct results *results, size_t probe_count)
{
    struct results all = *results;
    all.run_count += probe_count;
    evidence->cells = cells;
    point_series_build(&evidence->points, &all);
}

void evidence_free(struct evidence *evidence)
{
    point_series_free(&evidence->points);
    *evidence = (struct evidence){0};
}

static bool is_same(const char *wanted, const char *found)
{
    return !wanted || strcmp(wanted, found) == 0;
}

/* One worker sends nothing to nobody, so that its transfer is none whatever was asked for. */
static bool is_of(const struct evidence_way *way, const struct cell *cell)
{
    const struct run_row *row = &cell->runs[0]->key;
    const bool alone = cell->workers == 1 && strcmp(row->transfer, "none") == 0;
    return is_same(way->model, row->model) && is_same(way->lock, row->lock) &&
           (alone || is_same(way->transfer, row->transfer)) &&
           is_same(way->sharing, row->sharing) && row->in_flight >= way->in_flight;
}

static enum evidence_state state_of(const struct cell *cell)
{
    if (!cell_is_clean(cell))
        return EVIDENCE_DISTURBED;
    return cell->used_count < ESTIMATE_RUNS_MIN ? EVIDENCE_FEW : EVIDENCE_CLEAN;
}

enum evidence_state evidence_find(const struct evidence *evidence, const struct study *study,
                                  const struct evidence_way *way, int workers,
                                  const struct cell **found)
{
    enum evidence_state best = EVIDENCE_MISSING;
    *found = NULL;
    for (size_t i = study->first_cell; i < study->first_cell + study->cell_count; ++i) {
        const struct cell *cell = &evidence->cells->cells[i];
        if ((workers != 0 && cell->workers != workers) || !is_of(way, cell))
            continue;
        if (!*found || state_of(cell) > best) {
            *found = cell;
            best = state_of(cell);
        }
    }
    return best;
}

static double longest_time(const struct evidence *evidence, const struct study *study)
{
    double longest = 0;
    for (size_t i = study->first_cell; i < study->first_cell + study->cell_count; ++i)
        longest = fmax(longest, evidence->cells->cells[i].time.value);
    return longest;
}

static bool is_better(const struct evidence_place *a, const struct evidence_place *b)
{
    return a->ways != b->ways ? a->ways > b->ways : a->workers > b->workers;
}

struct evidence_place evidence_in(const struct evidence *evidence, const struct study *study,
                                  const struct evidence_way *ways, size_t count, bool beyond)
{
    const int cores = study->run->told.cores;
    struct evidence_place best = {study, 0, 0};
    for (size_t i = study->first_cell; i < study->first_cell + study->cell_count; ++i) {
        const struct cell *unused;
        struct evidence_place place = {study, evidence->cells->cells[i].workers, 0};
        if (place.workers < 2 || (!beyond && cores > 0 && place.workers > cores))
            continue;
        for (size_t w = 0; w < count; ++w)
            if (evidence_find(evidence, study, &ways[w], place.workers, &unused) !=
                EVIDENCE_MISSING)
                ++place.ways;
        if (is_better(&place, &best))
            best = place;
    }
    return best;
}

struct evidence_place evidence_best(const struct evidence *evidence,
                                    const struct evidence_way *ways, size_t count,
                                    bool (*takes)(const struct run_row *row), bool beyond)
{
    struct evidence_place best = {NULL, 0, 0};
    for (size_t i = 0; i < evidence->cells->study_count; ++i) {
        const struct study *study = &evidence->cells->studies[i];
        if (!takes(study->run->row))
            continue;
        const struct evidence_place place = evidence_in(evidence, study, ways, count, beyond);
        if (place.ways == 0)
            continue;
        if (!best.study || is_better(&place, &best) ||
            (!is_better(&best, &place) &&
             longest_time(evidence, study) > longest_time(evidence, best.study)))
            best = place;
    }
    return best;
}

struct difference evidence_ratio(const struct cell *a, const struct cell *b)
{
    if (series_are_paired(a, b))
        return difference_paired(a->logs, b->logs, a->used_count);
    return difference_combine(1, difference_mean(a->logs, a->used_count), -1,
                              difference_mean(b->logs, b->used_count));
}

const struct point_series *evidence_points(const struct evidence *evidence, const char *probe,
                                           const char *variant)
{
    for (size_t i = 0; i < evidence->points.count; ++i) {
        const struct point_series *series = &evidence->points.series[i];
        if (strcmp(series->run->kernel, probe) == 0 && strcmp(series->variant, variant) == 0)
            return series;
    }
    return NULL;
}

void evidence_work(const struct study *study, char *buffer, size_t size)
{
    const struct run_row *row = study->run->row;
    text_plain(buffer, size, row->kernel);
    text_append(buffer, size, " of %lld image%s", (long long)row->images,
                row->images == 1 ? "" : "s");
    if (row->width > 0)
        text_append(buffer, size, " of %dx%d", row->width, row->height);
    if (row->delay_s > 0)
        text_append(buffer, size, " that each wait %s ms",
                    number_short(1e3 * row->delay_s, 4).text);
}

bool evidence_computes(const struct run_row *row)
{
    return strcmp(row->mode, "batch") == 0 && !(row->delay_s > 0) &&
           strcmp(row->source, "http") != 0 && row->in_flight == 0;
}

bool evidence_waits(const struct run_row *row)
{
    return strcmp(row->mode, "batch") == 0 && row->delay_s > 0;
}
