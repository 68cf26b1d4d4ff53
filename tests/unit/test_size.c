/* Unit tests of size: what does not fit is a size that no allocation gives. */
#include "drivers/common/size.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

static void products_and_sums_that_fit_are_exact(void **state)
{
    (void)state;
    assert_true(size_product(0, SIZE_MAX) == 0 && size_product(SIZE_MAX, 0) == 0);
    assert_true(size_product(SIZE_MAX, 1) == SIZE_MAX);
    assert_true(size_product(1000003, 999983) == (size_t)1000003 * 999983);
    assert_true(size_product(SIZE_MAX / 2, 2) == SIZE_MAX - 1);
    assert_true(size_sum(SIZE_MAX - 3, 3) == SIZE_MAX && size_sum(7, 8) == 15);
}

static void others_cannot_be_allocated(void **state)
{
    (void)state;
    assert_true(size_product(SIZE_MAX / 2 + 1, 2) == SIZE_MAX);
    assert_true(size_product((size_t)1 << 33, (size_t)1 << 33) == SIZE_MAX);
    assert_true(size_sum(SIZE_MAX, 1) == SIZE_MAX);
    assert_true(size_sum(size_product(SIZE_MAX / 16, 17), 64) == SIZE_MAX);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(products_and_sums_that_fit_are_exact),
        cmocka_unit_test(others_cannot_be_allocated),
    };
    return cmocka_run_group_tests_name("size", tests, NULL, NULL);
}
