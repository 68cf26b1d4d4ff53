/* The check of kernels, checked: it must pass a kernel without a fault and catch each faulty one.
 */
#include "tests/check/check_compare.h"
#include "tests/check/check_faulty.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>

#include <cmocka.h>

extern const struct kernel kernel_resize;

enum { CASES = 160 };

/* How many of the cases find fault; the first one's words in fault. */
static int faults_found(const struct kernel *kernel, char *fault)
{
    int found = 0;
    for (int index = 0; index < CASES; ++index) {
        struct check_case made;
        char text[FAULT_TEXT] = "";
        case_make(&made, kernel, 1, index);
        if (compare_variants(&made, (uint64_t)index, text) >= 0)
            continue;
        if (found++ == 0)
            snprintf(fault, FAULT_TEXT, "%s", text);
    }
    return found;
}

static void passes_a_kernel_without_a_fault(void **state)
{
    (void)state;
    char fault[FAULT_TEXT] = "";
    int found = faults_found(&faultless, fault);
    if (found)
        print_error("%s\n", fault);
    assert_int_equal(found, 0);
}

static void catches_every_fault(void **state)
{
    (void)state;
    for (int i = 0; i < FAULTY_COUNT; ++i) {
        char fault[FAULT_TEXT] = "";
        int found = faults_found(&faulty_kernels[i], fault);
        print_message("%s: caught in %d of %d cases: %s\n", faulty_kernels[i].name, found, CASES,
                      fault);
        assert_true(found > 0);
    }
}

static void a_case_is_the_same_twice(void **state)
{
    (void)state;
    for (int index = 0; index < CASES; ++index) {
        struct check_case first, second;
        case_make(&first, &kernel_resize, 5, index);
        case_make(&second, &kernel_resize, 5, index);
        char one[CASE_TEXT], two[CASE_TEXT];
        case_describe(&first, one);
        case_describe(&second, two);
        assert_string_equal(one, two);
        assert_true(first.seed == second.seed);
    }
}

static void an_unknown_option_is_refused(void **state)
{
    (void)state;
    struct check_case made = {.kernel = &kernel_resize};
    assert_int_equal(case_set(&made, "size=3x4 filter=box"), 0);
    assert_int_equal(case_set(&made, "filter=soft"), -1);
    assert_int_equal(case_set(&made, "colour=1"), -1);
    assert_int_equal(case_set(&made, "size=3"), -1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(passes_a_kernel_without_a_fault),
        cmocka_unit_test(catches_every_fault),
        cmocka_unit_test(a_case_is_the_same_twice),
        cmocka_unit_test(an_unknown_option_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
