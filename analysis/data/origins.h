/* Where runs come from: what was done, by which program, on which machine, as names and values. */
#ifndef PARALLAX_DATA_ORIGINS_H
#define PARALLAX_DATA_ORIGINS_H

#include "analysis/data/runs.h"

enum { ORIGIN_VALUES_MAX = 64 };

struct origin {
    char name[72];  /* as "compiler.flags"; of a node "node.kernel", of what was done "run.model" */
    bool of_launch; /* the command, the place, the time: differs between launches that are alike */
    struct {
        char *text;
        size_t rows;             /* runs, nodes or workers that say so */
    } values[ORIGIN_VALUES_MAX]; /* different ones, in the order of the runs */
    size_t count, others;        /* others: rows of values for which there was no room */
};

struct origins {
    struct origin *items;
    size_t count, capacity;
    size_t run_count;
    size_t last; /* where the search goes on */
};

/* All that is known of the runs whose UUID begins with `run`, NULL: of all. To be freed. */
void origins_make(struct origins *origins, const struct results *results, const char *run);
void origins_free(struct origins *origins);

/* The one of that name; NULL: none of the runs says it. */
const struct origin *origins_find(const struct origins *origins, const char *name);

/* Do both name the same values, in whatever order? NULL names none. */
bool origin_equals(const struct origin *left, const struct origin *right);

#endif
