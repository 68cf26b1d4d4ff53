/* Unit tests of filter: windows, sums, and that no intermediate of resize can overflow 16 bits. */
#include "kernels/shared/filter.h"
#include "kernels/shared/filter_steps.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

/* Calls check() with the axis of every filter over many sizes, whole and cropped, each sample
 * standing for `factor` pixels. */
static void every_axis_of(int factor, void (*check)(const struct filter_axis *axis, int source))
{
    static const int sources[] = {1, 2, 3, 4, 5, 7, 8, 15, 16, 31, 67, 200, 1000};
    static const int sizes[] = {1, 2, 3, 4, 5, 6, 9, 13, 16, 33, 64, 100, 500};
    for (int filter = FILTER_NEAREST; filter <= FILTER_LANCZOS3; ++filter)
        for (size_t i = 0; i < sizeof sources / sizeof *sources; ++i)
            for (size_t j = 0; j < sizeof sizes / sizeof *sizes; ++j)
                for (int crop = 0; crop < 2; ++crop) {
                    struct filter_axis axis;
                    double length = crop ? sources[i] * 0.37 : sources[i];
                    double begin = (sources[i] - length) / 2;
                    struct filter_line line = {sources[i], factor, begin, length};
                    assert_int_equal(filter_axis_make(&axis, (enum filter)filter, line, sizes[j]),
                                     0);
                    assert_int_equal(axis.size, sizes[j]);
                    check(&axis, (sources[i] + factor - 1) / factor);
                    filter_axis_free(&axis);
                }
}

static void every_axis(void (*check)(const struct filter_axis *axis, int source))
{
    for (int factor = 1; factor <= 8; factor *= 2)
        every_axis_of(factor, check);
}

static void check_window(const struct filter_axis *axis, int source)
{
    int longest = 0;
    for (int i = 0; i < axis->size; ++i) {
        assert_in_range(axis->count[i], 1, axis->taps);
        longest = axis->count[i] > longest ? axis->count[i] : longest;
        assert_true(axis->start[i] >= 0 && axis->start[i] + axis->count[i] <= source);
        assert_true(i == 0 || axis->start[i] >= axis->start[i - 1]);
        assert_true(i == 0 ||
                    axis->start[i] + axis->count[i] >= axis->start[i - 1] + axis->count[i - 1]);
    }
    assert_int_equal(axis->longest, longest);
    assert_int_equal(axis->taps % FILTER_GROUP, 0);
}

static void check_sum(const struct filter_axis *axis, int source)
{
    (void)source;
    for (int i = 0; i < axis->size; ++i) {
        int sum = 0;
        for (int k = 0; k < axis->taps; ++k)
            sum += axis->weight[(ptrdiff_t)i * axis->taps + k];
        assert_int_equal(sum, 1 << FILTER_BITS);
        for (int k = axis->count[i]; k < axis->taps; ++k)
            assert_int_equal(axis->weight[(ptrdiff_t)i * axis->taps + k], 0);
    }
}

/* The worst source: 255 (Q6: 16320) under each weight of one sign, 0 under the others. */
static void check_overflow(const struct filter_axis *axis, int source)
{
    (void)source;
    for (int i = 0; i < axis->size; ++i) {
        int64_t highest = 0, lowest = 0;
        for (int k = 0; k < axis->count[i]; ++k) {
            int64_t weight = axis->weight[(ptrdiff_t)i * axis->taps + k];
            *(weight > 0 ? &highest : &lowest) += weight * 255 * 64;
        }
        assert_true((highest >> FILTER_BITS) + 1 <= INT16_MAX);
        assert_true((lowest >> FILTER_BITS) - 1 >= INT16_MIN);
        /* The second axis over such extremes must fit 32 bits. */
        assert_true((highest - lowest) / (255 * 64) * INT16_MAX <= INT32_MAX);
    }
}

static void windows_lie_inside_and_never_go_back(void **state)
{
    (void)state;
    every_axis(check_window);
}

static void weights_sum_to_exactly_one(void **state)
{
    (void)state;
    every_axis(check_sum);
}

static void intermediates_fit_16_bits(void **state)
{
    (void)state;
    every_axis(check_overflow);
}

static void the_same_size_is_a_copy(void **state)
{
    (void)state;
    for (int filter = FILTER_NEAREST; filter <= FILTER_LANCZOS3; ++filter) {
        struct filter_axis axis;
        struct filter_line line = {20, 1, 0, 20};
        if (filter == FILTER_MITCHELL) /* which blurs */
            continue;
        assert_int_equal(filter_axis_make(&axis, (enum filter)filter, line, 20), 0);
        for (int i = 0; i < 20; ++i)
            for (int k = 0; k < axis.count[i]; ++k)
                assert_int_equal(axis.weight[(ptrdiff_t)i * axis.taps + k],
                                 axis.start[i] + k == i ? 1 << FILTER_BITS : 0);
        filter_axis_free(&axis);
    }
}

/* 33 pixels in 5 samples, the last one of a single pixel: seen as one output by box, that weighs an
 * eighth of the others. */
static void F3_a_sample_weighs_as_much_as_its_pixels(void **state)
{
    (void)state;
    struct filter_axis axis;
    struct filter_line line = {33, 8, 0, 33};
    assert_int_equal(filter_axis_make(&axis, FILTER_BOX, line, 1), 0);
    assert_int_equal(axis.count[0], 5);
    for (int k = 0; k < 4; ++k)
        assert_in_range(axis.weight[k], 8 * (1 << FILTER_BITS) / 33,
                        8 * (1 << FILTER_BITS) / 33 + 1);
    assert_in_range(axis.weight[4], (1 << FILTER_BITS) / 33, (1 << FILTER_BITS) / 33 + 1);
    filter_axis_free(&axis);
}

/* The centre of an output's weights, each at the middle of its sample's pixels, is the centre of
 * the output: of a part in the middle, where no tap is dropped. */
static void F3_scaled_samples_keep_their_place(void **state)
{
    (void)state;
    for (int filter = FILTER_BOX; filter <= FILTER_LANCZOS3; ++filter)
        for (int pixels = 512; pixels <= 520; ++pixels) {
            struct filter_axis axis;
            struct filter_line line = {pixels, 4, 0, pixels};
            assert_int_equal(filter_axis_make(&axis, (enum filter)filter, line, 64), 0);
            for (int i = 8; i < 56; ++i) {
                double place = 0, centre = (i + 0.5) * pixels / 64;
                for (int k = 0; k < axis.count[i]; ++k)
                    place += axis.weight[(ptrdiff_t)i * axis.taps + k] *
                             (4.0 * (axis.start[i] + k) + 2) / (1 << FILTER_BITS);
                assert_true(place > centre - 0.6 && place < centre + 0.6);
            }
            filter_axis_free(&axis);
        }
}

/* That fast weights round to the bits of exact ones depends on it. */
static void check_fast(filter_weigh_fn *weigh)
{
    enum { COUNT = 4001 };
    static const double widening = 1.7;
    double fast[COUNT], exact[COUNT];
    for (int k = 0; k < COUNT; ++k)
        fast[k] = exact[k] = k == 0 ? HUGE_VAL : 3.3 * widening * (2.0 * (k - 1) / (COUNT - 2) - 1);
    weigh(FILTER_LANCZOS3, true, widening, COUNT, fast);
    weigh(FILTER_LANCZOS3, false, widening, COUNT, exact);
    assert_true(fast[0] == 0 && exact[0] == 0);
    for (int k = 0; k < COUNT; ++k)
        assert_true(fabs(fast[k] - exact[k]) < FILTER_CLOSE);
    assert_true(exact[COUNT / 2 + 1] > 0.99);
}

static void fast_weights_are_close_to_exact_ones(void **state)
{
    (void)state;
    check_fast(filter_weigh_c);
    check_fast(filter_steps_of_cpu().weigh);
}

/* Sums of 2 and of `sum` in Q14. */
static bool rounds_surely(filter_round_fn *round, int lanes, double sum, int *rounded)
{
    double weight[2 * FILTER_LANES];
    struct filter_windows windows = {lanes, 2, .weight = weight, .rounded = rounded};
    for (int lane = 0; lane < lanes; ++lane) {
        weight[lane] = 2;
        weight[lanes + lane] = lane == lanes - 1 ? sum : 3;
        windows.factor[lane] = 1;
    }
    return round(&windows);
}

static void check_rounding(filter_round_fn *round, int lanes)
{
    static const double close = 0.9 * FILTER_MARGIN, far = 1.1 * FILTER_MARGIN;
    int rounded[2 * FILTER_LANES];
    assert_true(rounds_surely(round, lanes, -7, rounded));
    assert_int_equal(rounded[0], FILTER_SUM_BIAS + 2);
    assert_int_equal(rounded[2 * lanes - 1], FILTER_SUM_BIAS - 7);
    assert_false(rounds_surely(round, lanes, 100.5 - close, rounded));
    assert_false(rounds_surely(round, lanes, -100.5 + close, rounded));
    assert_true(rounds_surely(round, lanes, 100.5 - far, rounded));
    assert_int_equal(rounded[2 * lanes - 1], FILTER_SUM_BIAS + 100);
    assert_true(rounds_surely(round, lanes, 100.5 + far, rounded));
    assert_int_equal(rounded[2 * lanes - 1], FILTER_SUM_BIAS + 101);
}

static void what_may_round_otherwise_is_told(void **state)
{
    (void)state;
    for (int lanes = 1; lanes <= FILTER_LANES; lanes += FILTER_LANES - 1) {
        check_rounding(filter_round_c, lanes);
        check_rounding(filter_steps_of_cpu().round, lanes);
    }
}

static void every_filter_has_a_name(void **state)
{
    (void)state;
    assert_string_equal(filter_names[FILTER_NEAREST], "nearest");
    assert_string_equal(filter_names[FILTER_BICUBIC], "bicubic");
    assert_string_equal(filter_names[FILTER_LANCZOS3], "lanczos3");
    assert_null(filter_names[FILTER_LANCZOS3 + 1]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(windows_lie_inside_and_never_go_back),
        cmocka_unit_test(weights_sum_to_exactly_one),
        cmocka_unit_test(intermediates_fit_16_bits),
        cmocka_unit_test(the_same_size_is_a_copy),
        cmocka_unit_test(F3_a_sample_weighs_as_much_as_its_pixels),
        cmocka_unit_test(F3_scaled_samples_keep_their_place),
        cmocka_unit_test(fast_weights_are_close_to_exact_ones),
        cmocka_unit_test(what_may_round_otherwise_is_told),
        cmocka_unit_test(every_filter_has_a_name),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
