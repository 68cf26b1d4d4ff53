/* What stored pictures decode to, together with the revision of their decoder: pixels that change
 * raise it, since results before and after are other work. */
#include <inttypes.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>
#include <xxhash.h>

#include "tests/fixtures/codec_fixture.h"

/* What the hashes were stored with. Where the library's version decides on pixels (""; it does
 * not), others are not compared. */
static const struct {
    const char *codec, *library;
    int revision;
} stored[] = {
    {"jpeg", "libjpeg-turbo 2.1.5", 4}, {"png", "", 4}, {"pnm", "", 1}, {"tiff", "", 3},
    {"webp", "libwebp 1.2.4", 2},
};

static const struct picture {
    const char *file;
    int width, height; /* enough; 0: all of it */
    int bytes;         /* of the file, when it ends early; 0: it does not */
    uint64_t hash;
} pictures[] = {
    {"grey.jpg", 0, 0, 0, UINT64_C(0xA181607980F74B3C)},
    {"colour.jpg", 0, 0, 0, UINT64_C(0x4D75FCCE82E91A62)},
    {"colour.jpg", 30, 20, 0, UINT64_C(0x3235D4B4EB29609D)},
    {"colour.jpg", 9, 6, 0, UINT64_C(0x56885D1B79FC09BF)},
    {"colour.jpg", 0, 0, 1200, UINT64_C(0x01CEE0A5A757E35B)},
    {"progressive.jpg", 0, 0, 0, UINT64_C(0xC2740DB1F1B505D7)},
    {"adobe.jpg", 0, 0, 0, UINT64_C(0xB21BC14E78112F1B)},
    {"cmyk.jpg", 0, 0, 0, UINT64_C(0xB21BC14E78112F1B)},
    {"colour.png", 0, 0, 0, UINT64_C(0x470A0131C8569A29)},
    {"palette.png", 0, 0, 0, UINT64_C(0xBEA66D64563B6260)},
    {"deep.png", 0, 0, 0, UINT64_C(0xCB351000F5DD293B)},
    {"deep.png", 0, 0, 9000, UINT64_C(0x4CA92D18CC300871)},
    {"deep.pgm", 0, 0, 0, UINT64_C(0xF096EEF782231F42)},
    {"colour.ppm", 0, 0, 0, UINT64_C(0x470A0131C8569A29)},
    {"alpha.pam", 0, 0, 0, UINT64_C(0x15CFEA48C2A63C9A)},
    {"plain.ppm", 0, 0, 0, UINT64_C(0xAFC1028765ECE481)},
    {"bitmap.pbm", 0, 0, 0, UINT64_C(0xDF78055B2F5C6F74)},
    {"plain.pbm", 0, 0, 0, UINT64_C(0xDF78055B2F5C6F74)},
    {"colour.tif", 0, 0, 0, UINT64_C(0x470A0131C8569A29)},
    {"palette.tif", 0, 0, 0, UINT64_C(0xF3297A717E57AE60)},
    {"deep.tif", 0, 0, 0, UINT64_C(0xE4F9952F0F937871)},
    {"inks.tif", 0, 0, 0, UINT64_C(0x470A0131C8569A29)},
    {"colour.webp", 0, 0, 0, UINT64_C(0x470A0131C8569A29)},
    {"alpha.webp", 0, 0, 0, UINT64_C(0xEC2A950179A3239C)},
    {"alpha.webp", 0, 0, 700, UINT64_C(0x9E8A857E824F9062)},
    {"colour.ppm", 0, 0, 4000, UINT64_C(0x0235CF7FC7F8A8E7)},
};

static struct bytes read_picture(const struct picture *picture)
{
    char path[4096], block[4096];
    struct bytes bytes = {0};
    snprintf(path, sizeof path, "%s/%s", PARALLAX_PICTURES, picture->file);
    FILE *file = fopen(path, "rb");
    assert_non_null(file);
    for (size_t size; (size = fread(block, 1, sizeof block, file)) > 0;)
        assert_int_equal(bytes_append(&bytes, block, size), 0);
    fclose(file);
    if (picture->bytes)
        bytes.size = (size_t)picture->bytes;
    return bytes;
}

static uint64_t hash_of(const struct codec *codec, const struct picture *picture)
{
    struct bytes bytes = read_picture(picture);
    struct image image = {0};
    struct failure failure = {.message = ""};
    struct shape enough = {SIDE_MAX, SIDE_MAX, CHANNELS_MAX};
    if (picture->width)
        enough = (struct shape){picture->width, picture->height, CHANNELS_MAX};
    assert_ptr_equal(codec_of_content(&bytes), codec);
    if (codec_fixture_read(codec, &bytes, &codec_fixture_lenient, enough, &image, &failure))
        fail_msg("%s: %s", picture->file, failure.message);
    const int shape[] = {image.shape.width, image.shape.height, image.shape.channels};
    uint64_t hash = XXH3_64bits(shape, sizeof shape);
    for (int y = 0; y < image.shape.height; ++y)
        hash = XXH3_64bits_withSeed(image_row(&image, y), image_row_bytes(&image), hash);
    image_free(&image);
    bytes_free(&bytes);
    return hash;
}

static int count_changed(const struct codec *codec)
{
    int changed = 0;
    for (size_t i = 0; i < sizeof pictures / sizeof *pictures; ++i) {
        if (codec_of_name(pictures[i].file) != codec)
            continue;
        const uint64_t hash = hash_of(codec, &pictures[i]);
        if (hash == pictures[i].hash)
            continue;
        print_error("%s, %d bytes, enough %dx%d: 0x%016" PRIX64 "\n", pictures[i].file,
                    pictures[i].bytes, pictures[i].width, pictures[i].height, hash);
        ++changed;
    }
    return changed;
}

/* How many codecs, 0 or 1, do not fit their hashes; says which number is to be changed. */
static int check_codec(const struct codec *codec, const char *library, int revision)
{
    char version[64] = "";
    if (codec->version)
        codec->version(version, sizeof version);
    if (*library && strcmp(library, version) != 0) {
        print_message("%s: the hashes are those of %s, not compared with %s\n", codec->name,
                      library, version);
        return 0;
    }
    const int changed = count_changed(codec);
    if (codec->revision != revision)
        print_error("%s has revision %d, the hashes here are of revision %d: store this revision "
                    "and the hashes above\n",
                    codec->name, codec->revision, revision);
    else if (changed)
        print_error("%d pictures decode to other pixels, and the revision did not change. If that "
                    "is meant raise .revision of codec_%s from %d to %d, and store it and the "
                    "hashes above here\n",
                    changed, codec->name, revision, revision + 1);
    return changed || codec->revision != revision;
}

static void pixels_that_change_raise_the_revision(void **state)
{
    (void)state;
    int wrong = 0;
    for (size_t i = 0; i < sizeof stored / sizeof *stored; ++i) {
        const struct codec *codec = codec_named(stored[i].codec);
        if (codec)
            wrong += check_codec(codec, stored[i].library, stored[i].revision);
    }
    assert_int_equal(wrong, 0);
}

static void every_codec_has_pictures_and_a_revision(void **state)
{
    (void)state;
    for (const struct codec *const *codec = codecs; *codec; ++codec) {
        size_t i = 0;
        while (i < sizeof stored / sizeof *stored && strcmp(stored[i].codec, (*codec)->name) != 0)
            ++i;
        assert_true(i < sizeof stored / sizeof *stored);
        assert_true((*codec)->revision > 0);
    }
}

static void revisions_name_every_codec(void **state)
{
    (void)state;
    char text[128], small[5] = {'x', 'x', 'x', 'x', '!'}, expected[64];
    codec_revisions(text, sizeof text);
    codec_revisions(small, 4);
    assert_true(strlen(text) < sizeof text - 1);
    assert_true(strlen(small) == 3 && small[4] == '!');
    for (const struct codec *const *codec = codecs; *codec; ++codec) {
        snprintf(expected, sizeof expected, "%s %d", (*codec)->name, (*codec)->revision);
        assert_non_null(strstr(text, expected));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(pixels_that_change_raise_the_revision),
        cmocka_unit_test(every_codec_has_pictures_and_a_revision),
        cmocka_unit_test(revisions_name_every_codec),
    };
    return cmocka_run_group_tests_name("codec_golden", tests, NULL, NULL);
}
