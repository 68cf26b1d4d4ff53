/* What the numbers say in words, and what they cannot say. */
#include "analysis/say/verdict.h"

#include <math.h>
#include <string.h>

#include "analysis/data/fields.h"
#include "analysis/text.h"

enum { PARAGRAPH_SIZE = 4096, PARAGRAPH_WIDTH = 96 };

/* A ceiling is nothing to choose. */
static bool is_candidate(const struct cell *cell)
{
    return cell_is_clean(cell) && cell->runs[0]->row->model_apart != 1;
}

static int largest_workers(const struct cells *cells, const struct study *study)
{
    int workers = 0;
    for (size_t i = study->first_cell; i < study->first_cell + study->cell_count; ++i) {
        const struct cell *cell = &cells->cells[i];
        workers = is_candidate(cell) && cell->workers > workers ? cell->workers : workers;
    }
    return workers;
}

/* The fastest clean cell of `workers`, but for `except`. In a weak study, too, all cells of one p
 * did the same work. */
static const struct cell *find_fastest(const struct cells *cells, const struct study *study,
                                       int workers, const struct cell *except)
{
    const struct cell *fastest = NULL;
    for (size_t i = study->first_cell; i < study->first_cell + study->cell_count; ++i) {
        const struct cell *cell = &cells->cells[i];
        if (is_candidate(cell) && cell->workers == workers && cell != except &&
            (!fastest || cell->time.value < fastest->time.value))
            fastest = cell;
    }
    return fastest;
}

static void name_cell(const struct cells *cells, const struct cell *cell, char *buffer, size_t size)
{
    const struct run_row *row = cell->runs[0]->row;
    snprintf(buffer, size, "%s", cells->curves[cell->curve].name);
    if (row->ranks > 1 && row->threads > 1)
        text_append(buffer, size, " (%dx%d)", row->ranks, row->threads);
}

static void compare_models(const struct cells *cells, const struct cell *best,
                           const struct cell *next, char *text)
{
    char first[128], second[128];
    name_cell(cells, best, first, sizeof first);
    if (!next) {
        text_append(text, PARAGRAPH_SIZE, " only %s was measured there,", first);
        return;
    }
    name_cell(cells, next, second, sizeof second);
    const struct interval ratio = cells_ratio(next, best);
    if (isnan(ratio.low)) {
        text_append(text, PARAGRAPH_SIZE,
                    " %s is first, %.3f times as fast as %s, with too few runs to say whether "
                    "that is chance (3 of each are needed),",
                    first, ratio.value, second);
    } else if (ratio.low <= 1) {
        text_append(text, PARAGRAPH_SIZE,
                    " %s and %s are indistinguishable (ratio of times %.3f, 95 %% CI %.3f to "
                    "%.3f); the lower time is that of %s,",
                    first, second, ratio.value, ratio.low, ratio.high, first);
    } else {
        text_append(text, PARAGRAPH_SIZE,
                    " %s is the fastest, %.3f times as fast as the next, %s (95 %% CI %.3f to "
                    "%.3f),",
                    first, ratio.value, second, ratio.low, ratio.high);
    }
}

static void say_efficiency(const struct cell *cell, bool weak, char *text)
{
    const struct interval efficiency = cell->efficiency;
    if (isnan(efficiency.value)) {
        text_append(text, PARAGRAPH_SIZE, " with no efficiency to claim (%s).",
                    strncmp(cell->reason, "no efficiency: ", 15) == 0 ? cell->reason + 15
                                                                      : cell->reason);
        return;
    }
    text_append(text, PARAGRAPH_SIZE, " with a%s efficiency of %.3f", weak ? " weak" : " parallel",
                efficiency.value);
    if (!isnan(efficiency.low))
        text_append(text, PARAGRAPH_SIZE, " (95 %% CI %.3f to %.3f)", efficiency.low,
                    efficiency.high);
    const char *base = cell->base->runs[0]->row->model;
    text_append(text, PARAGRAPH_SIZE, " against %s of %d worker%s (%.4g s).",
                cell->baseline == BASELINE_SERIAL ? "the serial program" : base,
                cell->base->workers, cell->base->workers == 1 ? "" : "s", cell->base->time.value);
}

static void say_limit(const struct cell *cell, char *text)
{
    double total = 0;
    int largest = -1;
    for (int stage = 0; stage < STAGE_COUNT; ++stage) {
        total += cell->stages[stage];
        if (stage != STAGE_KERNEL && (largest < 0 || cell->stages[stage] > cell->stages[largest]))
            largest = stage;
    }
    if (isnan(total) || !(total > 0)) {
        text_append(text, PARAGRAPH_SIZE, " Its stages were not recorded.");
        return;
    }
    text_append(text, PARAGRAPH_SIZE,
                " Its workers spend %.1f %% of the time in the kernel; the largest other part is "
                "%s (%.1f %%)",
                100 * cell->stages[STAGE_KERNEL] / total,
                largest == STAGE_OTHER ? "time outside every stage" : stage_names[largest],
                100 * cell->stages[largest] / total);
    for (int stage = STAGE_COMM; stage <= STAGE_WAIT; ++stage) {
        if (stage != largest)
            text_append(text, PARAGRAPH_SIZE, ", %s %.1f %%", stage_names[stage],
                        100 * cell->stages[stage] / total);
    }
    text_append(text, PARAGRAPH_SIZE, ".");
}

/* More kernel time for the same work: memory bandwidth, caches, clock rate or neighbours. */
static void say_kernel_growth(const struct cell *cell, bool weak, char *text)
{
    const struct cell *base = cell->base;
    if (!base || base == cell || !(base->stages[STAGE_KERNEL] > 0))
        return;
    const double scale = weak ? 1 : (double)cell->workers / base->workers;
    const double growth = scale * cell->stages[STAGE_KERNEL] / base->stages[STAGE_KERNEL];
    if (!isnan(growth))
        text_append(text, PARAGRAPH_SIZE,
                    " For the same work its kernel takes %.3f times the baseline's time, summed "
                    "over workers.",
                    growth);
}

static size_t count_flagged(const struct cells *cells, const struct study *study)
{
    size_t count = 0;
    for (size_t i = study->first_cell; i < study->first_cell + study->cell_count; ++i)
        count += cells->cells[i].usable && !cell_is_clean(&cells->cells[i]) ? 1 : 0;
    return count;
}

static void say_fallbacks(const struct cells *cells, const struct study *study, char *text)
{
    size_t count = 0;
    for (size_t i = study->first_cell; i < study->first_cell + study->cell_count; ++i)
        count += cell_is_clean(&cells->cells[i]) && cell_fell_back(&cells->cells[i]) ? 1 : 0;
    if (count > 0)
        text_append(text, PARAGRAPH_SIZE, " In %zu cell%s work was dealt otherwise than asked.",
                    count, count == 1 ? "" : "s");
}

static void add_study(const struct cells *cells, const struct study *study, char *text)
{
    const struct run_row *row = study->run->row;
    const int workers = largest_workers(cells, study);
    if (workers == 0) {
        text_append(text, PARAGRAPH_SIZE,
                    " The %s study (%s) has no valid cell with a CPU for every worker: nothing "
                    "can be said.",
                    row->study, row->params);
        return;
    }
    const struct cell *best = find_fastest(cells, study, workers, NULL);
    const struct cell *next = find_fastest(cells, study, workers, best);
    text_append(text, PARAGRAPH_SIZE, " %s (%s, %s%s%s), %d worker%s:",
                study->weak                     ? "Weak scaling"
                : field_study_is(row, "strong") ? "Strong scaling"
                                                : "Single runs",
                row->mode, row->params, row->kernel_version[0] != '\0' ? ", revision " : "",
                row->kernel_version, workers, workers == 1 ? "" : "s");
    compare_models(cells, best, next, text);
    say_efficiency(best, study->weak, text);
    say_limit(best, text);
    say_kernel_growth(best, study->weak, text);
    if (best->used_count < ESTIMATE_RUNS_FEW)
        text_append(text, PARAGRAPH_SIZE, " This rests on %zu run%s.", best->used_count,
                    best->used_count == 1 ? "" : "s (few)");
    say_fallbacks(cells, study, text);
    const size_t flagged = count_flagged(cells, study);
    if (flagged > 0)
        text_append(text, PARAGRAPH_SIZE,
                    " %zu cell%s whose workers had no core of their own, or that others "
                    "disturbed, %s left out.",
                    flagged, flagged == 1 ? "" : "s", flagged == 1 ? "is" : "are");
}

void verdict_write(const struct cells *cells, FILE *out)
{
    for (size_t i = 0; i < cells->study_count;) {
        char text[PARAGRAPH_SIZE] = "", plain[PARAGRAPH_SIZE];
        const char *kernel = cells->studies[i].run->row->kernel;
        int workers = 0;
        text_append(text, sizeof text, "%s on %s.", kernel, cells->studies[i].run->cpu_model);
        for (; i < cells->study_count && strcmp(cells->studies[i].run->row->kernel, kernel) == 0;
             ++i) {
            add_study(cells, &cells->studies[i], text);
            const int largest = largest_workers(cells, &cells->studies[i]);
            workers = largest > workers ? largest : workers;
        }
        text_append(text, sizeof text,
                    " Nothing was measured beyond %d worker%s with CPUs of "
                    "their own, and nothing is said about it.",
                    workers, workers == 1 ? "" : "s");
        text_plain(plain, sizeof plain, text);
        text_wrap(out, plain, PARAGRAPH_WIDTH, "");
    }
}
