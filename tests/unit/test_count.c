/* Unit tests of count: every sample is counted once, whatever the width and the number of rows. */
#include "kernels/shared/count.h"
#include "tests/fixtures/kernel_fixture.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

/* tally of `rows` of *src; it holds 5 of everything before. */
static void count(const struct image *src, struct range rows, uint64_t *tally)
{
    struct plan plan = {.src = src->shape, .scratch = count_scratch(src->shape.channels)};
    void *scratch = aligned_alloc(64, (plan.scratch + 63) & ~(size_t)63);
    assert_non_null(scratch);
    for (int i = 0; i < COUNT_TALLIES; ++i)
        tally[i] = 5;
    memset(scratch, 0xA5, plan.scratch);
    count_rows(&plan, src, NULL, &(struct band){rows, NULL, tally, scratch});
    free(scratch);
}

static void tally_is_right(struct shape shape, struct range rows, int low, int high)
{
    struct image src = fixture_noise(shape, low, high, 3);
    uint64_t tally[COUNT_TALLIES];
    count(&src, rows, tally);
    for (int c = 0; c < CHANNELS_MAX; ++c)
        for (int v = 0; v < COUNT_VALUES; ++v) {
            uint64_t expected = 5;
            for (int y = rows.begin; y < rows.end; ++y)
                for (int x = 0; x < shape.width && c < shape.channels; ++x)
                    expected += fixture_sample(&src, y, x, c) == v;
            assert_int_equal(tally[c * COUNT_VALUES + v], expected);
        }
    image_free(&src);
}

static void widths_beside_whole_groups_are_counted(void **state)
{
    (void)state;
    for (int channels = 1; channels <= CHANNELS_MAX; ++channels)
        for (int width = 1; width <= 9; ++width)
            tally_is_right((struct shape){width, 5, channels}, (struct range){1, 4}, 0, 255);
}

static void many_rows_are_counted(void **state)
{
    (void)state;
    tally_is_right((struct shape){7, 600, 3}, (struct range){11, 590}, 100, 103);
    tally_is_right((struct shape){6, 512, 1}, (struct range){0, 512}, 9, 9);
}

static void no_rows_add_nothing(void **state)
{
    (void)state;
    tally_is_right((struct shape){7, 6, 2}, (struct range){3, 3}, 0, 255);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(widths_beside_whole_groups_are_counted),
        cmocka_unit_test(many_rows_are_counted),
        cmocka_unit_test(no_rows_add_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
