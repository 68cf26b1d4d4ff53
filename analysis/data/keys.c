/* What runs are grouped by, where their rows do not say it literally. */
#include "analysis/data/keys.h"

#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/data/fields.h"
#include "analysis/memory.h"

#define ADOPTED(member)                                                                            \
    {                                                                                              \
#member, offsetof(struct run_row, member), sizeof(((struct run_row *)NULL)->member)        \
    }

/* What one rank does not do, and so takes over from the curve that it is a point of. */
static const struct adopted {
    const char *name;
    size_t offset, size;
} adopted[] = {ADOPTED(deal_asked), ADOPTED(distribute), ADOPTED(transfer), ADOPTED(process_start)};

enum { ADOPTED_COUNT = sizeof adopted / sizeof *adopted };

static bool is_adopted(const struct field *field)
{
    for (int i = 0; i < ADOPTED_COUNT; ++i)
        if (strcmp(field->name, adopted[i].name) == 0)
            return true;
    return false;
}

/* Orders runs by all that decides on their curve, but for what may be adopted. */
static int compare_curves(const void *left, const void *right)
{
    const struct run *a = *(struct run *const *)left, *b = *(struct run *const *)right;
    int order = fields_compare(FIELD_STUDY, a->row, b->row);
    order = order != 0 ? order : strcmp(a->machine, b->machine);
    order = order != 0 ? order : build_compare(&a->build, &b->build);
    for (const struct field *field = fields; field->name && order == 0; ++field) {
        if (field_is_of(field, FIELD_CURVE, a->row) && !is_adopted(field))
            order = field_compare(field, a->row, b->row);
    }
    return order;
}

static const char *text_at(const struct run_row *row, int index)
{
    return (const char *)row + adopted[index].offset;
}

/* The row that all runs of several ranks equal in what may be adopted; NULL: they differ, or there
 * are none. */
static const struct run_row *find_example(struct run *const *runs, size_t count)
{
    const struct run_row *example = NULL;
    for (size_t i = 0; i < count; ++i) {
        if (runs[i]->row->ranks < 2)
            continue;
        if (!example)
            example = runs[i]->row;
        for (int j = 0; j < ADOPTED_COUNT; ++j)
            if (strcmp(text_at(example, j), text_at(runs[i]->row, j)) != 0)
                return NULL;
    }
    return example;
}

static void settle_run(struct run *run, const struct run_row *example)
{
    run->key = *run->row;
    if (!run->row->independent)
        run->key.ranks_announced = -1; /* they are its ranks, as far as it is valid */
    for (int i = 0; example && run->row->ranks == 1 && i < ADOPTED_COUNT; ++i) {
        const char *own = text_at(run->row, i);
        if (own[0] == '\0' || strcmp(own, "none") == 0)
            memcpy((char *)&run->key + adopted[i].offset, text_at(example, i), adopted[i].size);
    }
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
        const struct run_row *example = find_example(order + begin, end - begin);
        for (size_t i = begin; i < end; ++i)
            settle_run(order[i], example);
    }
    free(order);
}
