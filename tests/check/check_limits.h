/* What one core can do at most with one instruction set: loops that do nothing but multiply and
 * add, or nothing but move memory. */
#ifndef PARALLAX_CHECK_LIMITS_H
#define PARALLAX_CHECK_LIMITS_H

#include <stddef.h>

/* Sizes are in bytes, multiples of LIMITS_BLOCK; addresses are multiples of it. */
enum { LIMITS_BLOCK = 64 };

struct limits {
    const char *name;        /* of the variants compiled like it: "c", "avx2" … */
    const char *instruction; /* what multiply() is made of */
    double operations;       /* of one turn of multiply(); a multiply-add of 16 bits counts two */
    int (*multiply)(long turns);
    int (*read)(const void *from, size_t size);
    void (*copy)(void *to, const void *from, size_t size);   /* every byte changed on the way */
    void (*stream)(void *to, const void *from, size_t size); /* past the caches; NULL: cannot */
};
/* What multiply() and read() return means nothing; it keeps compilers from leaving out the work. */

extern const struct limits limits_c;
#ifdef PARALLAX_X86
extern const struct limits limits_avx2, limits_avx512;
#endif

#endif
