/* What runs are grouped by, where their rows do not say it literally. */
#include "keys.h"

#include <stdio.h>
#include <string.h>

#include "fields.h"

static bool is_one_rank_s(const struct run_row *row, const char *value)
{
    return row->ranks == 1 && strcmp(value, "none") == 0;
}

static bool are_of_one_curve(const struct run *a, const struct run *b)
{
    if (strcmp(a->cpu_model, b->cpu_model) != 0 ||
        fields_compare(FIELD_STUDY, a->row, b->row) != 0) {
        return false;
    }
    for (const struct field *field = fields; field->name != NULL; field++) {
        if (field_is_of(field, FIELD_CURVE, a->row) && strcmp(field->name, "deal") != 0 &&
            strcmp(field->name, "distribute") != 0 && field_compare(field, a->row, b->row) != 0) {
            return false;
        }
    }
    return true;
}

struct placement {
    const char *deal, *distribute; /* of the first run of several ranks; NULL: no such run */
    bool unique;
};

static struct placement find_placement(const struct runs *runs, const struct run *run)
{
    struct placement found = {NULL, NULL, true};
    for (size_t i = 0; i < runs->count; i++) {
        const struct run_row *other = runs->items[i].row;
        if (other->ranks < 2 || !are_of_one_curve(run, &runs->items[i])) {
            continue;
        }
        if (found.deal == NULL) {
            found.deal = other->deal;
            found.distribute = other->distribute;
        }
        found.unique = found.unique && strcmp(found.deal, other->deal) == 0 &&
                       strcmp(found.distribute, other->distribute) == 0;
    }
    return found;
}

void keys_settle(struct runs *runs)
{
    for (size_t i = 0; i < runs->count; i++) {
        struct run *run = &runs->items[i];
        run->key = *run->row;
        const bool deals = !is_one_rank_s(run->row, run->row->deal);
        const bool distributes = !is_one_rank_s(run->row, run->row->distribute);
        if (deals && distributes) {
            continue;
        }
        const struct placement found = find_placement(runs, run);
        if (found.deal != NULL && found.unique) {
            snprintf(run->key.deal, sizeof run->key.deal, "%s",
                     deals ? run->row->deal : found.deal);
            snprintf(run->key.distribute, sizeof run->key.distribute, "%s",
                     distributes ? run->row->distribute : found.distribute);
        }
    }
}
