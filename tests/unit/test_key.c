/* The work key: what decides the output is in it, what does not is not. */
#include "drivers/job/key.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

static const char *decoders; /* what the decoders say of themselves */

/* In the place of codec_revisions(). */
void __wrap_codec_revisions(char *text, size_t size);

void __wrap_codec_revisions(char *text, size_t size)
{
    snprintf(text, size, "%s", decoders);
}

static void identify(const void *state, FILE *key)
{
    (void)state;
    fputs("an input\n", key);
}

static int no_bytes(void *state, int worker, int item, bytes_probe_fn *probe, struct bytes *bytes,
                    struct failure *failure)
{
    (void)state, (void)worker, (void)item, (void)probe, (void)bytes;
    return failure_set(failure, "read", "empty", "there is nothing");
}

struct work {
    int revision, raw, decoded, threads, orient, icc, quality;
};

static char key[17];

static const char *key_of(struct work work)
{
    const struct kernel kernel = {.name = "same", .revision = work.revision, .raw = work.raw != 0};
    const struct source source = {.identify = identify, .bytes = work.decoded ? no_bytes : NULL};
    struct job job = {.kernel = &kernel, .inputs = {.source = &source}};
    job.options.wish.threads = work.threads;
    job.options.codec.decode.orient = work.orient;
    job.options.codec.decode.icc = work.icc;
    job.options.codec.encode.quality = work.quality;
    assert_int_equal(key_of_work(&job, key), 0);
    return key;
}

static void expect(bool same, struct work first, struct work second, const char *then)
{
    char before[17];
    snprintf(before, sizeof before, "%s", key_of(first));
    assert_int_equal(strlen(before), 16);
    decoders = then;
    assert_int_equal(strcmp(before, key_of(second)) == 0, same);
}

static int begin(void **state)
{
    (void)state;
    decoders = "jpeg 1 libjpeg 2.1";
    return 0;
}

static void how_it_is_computed_is_not_in_it(void **state)
{
    (void)state;
    expect(true, (struct work){.revision = 1}, (struct work){.revision = 1, .threads = 2},
           decoders);
}

static void the_kernel_s_revision_is_in_it(void **state)
{
    (void)state;
    expect(false, (struct work){.revision = 1}, (struct work){.revision = 2}, decoders);
}

static void the_decoders_are_in_it_where_files_are_decoded(void **state)
{
    (void)state;
    const struct work files = {.revision = 1, .decoded = 1};
    expect(true, files, files, "jpeg 1 libjpeg 2.1");
    expect(false, files, files, "jpeg 2 libjpeg 2.1");
    begin(state);
    expect(false, files, files, "jpeg 1 libjpeg 3.0");
}

static void the_decoders_are_not_in_it_where_nothing_is_decoded(void **state)
{
    (void)state;
    const struct work made = {.revision = 1}, moved = {.revision = 1, .raw = 1, .decoded = 1};
    expect(true, made, made, "jpeg 2 libjpeg 2.1");
    begin(state);
    expect(true, moved, moved, "jpeg 2 libjpeg 2.1");
}

static void what_makes_other_pixels_of_files_is_in_it(void **state)
{
    (void)state;
    const struct work files = {.revision = 1, .decoded = 1};
    struct work other = files;
    other.orient = ORIENT_KEEP;
    expect(false, files, other, decoders);
    const struct work ignored = {.revision = 1, .decoded = 1, .orient = ORIENT_IGNORE};
    expect(true, other, ignored, decoders); /* the same pixels */
    other = files;
    other.icc = ICC_STANDARD;
    expect(false, files, other, decoders);
    other.icc = ICC_STRIP; /* inks have no profile then */
    expect(false, files, other, decoders);
    other.icc = ICC_KEEP;
    other.quality = 50;
    expect(true, files, other, decoders);
}

#define TEST(function) cmocka_unit_test_setup(function, begin)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(how_it_is_computed_is_not_in_it),
        TEST(the_kernel_s_revision_is_in_it),
        TEST(the_decoders_are_in_it_where_files_are_decoded),
        TEST(what_makes_other_pixels_of_files_is_in_it),
        TEST(the_decoders_are_not_in_it_where_nothing_is_decoded),
    };
    return cmocka_run_group_tests_name("key", tests, NULL, NULL);
}
