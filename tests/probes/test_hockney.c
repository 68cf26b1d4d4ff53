/* The fit of message times: known answers. */
#include "drivers/probes/hockney.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

enum { SIZES = 10 };

static const double alpha = 2e-6, beta = 5e9;

/* Sizes from 64 bytes by fours, each time off by a factor. */
static void make(double *m, double *t, double off)
{
    double bytes = 64;
    for (int i = 0; i < SIZES; ++i, bytes *= 4) {
        m[i] = bytes;
        t[i] = (alpha + bytes / beta) * (i % 2 ? 1 + off : 1 - off);
    }
}

static void is_near(double value, double truth, double part)
{
    assert_true(fabs(value - truth) <= part * truth);
}

static void exact_times_give_the_line_back(void **state)
{
    (void)state;
    double m[SIZES], t[SIZES];
    struct hockney fit;
    make(m, t, 0);
    assert_int_equal(hockney_fit(m, t, SIZES, &fit), 0);
    is_near(fit.alpha, alpha, 1e-9);
    is_near(fit.per_byte, 1 / beta, 1e-9);
}

/* Unweighted, the largest message alone would decide, and alpha be lost in its error. */
static void errors_count_in_per_cent(void **state)
{
    (void)state;
    double m[SIZES], t[SIZES];
    struct hockney fit;
    make(m, t, 0.05);
    assert_int_equal(hockney_fit(m, t, SIZES, &fit), 0);
    is_near(fit.alpha, alpha, 0.06);
    is_near(fit.per_byte, 1 / beta, 0.06);
}

static void one_length_is_no_line(void **state)
{
    (void)state;
    struct hockney fit;
    const double m[] = {64, 64}, t[] = {1e-6, 2e-6};
    assert_int_equal(hockney_fit(m, t, 2, &fit), -1);
    assert_int_equal(hockney_fit(m, t, 1, &fit), -1);
    assert_int_equal(hockney_fit(m, t, 0, &fit), -1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(exact_times_give_the_line_back),
        cmocka_unit_test(errors_count_in_per_cent),
        cmocka_unit_test(one_length_is_no_line),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
