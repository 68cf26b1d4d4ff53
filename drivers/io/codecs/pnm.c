/* PNM: all of P1 to P6 (bitmap, grey, RGB; plain and raw) and PAM (P7) with 1 to 4 channels; needs
 * no library. */
#include "drivers/io/codecs/codec.h"

#include <string.h>

#include "drivers/io/codecs/pnm_header.h"
#include "drivers/io/codecs/pnm_samples.h"
#include "drivers/io/codecs/pnm_writer.h"

static struct shape shape_of(const struct pnm_header *header)
{
    return (struct shape){(int)header->width, (int)header->height, (int)header->channels};
}

/* An open file. */
struct pnm {
    const struct bytes *in;
    const struct decode_options *options;
    struct pnm_header header;
    struct pnm_samples samples; /* that are left */
};

static int pnm_open(void *state, const struct bytes *in, const struct decode_options *options,
                    struct codec_facts *facts, struct failure *failure)
{
    struct pnm *pnm = state;
    pnm->in = in;
    pnm->options = options;
    if (pnm_header_read(in, options, &pnm->header, failure))
        return -1;
    facts->shape = shape_of(&pnm->header);
    facts->in_rows = true;
    return 0;
}

static int fail_truncated(struct failure *failure)
{
    return failure_set(failure, "decode", "truncated",
                       "the file ends before the image does: copy it again, or accept a grey rest "
                       "with --allow-truncated");
}

static int pnm_start(void *state, struct shape enough, struct codec_rows *rows,
                     struct failure *failure)
{
    (void)enough; /* PNM cannot shrink while decoding */
    struct pnm *pnm = state;
    pnm->samples = pnm_samples_of(&pnm->header, pnm->in);
    *rows = (struct codec_rows){.shape = shape_of(&pnm->header)};
    return pnm_samples_ended(&pnm->samples) && !pnm->options->allow_truncated
               ? fail_truncated(failure)
               : 0;
}

static int pnm_rows(void *state, struct range rows, const struct image *image,
                    struct failure *failure)
{
    struct pnm *pnm = state;
    size_t count = image_row_bytes(image);
    for (int y = rows.begin; y < rows.end; ++y) {
        uint8_t *row = image_row(image, y);
        size_t read = pnm_samples_read(&pnm->samples, row);
        if (pnm->samples.damaged && !pnm->options->allow_damaged)
            return failure_set(failure, "decode", "corrupt",
                               "row %d has what is no sample of 0 to %d: copy it again, or accept "
                               "what is left of it with --allow-damaged",
                               y, (int)pnm->header.maximum);
        if (read < count && !pnm->options->allow_truncated)
            return fail_truncated(failure);
        memset(row + read, 128, count - read);
    }
    return 0;
}

static bool pnm_sniff(const uint8_t *data, size_t size)
{
    return size >= 3 && data[0] == 'P' && data[1] >= '1' && data[1] <= '7' &&
           (pnm_header_space(data[2]) || data[2] == '#');
}

static const char *const pnm_extensions[] = {"pnm", "ppm", "pgm", "pbm", "pam", NULL};

const struct codec codec_pnm = {
    .name = "pnm",
    .revision = 1,
    .extensions = pnm_extensions,
    .side_max = SIDE_MAX,
    .sniff = pnm_sniff,
    .state_size = sizeof(struct pnm),
    .open = pnm_open,
    .start = pnm_start,
    .rows = pnm_rows,
    .encode = pnm_writer_encode,
};
