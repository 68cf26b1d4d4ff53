/* How far a cell's kernel is from the machine's roofs, against numbers worked out by hand. */
#include "analysis/data/roofline.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "tests/fixtures/analysis_fixture.h"

static void near(double found, double expected)
{
    if (!(fabs(found - expected) <= 1e-9 * fabs(expected)))
        fail_msg("%.17g, not %.17g", found, expected);
}

/* Two threads are in the kernel for 0.5 s, at 10^9 operations on 2 10^8 bytes: 2 10^9 and 4 10^8 a
 * second, 5 operations a byte. Each read 8 MiB in 1 ms: 5 times 2 times 8388608 / 0.001 is the
 * roof.
 */
static void the_roof_is_what_workers_read_together(void **state)
{
    (void)state;
    struct roofline_set roofs;
    struct run_row *row = add_run("omp", 1, 2, 1);
    row->operations = 1e9;
    row->compulsory_bytes = 2e8;
    for (int i = 0; i < SAMPLES; ++i)
        for (int t = 0; t < 2; ++t)
            add_worker(i, 0, t, 0.5)->probe_stream_s = i == 1 ? NAN : 0.001;
    compute(true);
    roofline_build(&roofs, &cells);
    assert_int_equal(roofs.count, 1);
    assert_null(roofs.points[0].missing);
    near(roofs.points[0].operation_rate.value, 2e9);
    near(roofs.points[0].byte_rate.value, 4e8);
    near(roofs.points[0].roof, 8388608e4);
    near(roofs.points[0].share, 2e9 / 8388608e4);
    assert_true(isnan(roofs.points[0].peak_rate));
    roofline_free(&roofs);
}

static void work_that_was_not_counted_has_no_position(void **state)
{
    (void)state;
    struct roofline_set roofs;
    add_run("omp", 1, 2, 1);
    compute(true);
    roofline_build(&roofs, &cells);
    assert_non_null(roofs.points[0].missing);
    roofline_free(&roofs);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(the_roof_is_what_workers_read_together),
        TEST(work_that_was_not_counted_has_no_position),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
