/* Unit tests of image: areas, shapes, and images with and without memory. */
#include "kernels/image.h"
#include "tests/check/check_memory.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

static void areas_join_and_contain(void **state)
{
    (void)state;
    struct area a = {{2, 5}, {0, 10}}, b = {{4, 9}, {3, 20}}, empty = {{7, 7}, {0, 30}};
    struct area joined = area_join(a, b);
    assert_true(joined.rows.begin == 2 && joined.rows.end == 9);
    assert_true(joined.columns.begin == 0 && joined.columns.end == 20);
    assert_true(area_contains(joined, a) && area_contains(joined, b));
    assert_false(area_contains(a, b));
    assert_true(area_contains(a, empty) && area_is_empty(empty));
    assert_int_equal(area_join(a, empty).columns.end, 10);
    assert_int_equal(area_join(empty, a).rows.begin, 2);
}

static void halos_end_at_the_border(void **state)
{
    (void)state;
    struct shape shape = {6, 10, 2};
    struct area inside = area_halo(shape, (struct range){4, 6}, 3);
    assert_true(inside.rows.begin == 1 && inside.rows.end == 9);
    assert_true(inside.columns.begin == 0 && inside.columns.end == 6);
    struct area touching = area_halo(shape, (struct range){3, 7}, 3);
    assert_true(touching.rows.begin == 0 && touching.rows.end == 10);
    struct area clipped = area_halo(shape, (struct range){1, 9}, 200);
    assert_true(clipped.rows.begin == 0 && clipped.rows.end == 10);
    struct area none = area_halo(shape, (struct range){1, 2}, 0);
    assert_true(none.rows.begin == 1 && none.rows.end == 2);
    assert_true(area_is_empty(area_halo(shape, (struct range){5, 5}, 2)));
}

static void shapes_out_of_range_are_invalid(void **state)
{
    (void)state;
    assert_true(shape_is_valid((struct shape){1, 1, 1}));
    assert_true(shape_is_valid((struct shape){SIDE_MAX, SIDE_MAX, CHANNELS_MAX}));
    assert_false(shape_is_valid((struct shape){0, 1, 1}));
    assert_false(shape_is_valid((struct shape){1, -1, 1}));
    assert_false(shape_is_valid((struct shape){SIDE_MAX + 1, 1, 1}));
    assert_false(shape_is_valid((struct shape){1, 1, 0}));
    assert_false(shape_is_valid((struct shape){1, 1, CHANNELS_MAX + 1}));
}

static void images_are_aligned_and_avoid_cache_sets(void **state)
{
    (void)state;
    struct image image = {0};
    for (int width = 1; width < 9000; width += width < 70 ? 1 : 251) {
        struct shape shape = {width, 3, 1 + width % CHANNELS_MAX};
        assert_int_equal(image_allocate(&image, shape, area_whole(shape)), 0);
        assert_int_equal((uintptr_t)image.pixels % 64, 0);
        assert_int_equal(image.stride % 64, 0);
        assert_true(image.stride % 4096 != 0);
        assert_true((size_t)image.stride >= image_row_bytes(&image));
        image_fill(&image, 7);
        memset(image_row(&image, 2) + image_row_bytes(&image), 0, IMAGE_PADDING);
        assert_int_equal(image_row(&image, 2)[image_row_bytes(&image) - 1], 7);
    }
    image_free(&image);
    struct shape page = {4096, 2, 1};
    assert_int_equal(image_allocate(&image, page, area_whole(page)), 0);
    assert_true(image.stride % 4096 != 0);
    image_free(&image);
}

static void what_is_behind_rows_is_zero(void **state)
{
    (void)state;
    struct image image = {0};
    struct shape shape = {21, 3, 3};
    assert_int_equal(image_allocate(&image, shape, area_whole(shape)), 0);
    memset(image.pixels, 7, image_bytes(shape, area_whole(shape)));
    assert_int_equal(image_allocate(&image, shape, area_whole(shape)), 0);
    image_clear_ends(&image);
    for (int y = 0; y < shape.height; ++y) {
        int end = y + 1 < shape.height ? (int)image.stride : (int)image.stride + IMAGE_PADDING;
        for (int i = 0; i < end; ++i)
            assert_int_equal(image_row(&image, y)[i], i < 63 ? 7 : 0);
    }
    image_free(&image);
}

static void images_keep_memory_that_is_large_enough(void **state)
{
    (void)state;
    struct image image = {0};
    struct shape large = {100, 100, 3}, small = {90, 10, 4};
    assert_int_equal(image_allocate(&image, large, area_whole(large)), 0);
    uint8_t *pixels = image.pixels;
    size_t capacity = image.capacity;
    struct area part = {{4, 8}, {10, 20}};
    assert_int_equal(image_allocate(&image, small, part), 0);
    assert_true(image.pixels == pixels && image.capacity == capacity);
    assert_int_equal(image_row_bytes(&image), 40);
    assert_true(image_row(&image, 4) == pixels && image_row(&image, 5) == pixels + image.stride);
    image_free(&image);
    assert_true(!image.pixels && image.capacity == 0);
    image_free(&image);
}

static void memory_grows_by_half(void **state)
{
    (void)state;
    struct image image = {0};
    size_t capacity = 0;
    int times = 0;
    for (int height = 100; height < 1000; height += 10) {
        struct shape shape = {500, height, 3};
        assert_int_equal(image_allocate(&image, shape, area_whole(shape)), 0);
        times += image.capacity != capacity;
        capacity = image.capacity;
    }
    assert_true(times <= 7); /* 1.5^6 > 10 */
    image_free(&image);
}

static void images_without_memory_are_empty(void **state)
{
    (void)state;
    struct image image = {0};
    struct shape shape = {10, 10, 1}, larger = {100, 100, 1};
    assert_int_equal(image_allocate(&image, shape, area_whole(shape)), 0);
    memory_left = 0;
    assert_int_equal(image_allocate(&image, larger, area_whole(larger)), -1);
    assert_true(!image.pixels && image.capacity == 0);
    assert_true(area_is_empty(image.held));
}

static void images_may_lie_in_memory_of_others(void **state)
{
    (void)state;
    _Alignas(64) static uint8_t memory[4096];
    struct image image = {0}, own = {0};
    struct shape shape = {10, 7, 3};
    assert_int_equal(image_allocate(&own, shape, area_whole(shape)), 0);
    assert_int_equal(image_allocate(&image, shape, area_whole(shape)), 0);
    assert_true(image_bytes(shape, area_whole(shape)) <= sizeof memory);
    image_place(&image, shape, area_whole(shape), memory); /* what it had is not lost: ASan */
    assert_ptr_equal(image_row(&image, 0), memory);
    assert_int_equal(image.stride, own.stride);
    assert_true(shape_equal(image.shape, shape) && image.held.rows.end == 7);
    image_fill(&image, 9);
    assert_int_equal(memory[6 * own.stride + 29], 9);
    image_free(&image); /* and not this memory */
    assert_null(image.pixels);
    image_free(&own);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(images_may_lie_in_memory_of_others),
        cmocka_unit_test(areas_join_and_contain),
        cmocka_unit_test(halos_end_at_the_border),
        cmocka_unit_test(shapes_out_of_range_are_invalid),
        cmocka_unit_test(images_are_aligned_and_avoid_cache_sets),
        cmocka_unit_test(what_is_behind_rows_is_zero),
        cmocka_unit_test(images_keep_memory_that_is_large_enough),
        cmocka_unit_test(memory_grows_by_half),
        cmocka_unit_test(images_without_memory_are_empty),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
