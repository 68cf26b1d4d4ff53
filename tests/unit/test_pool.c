/* Unit tests of the sources that make images: whoever draws them, in whatever parts, they are the
 * same. */
#include "drivers/io/source.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "tests/fixtures/source_fixture.h"

/* However many parts it is drawn in, and alone: the same pixels. */
static void synthetic_images_do_not_depend_on_who_draws_them(void **state)
{
    (void)state;
    const struct shape shapes[] = {{40, 130, 3}, {30, 20, 1}};
    for (size_t s = 0; s < sizeof shapes / sizeof *shapes; ++s)
        for (int parts = 1; parts <= 200; parts = 3 * parts + 1) {
            struct source_options options = source_fixture_options(shapes[s]);
            struct source_fixture use;
            source_fixture_open(&use, &source_synthetic, &options, 2);
            struct image alone = {0};
            struct failure failure;
            for (int part = 0; part < 2 * parts; ++part) /* the same number for each worker */
                use.source->prepare(use.state, part, 2 * parts);
            struct area area = {{7, shapes[s].height - 2}, {3, 29}};
            assert_int_equal(use.source->rows(use.state, 1, 4, area, &alone, &failure), 0);
            for (int y = area.rows.begin; y < area.rows.end; ++y)
                assert_memory_equal(image_row(&alone, y),
                                    image_row(source_fixture_pixels(&use, 4), y) +
                                        3 * shapes[s].channels,
                                    image_row_bytes(&alone));
            image_free(&alone);
            source_fixture_close(&use);
        }
}

/* Each worker's own are the same pixels at another place; shared ones are one. */
static void H18_every_worker_has_a_pool_or_all_have_one(void **state)
{
    (void)state;
    enum { WORKERS = 3, PARTS = 4 };
    for (int kind = POOL_OWN; kind <= POOL_SHARED; ++kind) {
        struct source_options options = source_fixture_options((struct shape){40, 130, 3});
        options.pool = kind;
        struct source_fixture use;
        source_fixture_open(&use, &source_synthetic, &options, WORKERS);
        for (int part = 0; part < WORKERS * PARTS; ++part)
            use.source->prepare(use.state, part, WORKERS * PARTS);
        for (int item = 0; item < 5; ++item)
            for (int worker = 1; worker < WORKERS; ++worker) {
                const struct image *first = source_fixture_pixels(&use, item), *mine;
                struct failure failure;
                assert_int_equal(use.source->pixels(use.state, worker, item, &mine, &failure), 0);
                assert_int_equal(mine == first, kind == POOL_SHARED);
                for (int y = 0; y < 130; ++y)
                    assert_memory_equal(image_row(mine, y), image_row(first, y),
                                        image_row_bytes(first));
            }
        assert_in_range(use.source->pool_bytes(use.state), 5 * 40 * 130 * 3, 5 * 40 * 130 * 4);
        source_fixture_close(&use);
    }
}

static void shapes_and_contents_come_in_turn(void **state)
{
    (void)state;
    struct source_options options = source_fixture_options((struct shape){8, 9, 3});
    options.synthetic = 20;
    options.shapes = (struct source_shapes){3, {{8, 9, 3}, {5, 4, 1}, {2, 2, 4}}};
    const int contents[][2] = {{-1, 8}, {2, 2}, {7, 7}, {50, 20}}; /* asked, made */
    for (size_t i = 0; i < sizeof contents / sizeof *contents; ++i) {
        options.contents = contents[i][0];
        struct source_fixture use;
        source_fixture_open(&use, &source_synthetic, &options, 1);
        assert_int_equal(use.list.count, 20);
        for (int item = 0; item < 20; ++item) {
            struct shape shape;
            assert_int_equal(use.source->shape(use.state, item, &shape), contents[i][1]);
            int content = item % contents[i][1];
            assert_true(shape_equal(shape, options.shapes.shape[content % 3]));
            assert_ptr_equal(source_fixture_pixels(&use, item),
                             source_fixture_pixels(&use, content));
        }
        source_fixture_close(&use);
    }
}

static void who_reads_nothing_has_shapes_but_no_pixels(void **state)
{
    (void)state;
    const struct source *const made[] = {&source_synthetic, &source_null};
    for (size_t i = 0; i < 2; ++i) {
        struct source_options options =
            source_fixture_options((struct shape){SIDE_MAX, SIDE_MAX, 4});
        struct source_fixture use;
        source_fixture_open(&use, made[i], &options, 0);
        struct shape shape;
        assert_true(use.source->shape(use.state, 0, &shape) > 0);
        assert_int_equal(shape.width, SIDE_MAX);
        assert_null(source_fixture_pixels(&use, 0)->pixels);
        source_fixture_close(&use);
    }
}

static void H5_images_grow_with_the_workers_but_not_too_high(void **state)
{
    (void)state;
    const struct source *const made[] = {&source_synthetic, &source_null};
    for (size_t i = 0; i < 2; ++i) {
        struct source_options options = source_fixture_options((struct shape){2, 1 << 16, 1});
        options.taller = 3;
        struct source_fixture use;
        source_fixture_open(&use, made[i], &options, 1);
        assert_int_equal(source_fixture_pixels(&use, 0)->shape.height, 3 << 16);
        source_fixture_close(&use);
        void *none = calloc(1, made[i]->state_size);
        struct failure failure;
        struct list list = {.count = 1};
        options.taller = 257; /* 2^24 and more; with 65536 an int wraps to 0 */
        for (; options.taller < 1 << 20; options.taller += 65536 - 257) {
            assert_int_equal(made[i]->open(none, &options, &list, 1, &failure), -1);
            assert_string_equal(failure.code, "too-large");
            made[i]->close(none);
        }
        free(none);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(synthetic_images_do_not_depend_on_who_draws_them),
        cmocka_unit_test(H18_every_worker_has_a_pool_or_all_have_one),
        cmocka_unit_test(shapes_and_contents_come_in_turn),
        cmocka_unit_test(who_reads_nothing_has_shapes_but_no_pixels),
        cmocka_unit_test(H5_images_grow_with_the_workers_but_not_too_high),
    };
    return cmocka_run_group_tests_name("pool", tests, NULL, NULL);
}
