/* The chunks of a PNG file that its pixels depend on, as one stream for libpng. */
#include "drivers/io/codecs/png_chunks.h"

#include <string.h>

enum { SIGNATURE = 8, HEADER = 8, CHECKSUM = 4 };

static const uint8_t end_chunk[] = {0, 0, 0, 0, 'I', 'E', 'N', 'D', 0xae, 0x42, 0x60, 0x82};

static bool is_letter(uint8_t c)
{
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

static bool type_is(const uint8_t *type, const char *name)
{
    return memcmp(type, name, 4) == 0;
}

/* Ancillary chunks begin with a small letter. */
static bool is_unwanted(const uint8_t *type)
{
    for (int i = 0; i < 4; ++i)
        if (!is_letter(type[i]))
            return false; /* libpng says what is wrong with it */
    return type[0] >= 'a' && !type_is(type, "tRNS");
}

static void give_end(struct png_chunks *chunks)
{
    chunks->pieces[0].data = end_chunk;
    chunks->pieces[0].size = sizeof end_chunk;
}

/* Data that the file's end cuts off: a chunk of what is there. */
static void give_rest(struct png_chunks *chunks, const uint8_t *chunk, size_t length, size_t rest)
{
    size_t there = rest - HEADER < length ? rest - HEADER : length;
    memcpy(chunks->header, chunk, HEADER);
    for (int i = 0; i < 4; ++i)
        chunks->header[i] = (uint8_t)(there >> (24 - 8 * i));
    chunks->pieces[0].data = chunks->header;
    chunks->pieces[0].size = HEADER;
    chunks->pieces[1].data = chunk + HEADER;
    chunks->pieces[1].size = there;
    chunks->pieces[2].data = end_chunk; /* any four bytes */
    chunks->pieces[2].size = CHECKSUM;
    chunks->position = chunks->in->size;
    chunks->ended = chunks->cut = true;
}

static void next_chunk(struct png_chunks *chunks)
{
    for (;;) {
        const uint8_t *chunk = chunks->in->data + chunks->position;
        size_t rest = chunks->in->size - chunks->position;
        if (rest < HEADER)
            break;
        size_t length = (size_t)chunk[0] << 24 | (size_t)chunk[1] << 16 | (size_t)chunk[2] << 8 |
                        (size_t)chunk[3];
        size_t size = HEADER + length + CHECKSUM;
        const uint8_t *type = chunk + 4;
        bool data = type_is(type, "IDAT");
        chunks->behind = chunks->rows_done;
        if (type_is(type, "IEND") || (chunks->rows_done && !data)) {
            give_end(chunks);
            return;
        }
        if (size > rest && data && length <= INT32_MAX) {
            give_rest(chunks, chunk, length, rest);
            return;
        }
        if (size > rest)
            break;
        chunks->position += size;
        if (is_unwanted(type))
            continue;
        chunks->pieces[0].data = chunk;
        chunks->pieces[0].size = size;
        return;
    }
    chunks->position = chunks->in->size;
    chunks->ended = true;
    chunks->behind = chunks->rows_done;
    give_end(chunks);
}

void png_chunks_start(struct png_chunks *chunks, const struct bytes *in)
{
    *chunks = (struct png_chunks){.in = in, .position = SIGNATURE};
    chunks->pieces[0].data = in->data;
    chunks->pieces[0].size = SIGNATURE;
}

void png_chunks_read(struct png_chunks *chunks, uint8_t *data, size_t size)
{
    while (size) {
        int piece = 0;
        while (piece < 3 && chunks->pieces[piece].size == 0)
            ++piece;
        if (piece == 3) {
            next_chunk(chunks);
            continue;
        }
        size_t count = chunks->pieces[piece].size < size ? chunks->pieces[piece].size : size;
        memcpy(data, chunks->pieces[piece].data, count);
        chunks->pieces[piece].data += count;
        chunks->pieces[piece].size -= count;
        data += count;
        size -= count;
    }
}
