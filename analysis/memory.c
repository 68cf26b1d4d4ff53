/* Memory for the analysis: an allocation succeeds or the program ends. */
#include "analysis/memory.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "drivers/common/exit_code.h"

_Noreturn void memory_end(void)
{
    fputs("parallax: out of memory; give it fewer results files at a time\n", stderr);
    exit(EXIT_MEMORY);
}

void *memory_array(size_t count, size_t size)
{
    void *array = calloc(count > 0 ? count : 1, size);
    if (!array)
        memory_end();
    return array;
}

void *memory_resize(void *array, size_t count, size_t size)
{
    if (count > SIZE_MAX / size)
        memory_end();
    void *resized = realloc(array, count > 0 ? count * size : size);
    if (!resized)
        memory_end();
    return resized;
}

char *memory_string(const char *text)
{
    const size_t size = strlen(text) + 1;
    return memcpy(memory_array(size, 1), text, size);
}
