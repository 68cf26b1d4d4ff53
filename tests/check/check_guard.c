/* Guarded memory: garbage in and around it, poisoned guards where AddressSanitizer is there. */
#include "tests/check/check_guard.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#if defined(__has_feature)
#if __has_feature(address_sanitizer)
#define GUARD_ASAN 1
#endif
#elif defined(__SANITIZE_ADDRESS__)
#define GUARD_ASAN 1
#endif
#ifdef GUARD_ASAN
#include <sanitizer/asan_interface.h>
#else
#define ASAN_POISON_MEMORY_REGION(address, size)   ((void)(address), (void)(size))
#define ASAN_UNPOISON_MEMORY_REGION(address, size) ((void)(address), (void)(size))
#endif

enum { PERIOD = 4096 }; /* of the garbage: most of it is copied, scratch can be large */

static uint8_t garbage(uint64_t seed, size_t place)
{
    return (uint8_t)(((seed + place % PERIOD) * UINT64_C(0x9E3779B97F4A7C15)) >> 56);
}

static bool holds_garbage(const struct guard *guard, const uint8_t *begin, const uint8_t *end)
{
    for (const uint8_t *byte = begin; byte < end; ++byte)
        if (*byte != garbage(guard->seed, (size_t)(byte - guard->base)))
            return false;
    return true;
}

static size_t back_bytes(const struct guard *guard)
{
    return guard->total - (size_t)(guard->data - guard->base) - guard->size;
}

void guard_allocate(struct guard *guard, size_t size, size_t offset, uint64_t seed)
{
    guard->total = (GUARD_BYTES + offset + size + GUARD_BYTES + 63) & ~(size_t)63;
    guard->base = aligned_alloc(64, guard->total);
    if (!guard->base) {
        fprintf(stderr, "check: out of memory (%zu bytes)\n", guard->total);
        exit(71);
    }
    guard->data = guard->base + GUARD_BYTES + offset;
    guard->size = size;
    guard->seed = seed;
    for (size_t i = 0; i < guard->total && i < PERIOD; ++i)
        guard->base[i] = garbage(seed, i);
    for (size_t i = PERIOD; i < guard->total; i += PERIOD)
        memcpy(guard->base + i, guard->base, guard->total - i < PERIOD ? guard->total - i : PERIOD);
    ASAN_POISON_MEMORY_REGION(guard->base, (size_t)(guard->data - guard->base));
    ASAN_POISON_MEMORY_REGION(guard->data + size, back_bytes(guard));
}

bool guard_untouched(const struct guard *guard, size_t begin, size_t end)
{
    return holds_garbage(guard, guard->data + begin, guard->data + end);
}

bool guard_intact(struct guard *guard)
{
    ASAN_UNPOISON_MEMORY_REGION(guard->base, guard->total);
    return holds_garbage(guard, guard->base, guard->data) &&
           holds_garbage(guard, guard->data + guard->size, guard->base + guard->total);
}

void guard_free(struct guard *guard)
{
    ASAN_UNPOISON_MEMORY_REGION(guard->base, guard->total);
    free(guard->base);
    *guard = (struct guard){0};
}
