/* Fuzz target: EXIF, XMP, and the parts of JPEG and PNG files that hold it. */
#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "drivers/io/codecs/exif_tiff.h"
#include "drivers/io/codecs/metadata.h"
#include "drivers/io/codecs/xmp.h"
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

/* What a TIFF file says goes into one, which then says the same. */
static void move(struct bytes_part file)
{
    struct bytes exif = {0}, again = {0}, made = {0};
    static const uint8_t bare[] = {'I', 'I', 42, 0, 8, 0, 0, 0, 0, 0, 0, 0, 0, 0};
    for (size_t at = 8; at < file.size && at < 64; at += 7) {
        assert(exif_of_tiff(file, at, &exif) == 0 && exif.size <= METADATA_EXIF_MAX);
        made.size = 0;
        assert(bytes_append(&made, bare, sizeof bare) == 0);
        assert(exif_into_tiff((struct bytes_part){exif.data, exif.size}, &made) == 0);
        assert(exif_of_tiff((struct bytes_part){made.data, made.size},
                            made.size > 8 ? made.data[4] + 256u * made.data[5] : 0, &again) == 0);
    }
    bytes_free(&exif);
    bytes_free(&again);
    bytes_free(&made);
}

static void correct_text(struct bytes_part xmp)
{
    struct bytes out = {0};
    fuzz_sink += xmp_has_companion(xmp) + xmp_is_text(xmp);
    assert(xmp_correct(xmp, ORIENTATION_UPRIGHT, 640, 480, &out) == 0);
    assert(!xmp_has_companion((struct bytes_part){out.data, out.size}) || xmp_has_companion(xmp));
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
    move((struct bytes_part){bytes.data, size});
    if (size)
        correct_text((struct bytes_part){bytes.data, size});
    struct metadata metadata = {0};
    if (size >= 2 && memcmp(bytes.data, "\xff\xd8", 2) == 0)
        metadata_of_jpeg(&bytes, METADATA_WANT_ICC | METADATA_WANT_XMP, &metadata);
    if (size >= 8 && memcmp(bytes.data, "\x89PNG\r\n\x1a\n", 8) == 0)
        metadata_of_png(&bytes, METADATA_WANT_ICC | METADATA_WANT_XMP, &metadata);
    fuzz_sink += (unsigned)metadata_orientation(&metadata);
    metadata_free(&metadata);
    free(bytes.data);
    return 0;
}
