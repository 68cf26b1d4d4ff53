/* Division by alpha as vectors do it: the quotients of the definition, for every colour and alpha
 * that they take so. */
#include "kernels/shared/filter.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

/* Quotients grow with the colour, so it is enough to look at both sides of each step: the least
 * colour that gives `quotient` or more, and the one below. */
static int wrong_steps(int alpha)
{
    float factor = 255.0F / (float)alpha;
    int wrong = 0;
    for (int quotient = 1; quotient <= 255; ++quotient) {
        int colour = (quotient * alpha - alpha / 2 + 254) / 255;
        wrong += colour <= alpha && (int)fmaf((float)colour, factor, ALPHA_HALF) < quotient;
        wrong += (int)fmaf((float)(colour - 1), factor, ALPHA_HALF) >= quotient;
    }
    return wrong;
}

static void test_all_quotients_are_those_of_the_definition(void **state)
{
    (void)state;
    for (int alpha = 1; alpha <= ALPHA_CLOSE; ++alpha)
        assert_int_equal(wrong_steps(alpha), 0);
}

static void test_the_bound_is_the_largest(void **state)
{
    (void)state;
    assert_int_not_equal(wrong_steps(ALPHA_CLOSE + 1), 0);
}

/* FULL in alpha.h: more than opaque is opaque. */
static void test_all_bytes_of_alpha_are_those_of_the_definition(void **state)
{
    (void)state;
    for (int alpha = 0; alpha <= 16256; ++alpha)
        assert_int_equal((int)fmaf((float)alpha, ALPHA_BYTE, ALPHA_BYTE_HALF),
                         (4 * alpha + 127) / 255);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_all_quotients_are_those_of_the_definition),
        cmocka_unit_test(test_the_bound_is_the_largest),
        cmocka_unit_test(test_all_bytes_of_alpha_are_those_of_the_definition),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
