/* Unit tests of turn: each of the eight, pixel by pixel, at odd sizes and all channels. */
#include "drivers/io/turn.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static uint8_t sample(int x, int y, int c)
{
    return (uint8_t)(x * 7 + y * 31 + c * 101 + x * y);
}

/* Where pixel x, y of the turned picture comes from: by EXIF's definition, which says where the
 * stored rows and columns begin. */
static void origin(enum orientation orientation, struct shape stored, int x, int y, int *from_x,
                   int *from_y)
{
    const int last_x = stored.width - 1, last_y = stored.height - 1;
    const int of_x[] = {0, x, last_x - x, last_x - x, x, y, y, last_x - y, last_x - y};
    const int of_y[] = {0, y, y, last_y - y, last_y - y, x, last_y - x, last_y - x, x};
    *from_x = of_x[orientation];
    *from_y = of_y[orientation];
}

static void F9_pixels_go_where_exif_says(void **state)
{
    (void)state;
    const int sides[][2] = {{1, 1}, {1, 5}, {5, 1}, {2, 2}, {31, 33}, {64, 32}, {129, 70}};
    for (size_t i = 0; i < sizeof sides / sizeof *sides; ++i)
        for (int channels = 1; channels <= 4; ++channels)
            for (int o = 1; o <= 8; ++o) {
                struct shape shape = {sides[i][0], sides[i][1], channels};
                struct image stored = {0}, turned = {0};
                assert_int_equal(image_allocate(&stored, shape, area_whole(shape)), 0);
                for (int y = 0; y < shape.height; ++y)
                    for (int x = 0; x < shape.width; ++x)
                        for (int c = 0; c < channels; ++c)
                            image_row(&stored, y)[x * channels + c] = sample(x, y, c);
                enum orientation orientation = (enum orientation)o;
                if (turn_swaps(orientation))
                    assert_int_equal(turn_into(&stored, orientation, &turned), 0);
                else
                    turn_in_place(&stored, orientation);
                const struct image *result = turn_swaps(orientation) ? &turned : &stored;
                assert_true(shape_equal(result->shape, turn_shape(shape, orientation)));
                for (int y = 0; y < result->shape.height; ++y)
                    for (int x = 0; x < result->shape.width; ++x)
                        for (int c = 0, fx, fy; c < channels; ++c) {
                            origin(orientation, shape, x, y, &fx, &fy);
                            assert_int_equal(image_row(result, y)[x * channels + c],
                                             sample(fx, fy, c));
                        }
                image_free(&stored);
                image_free(&turned);
            }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(F9_pixels_go_where_exif_says)};
    return cmocka_run_group_tests_name("turn", tests, NULL, NULL);
}
