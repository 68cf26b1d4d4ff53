/* What codecs ask before they allocate memory. */
#include <inttypes.h>

#include "drivers/io/codecs/codec.h"

int codec_check_size(int64_t width, int64_t height, const struct decode_options *options,
                     struct failure *failure)
{
    if (width < 1 || height < 1)
        return failure_set(failure, "decode", "corrupt",
                           "the header says %" PRId64 " x %" PRId64 " pixels", width, height);
    if (width > SIDE_MAX || height > SIDE_MAX)
        return failure_set(failure, "decode", "too-large",
                           "%" PRId64 " x %" PRId64 " pixels: a side may have %d at most", width,
                           height, SIDE_MAX);
    if (width * height > options->max_pixels)
        return failure_set(failure, "decode", "too-large",
                           "%" PRId64 " x %" PRId64 " pixels are more than the %" PRId64
                           " allowed: raise --max-pixels if the image is to be trusted",
                           width, height, options->max_pixels);
    return 0;
}

int codec_check_memory(double bytes, const struct decode_options *options, struct failure *failure)
{
    if (options->max_bytes == 0 || bytes <= (double)options->max_bytes)
        return 0;
    return failure_set(failure, "decode", "memory",
                       "decoding it takes %.0f MB, more than the %.0f MB that a worker has for it: "
                       "raise --max-memory, or start fewer workers on a node",
                       bytes / 1e6, (double)options->max_bytes / 1e6);
}
