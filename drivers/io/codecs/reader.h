/* Reading image files, one after the other: each is opened once, which reads its header, asked what
 * it is, decoded and closed. */
#ifndef PARALLAX_IO_CODECS_READER_H
#define PARALLAX_IO_CODECS_READER_H

#include "drivers/io/codecs/codec.h"

/* Zero-initialised: no file is open. For one thread at a time. A worker keeps its own, whose memory
 * is used again for each file. */
struct reader {
    const struct codec *codec; /* of the open file; NULL: none is open */
    void *state;
    size_t capacity; /* of `state` */
    const struct decode_options *options;
    bool in_rows;
};

/* Opens `bytes`, whose format is `codec`; they and *options must stay until reader_close(). A file
 * that is open is closed first. 0, or -1 with *failure: then none is open. */
int reader_open(struct reader *reader, const struct codec *codec, const struct bytes *bytes,
                const struct decode_options *options, struct codec_facts *facts,
                struct failure *failure);

/* What the open file says of its picture; nothing where its format cannot: as codec->metadata(). */
void reader_metadata(struct reader *reader, const struct bytes *bytes, unsigned wanted,
                     struct metadata *metadata);

/* Decodes the open file, at most once: as codec->decode(). */
int reader_decode(struct reader *reader, struct shape enough, struct image *image,
                  struct failure *failure);

/* The same in rows, if the facts said in_rows: as codec->start() and codec->rows(). */
int reader_start(struct reader *reader, struct shape enough, struct codec_rows *rows,
                 struct failure *failure);
int reader_rows(struct reader *reader, struct range rows, const struct image *image,
                struct failure *failure);

/* After reader_start(), before any row: all rows at once into *image, image_allocate()d. */
int reader_rows_all(struct reader *reader, const struct codec_rows *rows, struct image *image,
                    struct failure *failure);

/* Closes the file, if one is open. */
void reader_close(struct reader *reader);

/* Closes it, and frees the memory. */
void reader_free(struct reader *reader);

#endif
