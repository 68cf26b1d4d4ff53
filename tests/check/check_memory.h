/* Running out of memory on purpose. Link with --wrap of malloc, calloc and aligned_alloc. */
#ifndef PARALLAX_CHECK_MEMORY_H
#define PARALLAX_CHECK_MEMORY_H

/* Allocations until one fails, once: 0 the next, 1 the one after it, …; negative: none fails. One
 * thread only. */
extern int memory_left;

#endif
