/* What runs are grouped by, where their rows do not say it literally. */
#include "analysis/data/keys.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/data/fields.h"
#include "analysis/memory.h"

static bool is_one_rank_s(const struct run_row *row, const char *value)
{
    return row->ranks == 1 && strcmp(value, "none") == 0;
}

/* Orders runs by all that decides on their curve, but for deal and distribute. */
static int compare_curves(const void *left, const void *right)
{
    const struct run *a = *(struct run *const *)left, *b = *(struct run *const *)right;
    int order = fields_compare(FIELD_STUDY, a->row, b->row);
    order = order != 0 ? order : strcmp(a->cpu_model, b->cpu_model);
    for (const struct field *field = fields; field->name && order == 0; ++field) {
        if (field_is_of(field, FIELD_CURVE, a->row) && strcmp(field->name, "deal") != 0 &&
            strcmp(field->name, "distribute") != 0)
            order = field_compare(field, a->row, b->row);
    }
    return order;
}

struct placement {
    const char *deal, *distribute; /* of the first run of several ranks; NULL: no such run */
    bool unique;
};

static struct placement find_placement(struct run *const *runs, size_t count)
{
    struct placement found = {NULL, NULL, true};
    for (size_t i = 0; i < count; ++i) {
        const struct run_row *row = runs[i]->row;
        if (row->ranks < 2)
            continue;
        if (!found.deal) {
            found.deal = row->deal;
            found.distribute = row->distribute;
        }
        found.unique = found.unique && strcmp(found.deal, row->deal) == 0 &&
                       strcmp(found.distribute, row->distribute) == 0;
    }
    return found;
}

static void settle_run(struct run *run, const struct placement *found)
{
    run->key = *run->row;
    if (!found->deal || !found->unique)
        return;
    if (is_one_rank_s(run->row, run->row->deal))
        snprintf(run->key.deal, sizeof run->key.deal, "%s", found->deal);
    if (is_one_rank_s(run->row, run->row->distribute))
        snprintf(run->key.distribute, sizeof run->key.distribute, "%s", found->distribute);
}

void keys_settle(struct runs *runs)
{
    struct run **order = memory_array(runs->count, sizeof order[0]);
    for (size_t i = 0; i < runs->count; ++i)
        order[i] = &runs->items[i];
    qsort(order, runs->count, sizeof order[0], compare_curves);
    for (size_t begin = 0, end; begin < runs->count; begin = end) {
        for (end = begin + 1; end < runs->count && compare_curves(&order[begin], &order[end]) == 0;)
            ++end;
        const struct placement found = find_placement(order + begin, end - begin);
        for (size_t i = begin; i < end; ++i)
            settle_run(order[i], &found);
    }
    free(order);
}
