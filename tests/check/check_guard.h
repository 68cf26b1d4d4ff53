/* Memory that notices who writes beside it: a block between two guards, all of it garbage. */
#ifndef PARALLAX_CHECK_GUARD_H
#define PARALLAX_CHECK_GUARD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { GUARD_BYTES = 192 };

/* `data` holds `size` bytes. Under AddressSanitizer the guards can be neither read nor written. */
struct guard {
    uint8_t *base, *data;
    size_t size, total;
    uint64_t seed;
};

/* Allocates `size` bytes whose address is `offset` (0..63) bytes past a multiple of 64; data and
 * guards hold garbage that depends on `seed`. Ends the program when out of memory. */
void guard_allocate(struct guard *guard, size_t size, size_t offset, uint64_t seed);

/* Whether data[begin] … data[end - 1] still hold the garbage of guard_allocate(). */
bool guard_untouched(const struct guard *guard, size_t begin, size_t end);

/* Whether nobody wrote before or behind the data. Call it once, before guard_free(). */
bool guard_intact(struct guard *guard);

void guard_free(struct guard *guard);

#endif
