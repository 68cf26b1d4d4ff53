/* How the sorted columns of a window are merged to find its median: which lists, in which rows of
 * memory, by which steps. median_merge_each.c says why so. */
#ifndef PARALLAX_MEDIAN_MERGER_H
#define PARALLAX_MEDIAN_MERGER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { MERGER_WINDOW_MAX = 9, MERGER_STEPS_MAX = 288, MERGER_STAGES_MAX = 4 };

/* Brings rows `low` and `high` in order; false: nobody uses that one. */
struct step {
    uint8_t low, high;
    bool lower, upper;
};

struct network {
    int count;
    struct step step[MERGER_STEPS_MAX];
};

/* Rows first ... first + count - 1 have what is still needed of a sorted list; `below` smaller
 * samples of it are not. */
struct list {
    int first, count, below;
};

/* Makes the list in rows from `to` on of list `a` and, `shift` samples farther, `b`. The network
 * begins with exchanges of `distance` rows, between rows that are still in a and b. */
struct stage {
    struct list a, b;
    int to;
    ptrdiff_t shift;
    struct network network;
};

struct merger {
    int window, rows; /* side of the window; rows in all, of which the first are the columns */
    struct network sort;
    int stages;
    struct stage stage[MERGER_STAGES_MAX];
    struct list a, b; /* in which the median is, b `shift` samples farther */
    ptrdiff_t shift;
};

/* For a window of an odd number of columns, 3 to MERGER_WINDOW_MAX. */
void median_merger_make(struct merger *merger, int window, int channels);

/* The least power of two that is no smaller than a and b: the distance of a merge's first steps. */
static inline int merger_distance(int a, int b)
{
    int distance = 1;
    while (distance < a || distance < b)
        distance *= 2;
    return distance;
}

/* Minima and maxima for one sample. */
int median_merger_operations(const struct merger *merger);

#endif
