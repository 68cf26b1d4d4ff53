/* Unit tests of resize: the forms that vector variants choose for few shapes, against plain C.
 * check_kernel draws its sizes, so whole ratios and large images are too rare there. */
#include "kernels/shared/filter.h"
#include "tests/fixtures/kernel_fixture.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

extern const struct kernel kernel_resize;

enum { FILL = 2 };

static void variants_agree(struct shape src, int filter, int width, int height)
{
    struct image image = fixture_noise(src, 0, 255, (uint64_t)(src.width * 31 + height));
    double value[PARAMS_MAX] = {width, height, filter, FILL, 0};
    fixture_variants_agree(&kernel_resize, value, &image);
    image_free(&image);
}

/* 205 columns are some strips of the largest sides and not a whole number of vectors. */
static void plain_means_are_those_of_the_definition(void **state)
{
    (void)state;
    for (int channels = 1; channels <= 3; channels += 2)
        for (int side = 1; side <= 64; side *= 2)
            for (int rows = 1; rows <= 64; rows *= 2) {
                struct shape src = {205 * side, 3 * rows, channels};
                variants_agree(src, FILTER_BOX, 205, 3);
            }
}

static void large_means_are_stored_around_the_caches(void **state)
{
    (void)state;
    variants_agree((struct shape){4608, 3844, 1}, FILTER_BOX, 2304, 1922);
    variants_agree((struct shape){6400, 3510, 3}, FILTER_BOX, 1600, 1755);
}

static void whole_ratios_agree_for_every_filter(void **state)
{
    (void)state;
    for (int channels = 1; channels <= CHANNELS_MAX; ++channels)
        for (int filter = FILTER_NEAREST; filter <= FILTER_LANCZOS3; ++filter)
            for (int ratio = 2; ratio <= 5; ++ratio) {
                variants_agree((struct shape){67 * ratio, 9 * ratio, channels}, filter, 67, 9);
                variants_agree((struct shape){67, 9, channels}, filter, 67 * ratio, 9 * ratio);
            }
}

/* Nearest goes by permutation where 64 bytes of the result come from 64 of the source. */
static void nearest_agrees_on_both_sides_of_what_a_permutation_reaches(void **state)
{
    (void)state;
    for (int channels = 1; channels <= CHANNELS_MAX; ++channels)
        for (int width = 180; width <= 220; ++width)
            variants_agree((struct shape){200, 7, channels}, FILTER_NEAREST, width, 7);
    variants_agree((struct shape){1500, 900, 3}, FILTER_NEAREST, 1664, 1000);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(plain_means_are_those_of_the_definition),
        cmocka_unit_test(large_means_are_stored_around_the_caches),
        cmocka_unit_test(whole_ratios_agree_for_every_filter),
        cmocka_unit_test(nearest_agrees_on_both_sides_of_what_a_permutation_reaches),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
