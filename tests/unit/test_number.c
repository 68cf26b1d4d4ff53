/* Numbers for people and for programs. */
#include "drivers/common/number.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static void people_read_four_digits(void **state)
{
    (void)state;
    assert_string_equal(number_short(1000, 4).text, "1000");
    assert_string_equal(number_short(0.05, 4).text, "0.05");
    assert_string_equal(number_short(1.23456, 4).text, "1.235");
    assert_string_equal(number_short(123456.7, 4).text, "123500");
    assert_string_equal(number_short(-999.96, 4).text, "-1000");
    assert_string_equal(number_short(1234, 3).text, "1230");
    assert_string_equal(number_short(0.00012345, 4).text, "0.0001234");
    assert_string_equal(number_short(1.5e-7, 4).text, "1.5e-07");
    assert_string_equal(number_short(0, 4).text, "0");
    assert_string_equal(number_short(-0.0, 4).text, "0");
    assert_string_equal(number_short(NAN, 4).text, "-");
    assert_string_equal(number_short(INFINITY, 4).text, "inf");
}

static void programs_read_the_same_number(void **state)
{
    (void)state;
    assert_string_equal(number_exact(0.1).text, "0.1");
    assert_string_equal(number_exact(0.1 + 0.2).text, "0.30000000000000004");
    assert_string_equal(number_exact(1000000).text, "1000000");
    assert_string_equal(number_exact(5e-324).text, "4.94065645841247e-324");
    assert_string_equal(number_exact(NAN).text, "nan");
    assert_string_equal(number_exact(copysign(NAN, -1)).text, "nan");
    uint64_t bits = 1;
    for (int i = 0; i < 100000; ++i) {
        bits = bits * 6364136223846793005u + 1442695040888963407u;
        double value;
        memcpy(&value, &bits, sizeof value);
        if (!isfinite(value))
            continue;
        const double read = strtod(number_exact(value).text, NULL);
        assert_memory_equal(&read, &value, sizeof value);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(people_read_four_digits),
        cmocka_unit_test(programs_read_the_same_number),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
