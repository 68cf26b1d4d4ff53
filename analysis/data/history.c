/* The same cells measured with several builds or revisions of Parallax, one after the other. */
#include "analysis/data/history.h"

#include <stdlib.h>
#include <string.h>

#include "analysis/data/fields.h"
#include "analysis/memory.h"

/* A cell and the build that it is of. */
struct entry {
    const struct cell *cell;
    size_t build;
};

/* What a build may change without it being another cell: the work's key follows from them. */
static bool is_of_build(const char *name)
{
    static const char *const names[] = {"kernel_version", "codec_version", "variant", "work_key"};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; ++i)
        if (strcmp(name, names[i]) == 0)
            return true;
    return false;
}

static int compare_keys(const struct cell *a, const struct cell *b)
{
    const struct run_row *left = &a->runs[0]->key, *right = &b->runs[0]->key;
    for (const struct field *field = fields; field->name; ++field) {
        if (field->strong == FIELD_NONE || is_of_build(field->name))
            continue;
        const int order = field_compare(field, left, right);
        if (order != 0)
            return order;
    }
    return strcmp(a->runs[0]->machine, b->runs[0]->machine);
}

static int compare_entries(const void *left, const void *right)
{
    const struct entry *a = left, *b = right;
    const int order = compare_keys(a->cell, b->cell);
    if (order != 0)
        return order;
    if (a->build != b->build)
        return a->build < b->build ? -1 : 1;
    return (a->cell > b->cell) - (a->cell < b->cell);
}

/* In the order of the first build that has them. */
static int compare_cells(const void *left, const void *right)
{
    const struct history_cell *a = left, *b = right;
    const size_t first = a->steps[0].from, other = b->steps[0].from;
    if (first != other)
        return first < other ? -1 : 1;
    return (a->cells[first] > b->cells[first]) - (a->cells[first] < b->cells[first]);
}

/* When the first and the last of a cell's runs were made. */
static void find_span(const struct cell *cell, const char **first, const char **last)
{
    *first = *last = cell->runs[0]->row->created;
    for (size_t i = 1; i < cell->used_runs; ++i) {
        const char *created = cell->runs[i]->row->created;
        *first = strcmp(created, *first) < 0 ? created : *first;
        *last = strcmp(created, *last) > 0 ? created : *last;
    }
}

static bool are_interleaved(const struct cell *a, const struct cell *b)
{
    const char *a_first, *a_last, *b_first, *b_last;
    find_span(a, &a_first, &a_last);
    find_span(b, &b_first, &b_last);
    return strcmp(a_first, b_last) <= 0 && strcmp(b_first, a_last) <= 0;
}

/* What both measured in rounds of equal numbers; disturbed launches leave gaps. */
static size_t find_pairs(const struct cell *a, const struct cell *b, double *left, double *right)
{
    size_t pairs = 0;
    for (size_t i = 0; i < a->used_count; ++i)
        for (size_t k = 0; k < b->used_count; ++k)
            if (repetitions_are_same(&a->repetitions[i], 1, &b->repetitions[k], 1)) {
                left[pairs] = a->logs[i];
                right[pairs++] = b->logs[k];
            }
    return pairs;
}

/* Paired where that leaves most of what was measured. */
static struct history_step compare_builds(const struct history_cell *cell, size_t from, size_t to)
{
    const struct cell *before = cell->cells[from], *after = cell->cells[to];
    const size_t least =
        before->used_count < after->used_count ? before->used_count : after->used_count;
    struct history_step step = {.from = from, .to = to};
    double *left = memory_array(2 * least, sizeof *left), *right = left + least;
    const size_t pairs =
        are_interleaved(before, after) ? find_pairs(after, before, left, right) : 0;
    step.paired = pairs >= ESTIMATE_RUNS_MIN && 2 * pairs > least;
    if (step.paired)
        step.ratio = difference_paired(left, right, pairs);
    else
        step.ratio = difference_combine(1, difference_mean(after->logs, after->used_count), -1,
                                        difference_mean(before->logs, before->used_count));
    free(left);
    return step;
}

static void make_steps(struct history_cell *cell, size_t builds)
{
    size_t first = builds, last = builds;
    for (size_t i = 0; i < builds; ++i) {
        if (!cell->cells[i])
            continue;
        if (last < builds)
            cell->steps[cell->step_count++] = compare_builds(cell, last, i);
        if (last < builds && strcmp(cell->cells[last]->runs[0]->row->checksum,
                                    cell->cells[i]->runs[0]->row->checksum) != 0)
            cell->other_pixels = true;
        first = first < builds ? first : i;
        last = i;
    }
    if (cell->step_count > 1)
        cell->steps[cell->step_count++] = compare_builds(cell, first, last);
}

/* Groups what is equal; of two cells of one build that are, the first is taken. */
static void group(struct history *history, const struct entry *entries, size_t count)
{
    size_t steps = 0;
    for (size_t begin = 0, end; begin < count; begin = end) {
        struct history_cell *cell = &history->cells[history->count];
        size_t builds = 0;
        *cell = (struct history_cell){history->cell_array + history->count * history->build_count,
                                      history->step_array + steps, 0, false};
        memset(cell->cells, 0, history->build_count * sizeof(const struct cell *));
        for (end = begin; end < count && compare_keys(entries[begin].cell, entries[end].cell) == 0;
             ++end) {
            const struct cell **place = &cell->cells[entries[end].build];
            builds += *place ? 0 : 1;
            *place = *place ? *place : entries[end].cell;
        }
        if (builds < 2) {
            ++history->alone[entries[begin].build];
            continue;
        }
        make_steps(cell, history->build_count);
        steps += cell->step_count;
        ++history->count;
    }
}

static void judge(struct history *history)
{
    size_t steps = 0, next = 0;
    for (size_t i = 0; i < history->count; ++i)
        steps += history->cells[i].step_count;
    struct difference *ratios = memory_array(steps, sizeof *ratios);
    enum equivalence *answers = memory_array(steps, sizeof *answers);
    for (size_t i = 0; i < history->count; ++i)
        for (size_t k = 0; k < history->cells[i].step_count; ++k)
            ratios[next++] = history->cells[i].steps[k].ratio;
    equivalence_judge(ratios, steps, HISTORY_MARGIN, answers);
    next = 0;
    for (size_t i = 0; i < history->count; ++i)
        for (size_t k = 0; k < history->cells[i].step_count; ++k) {
            history->cells[i].steps[k].answer = answers[next];
            ++history->answers[answers[next++]];
        }
    free(ratios);
    free(answers);
}

void history_make(struct history *history, const struct cells *builds, size_t count)
{
    size_t all = 0, clean = 0;
    *history = (struct history){.builds = builds, .build_count = count};
    history->alone = memory_array(count, sizeof history->alone[0]);
    history->unclean = memory_array(count, sizeof history->unclean[0]);
    for (size_t i = 0; i < count; ++i)
        all += builds[i].cell_count;
    struct entry *entries = memory_array(all, sizeof *entries);
    for (size_t i = 0; i < count; ++i)
        for (size_t k = 0; k < builds[i].cell_count; ++k) {
            const struct cell *cell = &builds[i].cells[k];
            if (cell_is_clean(cell) && cell->used_count >= ESTIMATE_RUNS_MIN)
                entries[clean++] = (struct entry){cell, i};
            else
                ++history->unclean[i];
        }
    qsort(entries, clean, sizeof *entries, compare_entries);
    history->cells = memory_array(clean, sizeof history->cells[0]);
    history->cell_array = memory_array(clean * count, sizeof history->cell_array[0]);
    history->step_array = memory_array(2 * clean, sizeof history->step_array[0]);
    group(history, entries, clean);
    free(entries);
    judge(history);
    qsort(history->cells, history->count, sizeof history->cells[0], compare_cells);
}

void history_free(struct history *history)
{
    free(history->cells);
    free(history->alone);
    free(history->unclean);
    free(history->cell_array);
    free(history->step_array);
    *history = (struct history){0};
}
