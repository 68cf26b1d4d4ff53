/* The smaller and the larger of two samples: what networks are made of. */
#ifndef PARALLAX_MEDIAN_ORDER_H
#define PARALLAX_MEDIAN_ORDER_H

#include <stdint.h>

static inline uint8_t lower(uint8_t a, uint8_t b)
{
    return a < b ? a : b;
}

static inline uint8_t upper(uint8_t a, uint8_t b)
{
    return a > b ? a : b;
}

static inline void exchange(uint8_t *a, uint8_t *b)
{
    uint8_t low = lower(*a, *b), high = upper(*a, *b);
    *a = low, *b = high;
}

#endif
