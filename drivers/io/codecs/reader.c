/* Reading image files, one after the other. */
#include "drivers/io/codecs/reader.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

static int reserve(struct reader *reader, size_t size)
{
    if (size <= reader->capacity)
        return 0;
    free(reader->state);
    reader->state = malloc(size);
    reader->capacity = reader->state ? size : 0;
    return reader->state ? 0 : -1;
}

int reader_open(struct reader *reader, const struct codec *codec, const struct bytes *bytes,
                const struct decode_options *options, struct codec_facts *facts,
                struct failure *failure)
{
    reader_close(reader);
    if (codec->load)
        codec = codec->load(failure);
    if (!codec)
        return -1;
    if (reserve(reader, codec->state_size))
        return failure_set(failure, "decode", "memory", "no memory to open it");
    memset(reader->state, 0, codec->state_size);
    reader->codec = codec;
    reader->options = options;
    *facts = (struct codec_facts){.in_rows = false};
    if (codec->open(reader->state, bytes, options, facts, failure) == 0) {
        reader->in_rows = facts->in_rows;
        return 0;
    }
    reader_close(reader);
    return -1;
}

void reader_metadata(struct reader *reader, const struct bytes *bytes, unsigned wanted,
                     struct metadata *metadata)
{
    assert(reader->codec);
    if (reader->codec->metadata)
        reader->codec->metadata(reader->state, bytes, wanted, metadata);
    else
        metadata_free(metadata);
}

int reader_start(struct reader *reader, struct shape enough, struct codec_rows *rows,
                 struct failure *failure)
{
    assert(reader->codec && reader->in_rows);
    *rows = (struct codec_rows){.bytes = 0};
    return reader->codec->start(reader->state, enough, rows, failure);
}

int reader_rows(struct reader *reader, struct range rows, const struct image *image,
                struct failure *failure)
{
    assert(area_contains(image->held, (struct area){rows, {0, image->shape.width}}));
    return reader->codec->rows(reader->state, rows, image, failure);
}

int reader_rows_all(struct reader *reader, const struct codec_rows *rows, struct image *image,
                    struct failure *failure)
{
    struct area all = area_whole(rows->shape);
    double bytes = (double)image_bytes(rows->shape, all) + rows->bytes;
    if (codec_check_memory(bytes, reader->options, failure))
        return -1;
    if (image_allocate(image, rows->shape, all))
        return failure_set(failure, "decode", "memory", "no memory for its pixels");
    return reader_rows(reader, all.rows, image, failure);
}

int reader_decode(struct reader *reader, struct shape enough, struct image *image,
                  struct failure *failure)
{
    assert(reader->codec);
    struct codec_rows rows;
    if (!reader->in_rows)
        return reader->codec->decode(reader->state, enough, image, failure);
    return reader_start(reader, enough, &rows, failure) ||
                   reader_rows_all(reader, &rows, image, failure)
               ? -1
               : 0;
}

void reader_close(struct reader *reader)
{
    if (reader->codec && reader->codec->close)
        reader->codec->close(reader->state);
    reader->codec = NULL;
}

void reader_free(struct reader *reader)
{
    reader_close(reader);
    free(reader->state);
    *reader = (struct reader){0};
}
