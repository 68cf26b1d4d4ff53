/* Memory for the analysis: an allocation succeeds or the program ends with exit code 71. */
#ifndef PARALLAX_MEMORY_H
#define PARALLAX_MEMORY_H

#include <stddef.h>

/* `count` zeroed elements of `size` bytes; never NULL, also for count = 0. Freed with free(). */
void *memory_array(size_t count, size_t size);

/* Resizes what memory_array() gave; new elements are not zeroed. */
void *memory_resize(void *array, size_t count, size_t size);

/* A copy of the string, freed with free(). */
char *memory_string(const char *text);

/* Ends the program as these do, for who gets memory otherwise. */
_Noreturn void memory_end(void);

#endif
