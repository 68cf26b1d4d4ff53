/* The same work at several sizes, or after several delays. */
#include "analysis/claims/evidence_over.h"

#include <stdlib.h>
#include <string.h>

#include "analysis/data/fields.h"
#include "analysis/memory.h"

static bool is_moved(enum series_over over, const char *name)
{
    if (strcmp(name, "work_key") == 0)
        return true;
    if (over == SERIES_DELAY)
        return strcmp(name, "delay_s") == 0;
    return strcmp(name, "images") == 0 || strcmp(name, "pixels") == 0;
}

static bool are_alike(enum series_over over, const struct study *a, const struct study *b)
{
    const struct run_row *row = &a->run->key, *other = &b->run->key;
    for (const struct field *field = fields; field->name; ++field)
        if (field_is_of(field, FIELD_STUDY, row) && !is_moved(over, field->name) &&
            field_compare(field, row, other) != 0)
            return false;
    return strcmp(a->run->machine, b->run->machine) == 0 &&
           build_compare(&a->run->build, &b->run->build) == 0;
}

/* Puts the study into its place; one of an x that is there already is passed over. */
static void insert(struct evidence_over *line, const struct study *study, double x)
{
    size_t at = line->count;
    while (at > 0 && line->x[at - 1] > x)
        --at;
    if (line->count == EVIDENCE_OVER_MAX || !(x > 0) || (at > 0 && !(line->x[at - 1] < x)))
        return;
    for (size_t i = line->count++; i > at; --i) {
        line->x[i] = line->x[i - 1];
        line->studies[i] = line->studies[i - 1];
    }
    line->x[at] = x;
    line->studies[at] = study;
}

void evidence_over_find(const struct evidence *evidence, enum series_over over,
                        bool (*takes)(const struct run_row *row), struct evidence_over *line)
{
    const struct cells *cells = evidence->cells;
    *line = (struct evidence_over){.over = over};
    for (size_t i = 0; i < cells->study_count; ++i) {
        struct evidence_over found = {.over = over};
        if (!takes(cells->studies[i].run->row))
            continue;
        for (size_t k = 0; k < cells->study_count; ++k)
            if (takes(cells->studies[k].run->row) &&
                are_alike(over, &cells->studies[i], &cells->studies[k]))
                insert(&found, &cells->studies[k],
                       series_x(over, &cells->cells[cells->studies[k].first_cell]));
        if (found.count > line->count)
            *line = found;
    }
}

bool evidence_over_compare(const double *x, const struct cell *const *left,
                           const struct cell *const *right, size_t count, bool started,
                           struct crossover *crossover)
{
    struct crossover_size sizes[EVIDENCE_OVER_MAX];
    size_t runs = 0, next = 0;
    bool known = true;
    for (size_t i = 0; i < count; ++i)
        runs += left[i]->used_count + right[i]->used_count;
    double *logs = memory_array(runs, sizeof *logs);
    for (size_t i = 0; i < count; ++i) {
        double *first = logs + next, *second = first + left[i]->used_count;
        known = series_logs(left[i], started, first) && known;
        known = series_logs(right[i], started, second) && known;
        next += left[i]->used_count + right[i]->used_count;
        sizes[i] = (struct crossover_size){x[i],
                                           first,
                                           second,
                                           left[i]->used_count,
                                           right[i]->used_count,
                                           series_are_paired(left[i], right[i])};
    }
    if (known)
        crossover_make(crossover, sizes, count);
    free(logs);
    return known;
}
