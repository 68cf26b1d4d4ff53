/* What many runs say of one thing: each text once, with how many say it. */
#ifndef PARALLAX_PAGE_DISTINCT_H
#define PARALLAX_PAGE_DISTINCT_H

#include <stddef.h>
#include <stdio.h>

struct distinct {
    struct distinct_text {
        const char *name, *value;
        size_t count;
    } * list;
    size_t count, capacity;
};

/* Neither text is copied. */
void distinct_add(struct distinct *distinct, const char *name, const char *value);

/* Sorts by name, then by how many, and drops copies; to be called once, after all were added. */
void distinct_settle(struct distinct *distinct);
void distinct_free(struct distinct *distinct);

#endif
