/* Fuzz target: EXIF, and the parts of JPEG and PNG files that hold it. */
#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "drivers/io/codecs/metadata.h"
#include "tests/fuzz/fuzz.h"

static void correct(struct bytes_part exif, enum orientation orientation)
{
    struct bytes out = {0};
    if (exif_correct(exif, orientation, 640, 480, &out) == 0 && out.size) {
        struct bytes_part made = {out.data, out.size};
        enum orientation found = exif_orientation(made);
        assert(found == orientation || found == ORIENTATION_UPRIGHT ||
               found == exif_orientation(exif));
    }
    bytes_free(&out);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct bytes bytes = {.data = calloc(size ? size : 1, 1), .size = size};
    assert(bytes.data);
    if (size)
        memcpy(bytes.data, data, size);
    struct bytes_part exif = exif_data((struct bytes_part){bytes.data, size});
    enum orientation orientation = exif_orientation(exif);
    assert(orientation >= ORIENTATION_UPRIGHT && orientation <= ORIENTATION_LEFT_TURN);
    correct(exif, ORIENTATION_UPRIGHT);
    correct(exif, ORIENTATION_RIGHT_TURN);
    struct metadata metadata = {0};
    if (size >= 2 && memcmp(bytes.data, "\xff\xd8", 2) == 0)
        metadata_of_jpeg(&bytes, true, &metadata);
    if (size >= 8 && memcmp(bytes.data, "\x89PNG\r\n\x1a\n", 8) == 0)
        metadata_of_png(&bytes, true, &metadata);
    fuzz_sink += (unsigned)metadata_orientation(&metadata);
    metadata_free(&metadata);
    free(bytes.data);
    return 0;
}
