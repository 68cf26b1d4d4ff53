/* What a run computes at least: the kernel's count of every image, each as often as it is done. */
#include "drivers/run/run_cost.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

extern const struct kernel kernel_sobel, kernel_histogram;

static const struct shape shapes[] = {{10, 6, 3}, {7, 5, 1}};

static int shape_of(const void *state, int item, struct shape *shape)
{
    (void)state;
    *shape = shapes[item % 2];
    return 2;
}

static const struct source known = {.name = "known", .shape = shape_of}, unknown = {.name = "none"};

/* 5 items of 4 in the list, 2 of which differ: contents 0 1 0 1 0. */
static struct job job_make(const struct kernel *kernel)
{
    static int items[] = {0, 1, 2, 3, 4};
    return (struct job){.kernel = kernel,
                        .variant = &kernel->variants[0],
                        .inputs.list.count = 4,
                        .inputs.count = 5,
                        .inputs.item = items,
                        .inputs.source = &known};
}

static struct cost cost_alone(const struct kernel *kernel, struct shape shape, int pass)
{
    const double values[PARAMS_MAX] = {0};
    struct plan plan;
    assert_int_equal(kernel_plan(kernel, &kernel->variants[0], shape, shape, values, &plan), 0);
    struct range rows = {0, kernel_rows(kernel, &plan, pass)};
    struct cost cost = kernel->cost(&plan, pass, rows);
    kernel_unplan(kernel, &kernel->variants[0], &plan);
    return cost;
}

static void every_image_counts(void **state)
{
    (void)state;
    struct job job = job_make(&kernel_sobel);
    struct cost found = run_cost(&job);
    struct cost first = cost_alone(&kernel_sobel, shapes[0], 0);
    struct cost second = cost_alone(&kernel_sobel, shapes[1], 0);
    assert_true(first.operations > 0 && second.bytes > 0);
    assert_true(found.operations == 3 * first.operations + 2 * second.operations);
    assert_true(found.bytes == 3 * first.bytes + 2 * second.bytes);
}

static void every_pass_counts(void **state)
{
    (void)state;
    struct job job = job_make(&kernel_histogram);
    job.inputs.count = 1;
    struct cost first = cost_alone(&kernel_histogram, shapes[0], 0);
    struct cost second = cost_alone(&kernel_histogram, shapes[0], 1);
    assert_int_equal(kernel_passes(&kernel_histogram), 2);
    assert_true(run_cost(&job).bytes == first.bytes + second.bytes);
}

static void of_files_nothing_is_known(void **state)
{
    (void)state;
    struct job job = job_make(&kernel_sobel);
    job.inputs.source = &unknown;
    assert_true(isnan(run_cost(&job).operations) && isnan(run_cost(&job).bytes));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_image_counts),
        cmocka_unit_test(every_pass_counts),
        cmocka_unit_test(of_files_nothing_is_known),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
