/* Running out of memory on purpose: the linker sends the library's allocations here. */
#include "tests/check/check_memory.h"

#include <errno.h>
#include <stdbool.h>
#include <stdlib.h>

int memory_left = -1;

static bool fails(void)
{
    return memory_left >= 0 && memory_left-- == 0;
}

void *__real_malloc(size_t size);
void *__real_calloc(size_t count, size_t size);
void *__real_aligned_alloc(size_t alignment, size_t size);
void *__wrap_malloc(size_t size);
void *__wrap_calloc(size_t count, size_t size);
void *__wrap_aligned_alloc(size_t alignment, size_t size);

void *__wrap_malloc(size_t size)
{
    return fails() ? (errno = ENOMEM, NULL) : __real_malloc(size);
}

void *__wrap_calloc(size_t count, size_t size)
{
    return fails() ? (errno = ENOMEM, NULL) : __real_calloc(count, size);
}

void *__wrap_aligned_alloc(size_t alignment, size_t size)
{
    return fails() ? (errno = ENOMEM, NULL) : __real_aligned_alloc(alignment, size);
}
