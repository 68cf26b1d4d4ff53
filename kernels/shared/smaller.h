/* The smaller and the larger of two whole numbers. */
#ifndef PARALLAX_SHARED_SMALLER_H
#define PARALLAX_SHARED_SMALLER_H

static inline int smaller(int a, int b)
{
    return a < b ? a : b;
}

static inline int larger(int a, int b)
{
    return a > b ? a : b;
}

#endif
