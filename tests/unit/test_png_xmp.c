/* Unit tests of compressed XMP in PNG: whole, or not at all. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

#include <cmocka.h>

#include "drivers/io/codecs/metadata.h"

static void add(struct bytes *file, const void *data, size_t size)
{
    assert_int_equal(bytes_append(file, data, size), 0);
}

static void add_number(struct bytes *file, size_t number)
{
    for (int i = 3; i >= 0; --i)
        add(file, &(uint8_t){(uint8_t)(number >> 8 * i)}, 1);
}

/* A chunk with XMP, of whose `packed` text `size` bytes are there; its checksum is right. */
static void add_text(struct bytes *file, const uint8_t *packed, size_t size)
{
    static const char head[] = "iTXtXML:com.adobe.xmp\0\1\0\0"; /* and a zero more */
    add_number(file, sizeof head - 4 + size);
    size_t begin = file->size;
    add(file, head, sizeof head);
    add(file, packed, size);
    add_number(file, crc32_z(0, file->data + begin, sizeof head + size));
}

/* Compresses `size` bytes of text, which the caller frees. */
static struct bytes pack(const void *text, size_t size)
{
    struct bytes packed = {0};
    uLongf room = compressBound((uLong)size);
    assert_int_equal(bytes_reserve(&packed, room), 0);
    assert_int_equal(compress(packed.data, &room, text, (uLong)size), Z_OK);
    packed.size = room;
    return packed;
}

static void png_14_cut_or_damaged_xmp_is_passed_over(void **state)
{
    (void)state;
    static const char text[] = "<x:xmpmeta><rdf:RDF xmlns:rdf='r'></rdf:RDF></x:xmpmeta>";
    struct bytes packed = pack(text, sizeof text - 1);
    for (size_t size = 0; size <= packed.size; ++size)
        for (int whole = 0; whole < 2; ++whole) { /* one behind it is taken in its place */
            struct bytes file = {0};
            struct metadata metadata = {0};
            add(&file, "\x89PNG\r\n\x1a\n", 8);
            add_text(&file, packed.data, size);
            if (whole)
                add_text(&file, packed.data, packed.size);
            metadata_of_png(&file, METADATA_WANT_XMP, &metadata);
            bool sound = whole || size == packed.size;
            assert_int_equal(metadata.xmp.size, sound ? sizeof text - 1 : 0);
            if (sound)
                assert_memory_equal(metadata.xmp.data, text, sizeof text - 1);
            assert_int_equal(!metadata.ignored, size == packed.size);
            metadata_free(&metadata);
            bytes_free(&file);
        }
    bytes_free(&packed);
}

static void png_14_xmp_has_a_largest_size(void **state)
{
    (void)state;
    for (size_t size = METADATA_XMP_MAX - 1; size <= METADATA_XMP_MAX + 2; ++size) {
        char *text = malloc(size);
        assert_non_null(text);
        memset(text, ' ', size);
        struct bytes packed = pack(text, size), file = {0};
        struct metadata metadata = {0};
        add(&file, "\x89PNG\r\n\x1a\n", 8);
        add_text(&file, packed.data, packed.size);
        metadata_of_png(&file, METADATA_WANT_XMP, &metadata);
        assert_int_equal(metadata.xmp.size, size <= METADATA_XMP_MAX ? size : 0);
        metadata_free(&metadata);
        bytes_free(&file);
        bytes_free(&packed);
        free(text);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(png_14_cut_or_damaged_xmp_is_passed_over),
        cmocka_unit_test(png_14_xmp_has_a_largest_size),
    };
    return cmocka_run_group_tests_name("png_xmp", tests, NULL, NULL);
}
