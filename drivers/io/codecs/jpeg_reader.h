/* Reading JPEG: the one half of codec_jpeg. */
#ifndef PARALLAX_IO_CODECS_JPEG_READER_H
#define PARALLAX_IO_CODECS_JPEG_READER_H

#include "drivers/io/codecs/codec.h"
#include "drivers/io/codecs/jpeg_coefficients.h"
#include "drivers/io/codecs/jpeg_guard.h"

/* An open file. */
struct jpeg_reader {
    struct jpeg_decompress_struct jpeg;
    struct jpeg_guard guard;
    const struct bytes *in;
    const struct decode_options *options;
    struct shape enough;
    const uint8_t *data; /* of the first scan; NULL: no row was read */
    JSAMPARRAY inks;     /* a row of four colours that become three; NULL: they do not */
    const struct image *image;
    int end;      /* of the rows to read */
    bool library; /* reads the coefficients itself: they are odd */
    struct jpeg_coefficients coefficients;
};

/* codec_jpeg.open, start, rows, close. */
int jpeg_reader_open(struct jpeg_reader *reader, const struct bytes *in,
                     const struct decode_options *options, struct codec_facts *facts,
                     struct failure *failure);
int jpeg_reader_start(struct jpeg_reader *reader, struct shape enough, struct codec_rows *rows,
                      struct failure *failure);
int jpeg_reader_rows(struct jpeg_reader *reader, struct range rows, const struct image *image,
                     struct failure *failure);
void jpeg_reader_close(struct jpeg_reader *reader);

#endif
