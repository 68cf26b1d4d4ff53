/* A growing buffer of bytes. */
#include "drivers/io/bytes.h"

#include <stdlib.h>
#include <string.h>

#include "drivers/common/size.h"

int bytes_reserve(struct bytes *bytes, size_t capacity)
{
    if (capacity <= bytes->capacity)
        return 0;
    /* Half as much again as there was: of many sizes, each a little larger, few need new memory. */
    size_t half = size_sum(bytes->capacity, bytes->capacity / 2);
    size_t most = half > capacity ? half : capacity;
    uint8_t *data = realloc(bytes->data, most);
    if (!data && most > capacity)
        data = realloc(bytes->data, most = capacity);
    if (!data)
        return -1;
    bytes->data = data;
    bytes->capacity = most;
    return 0;
}

int bytes_append(struct bytes *bytes, const void *data, size_t size)
{
    if (size > SIZE_MAX / 2 - bytes->size)
        return -1;
    if (bytes->size + size > bytes->capacity) {
        /* Half as much again: appending n bytes in pieces copies O(n). */
        if (bytes_reserve(bytes, (bytes->size + size) / 2 * 3 + 64))
            return -1;
    }
    if (size)
        memcpy(bytes->data + bytes->size, data, size);
    bytes->size += size;
    return 0;
}

void bytes_free(struct bytes *bytes)
{
    free(bytes->data);
    *bytes = (struct bytes){0};
}
