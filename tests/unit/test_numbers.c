/* Numbers on a command line: the whole text is one, or it is refused. */
#include "drivers/options/numbers.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

static const char *const no_numbers[] = {
    "",
    " ",
    " 5",
    "5 ",
    "+5",
    "-",
    "--5",
    "1e3",
    "0x10",
    "1_000",
    "NaN",
    "nan",
    "-nan",
    "inf",
    "-inf",
    "five",
    "5,0",
    "5\n",
    "99999999999999999999999",
};
enum { NO_NUMBERS = sizeof no_numbers / sizeof *no_numbers };

static void whole_numbers_are_digits_alone(void **state)
{
    (void)state;
    int64_t value = 77;
    for (int i = 0; i < NO_NUMBERS; ++i)
        assert_false(numbers_whole(no_numbers[i], -1e18, 1e18, &value));
    assert_false(numbers_whole("1.0", -1e18, 1e18, &value));
    assert_int_equal(value, 77);
    assert_true(numbers_whole("007", 0, 10, &value) && value == 7);
    assert_true(numbers_whole("-5", -5, 5, &value) && value == -5);
}

static void whole_numbers_keep_their_range(void **state)
{
    (void)state;
    int64_t value = 77;
    assert_false(numbers_whole("0", 1, 10, &value));
    assert_false(numbers_whole("11", 1, 10, &value));
    assert_false(numbers_whole("99999999999", 1, 2147483647, &value));
    assert_int_equal(value, 77);
    assert_true(numbers_whole("1", 1, 10, &value) && value == 1);
    assert_true(numbers_whole("10", 1, 10, &value) && value == 10);
}

static void seeds_have_64_bits(void **state)
{
    (void)state;
    uint64_t seed = 77;
    assert_false(numbers_seed("18446744073709551616", &seed));
    assert_false(numbers_seed("-1", &seed));
    assert_false(numbers_seed("", &seed));
    assert_false(numbers_seed("1e3", &seed));
    assert_int_equal(seed, 77);
    assert_true(numbers_seed("18446744073709551615", &seed) && seed == UINT64_MAX);
    assert_true(numbers_seed("0", &seed) && seed == 0);
}

static void real_numbers_are_finite_and_in_range(void **state)
{
    (void)state;
    static const char *const wrong[] = {"",    " 1",   "1 ",    "nan", "-nan", "inf",  "-inf",
                                        "0x1", "-0x1", "1e999", "-",   ".",    "1.5s", "+1"};
    double value = 77;
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; ++i)
        assert_false(numbers_real(wrong[i], -1e300, 1e300, &value));
    assert_false(numbers_real("-0.1", 0, 1, &value));
    assert_false(numbers_real("1.1", 0, 1, &value));
    assert_true(value == 77);
    assert_true(numbers_real("0.25", 0, 1, &value) && value == 0.25);
    assert_true(numbers_real(".5", 0, 1, &value) && value == 0.5);
}

static void sizes_are_sides_or_a_percentage(void **state)
{
    (void)state;
    static const char *const wrong[] = {
        "",       "x",     "100", "x0",    "0x",   "100x100y", "-5x5",          "0x5",
        "5x0",    "1e3x5", "5X5", "5x5x5", "5 x5", "NaNx5",    "5x65536",       "5*5",
        "%",      "0%",    "-5%", "nan%",  "1e9%", "5x5%",     "99999999999x5", "50%%",
        "10001%", "50 %",  "x-5"};
    static const struct {
        const char *text;
        double width, height;
    } right[] = {{"852x567", 852, 567}, {"800x", 800, 0},        {"x600", 0, 600},
                 {"50%", -50, -50},     {"12.5%", -12.5, -12.5}, {"65535x1", 65535, 1}};
    double width = 7, height = 8;
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; ++i)
        if (numbers_size(wrong[i], 1, 65535, &width, &height))
            fail_msg("%s", wrong[i]);
    assert_true(width == 7 && height == 8);
    for (size_t i = 0; i < sizeof right / sizeof *right; ++i) {
        assert_true(numbers_size(right[i].text, 1, 65535, &width, &height));
        assert_true(width == right[i].width && height == right[i].height);
    }
}

static void colours_have_digits_or_a_name(void **state)
{
    (void)state;
    static const char *const wrong[] = {"",        "#",       "#ff",        "#ffff",  "##fff",
                                        "#fffffg", "#fffff",  "#ff ffff",   "White",  "-1",
                                        "#+fffff", "#0xffff", "#fffffffff", " white", "white "};
    static const struct {
        const char *text;
        uint32_t colour;
    } right[] = {{"#123", 0x112233ff},        {"#aBcDeF", 0xabcdefff}, {"#01020304", 0x01020304},
                 {"white", 0xffffffff},       {"black", 0x000000ff},   {"grey", 0x808080ff},
                 {"transparent", 0xffffff00}, {"a1B2c3", 0xa1b2c3ff}};
    uint32_t colour = 77;
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; ++i)
        assert_false(numbers_colour(wrong[i], &colour));
    assert_int_equal(colour, 77);
    for (size_t i = 0; i < sizeof right / sizeof *right; ++i)
        assert_true(numbers_colour(right[i].text, &colour) && colour == right[i].colour);
}

static void shapes_are_up_to_as_many_as_asked(void **state)
{
    (void)state;
    struct shape shapes[3];
    static const char *const wrong[] = {"",         ",",          "5x5,",  ",5x5",
                                        "5x5,,5x5", "5x5x5",      "5x5x0", "0x5x3",
                                        "5x5x3x1",  "16777217x1", "5",     "1x1,2x2,3x3,4x4"};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; ++i)
        assert_int_equal(numbers_shapes(wrong[i], 3, shapes), 0);
    assert_int_equal(numbers_shapes("1x2,3x4x1,5x6x4", 3, shapes), 3);
    assert_true(shape_equal(shapes[0], (struct shape){1, 2, 3}));
    assert_true(shape_equal(shapes[1], (struct shape){3, 4, 1}));
    assert_true(shape_equal(shapes[2], (struct shape){5, 6, 4}));
    assert_int_equal(numbers_shapes("16777216x1", 3, shapes), 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(whole_numbers_are_digits_alone),
        cmocka_unit_test(whole_numbers_keep_their_range),
        cmocka_unit_test(seeds_have_64_bits),
        cmocka_unit_test(real_numbers_are_finite_and_in_range),
        cmocka_unit_test(sizes_are_sides_or_a_percentage),
        cmocka_unit_test(colours_have_digits_or_a_name),
        cmocka_unit_test(shapes_are_up_to_as_many_as_asked),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
