/* The chunks of a WebP file. */
#include "drivers/io/codecs/webp_container.h"

#include <string.h>

enum { RIFF_HEADER = 12, HEADER = 8, CANVAS = 10, FRAME = 16 };

/* Chunks that are looked at, in the file or in a frame. */
struct chunks {
    const uint8_t *next, *end;
};

struct chunk {
    const uint8_t *data; /* behind its header */
    size_t size, there;  /* as it says; of that, in the file */
    char name[5];
};

static uint32_t number(const uint8_t *data, int bytes)
{
    uint32_t value = 0;
    for (int i = 0; i < bytes; ++i)
        value |= (uint32_t)data[i] << 8 * i;
    return value;
}

/* The next chunk; false: not even its header is there. */
static bool next_chunk(struct chunks *chunks, struct chunk *chunk)
{
    size_t rest = (size_t)(chunks->end - chunks->next);
    if (rest < HEADER)
        return false;
    memcpy(chunk->name, chunks->next, 4);
    chunk->name[4] = '\0';
    chunk->size = number(chunks->next + 4, 4);
    chunk->data = chunks->next + HEADER;
    rest -= HEADER;
    chunk->there = chunk->size < rest ? chunk->size : rest;
    size_t padded = chunk->size + chunk->size % 2;
    chunks->next = chunk->data + (padded < rest ? padded : rest);
    return true;
}

static bool is(const struct chunk *chunk, const char *name)
{
    return strcmp(chunk->name, name) == 0;
}

static int fail_truncated(struct failure *failure)
{
    return failure_set(failure, "decode", "truncated",
                       "the file ends inside its header: copy it again");
}

/* From the alpha, or else the pixels, to the end of the pixels. */
static int find_picture(struct chunks chunks, struct webp_container *container,
                        struct failure *failure)
{
    struct chunk chunk;
    container->data = NULL;
    while (next_chunk(&chunks, &chunk)) {
        bool pixels = is(&chunk, "VP8 ") || is(&chunk, "VP8L");
        if (!pixels && !is(&chunk, "ALPH"))
            continue;
        if (!container->data)
            container->data = chunk.data - HEADER;
        container->size = (size_t)(chunk.data + chunk.there - container->data);
        container->cut = chunk.there < chunk.size;
        if (pixels)
            return 0;
    }
    return fail_truncated(failure);
}

/* The first frame, and whether there is a second one. */
static int find_frame(struct chunks chunks, struct webp_container *container,
                      struct failure *failure)
{
    struct chunk chunk, other;
    do
        if (!next_chunk(&chunks, &chunk))
            return fail_truncated(failure);
    while (!is(&chunk, "ANMF"));
    if (chunk.there < FRAME)
        return chunk.size < FRAME
                   ? failure_set(failure, "decode", "corrupt", "its first frame makes no sense")
                   : fail_truncated(failure);
    container->x = 2 * (int64_t)number(chunk.data, 3);
    container->y = 2 * (int64_t)number(chunk.data + 3, 3);
    container->frame_width = number(chunk.data + 6, 3) + 1;
    container->frame_height = number(chunk.data + 9, 3) + 1;
    while (next_chunk(&chunks, &other))
        container->more = container->more || is(&other, "ANMF");
    struct chunks inside = {chunk.data + FRAME, chunk.data + chunk.there};
    return find_picture(inside, container, failure);
}

int webp_container_read(const struct bytes *in, struct webp_container *container,
                        struct failure *failure)
{
    struct chunks chunks = {in->data + RIFF_HEADER, in->data + in->size}, first = chunks;
    struct chunk chunk;
    *container = (struct webp_container){.width = 0};
    if (!next_chunk(&first, &chunk))
        return fail_truncated(failure);
    if (!is(&chunk, "VP8X"))
        return find_picture(chunks, container, failure);
    if (chunk.there < CANVAS)
        return fail_truncated(failure);
    container->width = number(chunk.data + 4, 3) + 1;
    container->height = number(chunk.data + 7, 3) + 1;
    bool animated = chunk.data[0] & 2;
    return animated ? find_frame(first, container, failure)
                    : find_picture(first, container, failure);
}
