/* Moving things along an axis apart that would cover each other. */
#ifndef PARALLAX_CHECK_SPREAD_H
#define PARALLAX_CHECK_SPREAD_H

struct spread {
    double place; /* 0 … 1 along the axis */
    int which;    /* the caller's */
};

/* Sorts items[count] by place and moves them, no more than needed, until neighbours are `gap` apart
 * and all are in 0 … 1. Where there is no room for that, they are evenly spaced. */
void spread_apart(struct spread *items, int count, double gap);

#endif
