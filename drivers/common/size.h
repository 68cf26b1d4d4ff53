/* Sizes of memory that cannot wrap: what does not fit becomes a size that no allocation gives. */
#ifndef PARALLAX_COMMON_SIZE_H
#define PARALLAX_COMMON_SIZE_H

#include <stddef.h>
#include <stdint.h>

/* a * b and a + b, or SIZE_MAX where that does not fit: malloc(SIZE_MAX) always fails, so a caller
 * needs no check of its own. */
static inline size_t size_product(size_t a, size_t b)
{
    return b && a > SIZE_MAX / b ? SIZE_MAX : a * b;
}

static inline size_t size_sum(size_t a, size_t b)
{
    return a > SIZE_MAX - b ? SIZE_MAX : a + b;
}

#endif
