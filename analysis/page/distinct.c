/* Each text once, with how many say it. */
#include "analysis/page/distinct.h"

#include <stdlib.h>
#include <string.h>

#include "analysis/memory.h"

void distinct_add(struct distinct *distinct, const char *name, const char *value)
{
    if (distinct->count == distinct->capacity) {
        distinct->capacity = 2 * distinct->capacity + 64;
        distinct->list =
            memory_resize(distinct->list, distinct->capacity, sizeof distinct->list[0]);
    }
    distinct->list[distinct->count++] = (struct distinct_text){name, value, 1};
}

static int compare_texts(const void *left, const void *right)
{
    const struct distinct_text *a = left, *b = right;
    const int order = strcmp(a->name, b->name);
    return order != 0 ? order : strcmp(a->value, b->value);
}

static int compare_counts(const void *left, const void *right)
{
    const struct distinct_text *a = left, *b = right;
    const int order = strcmp(a->name, b->name);
    if (order != 0 || a->count != b->count)
        return order != 0 ? order : a->count < b->count ? 1 : -1;
    return strcmp(a->value, b->value);
}

void distinct_settle(struct distinct *distinct)
{
    size_t kept = 0;
    if (distinct->count == 0)
        return;
    qsort(distinct->list, distinct->count, sizeof distinct->list[0], compare_texts);
    for (size_t i = 1; i < distinct->count; ++i) {
        if (compare_texts(&distinct->list[kept], &distinct->list[i]) == 0)
            ++distinct->list[kept].count;
        else
            distinct->list[++kept] = distinct->list[i];
    }
    distinct->count = kept + 1;
    qsort(distinct->list, distinct->count, sizeof distinct->list[0], compare_counts);
}

void distinct_free(struct distinct *distinct)
{
    free(distinct->list);
    *distinct = (struct distinct){.list = NULL};
}
