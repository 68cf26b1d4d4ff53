/* Unit tests of kernel and cpu; and of every kernel's table and plan, out of memory too. */
#include "kernels/cpu.h"
#include "kernels/kernel.h"
#include "tests/check/check_memory.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

extern const struct kernel CHECK_DECLARED;
static const struct kernel *const kernels[] = {CHECK_KERNELS};
enum { KERNELS = sizeof kernels / sizeof *kernels };

static int unplanned;

static int plan_any(struct plan *plan)
{
    plan->dst = plan->src;
    return 0;
}

static void unplan_any(struct plan *plan)
{
    (void)plan;
    ++unplanned;
    errno = 0;
}

static int prepare_nothing(struct plan *plan)
{
    (void)plan;
    errno = ENOMEM;
    return -1;
}

static void run_nothing(const struct plan *plan, const struct image *src, struct image *dst,
                        const struct band *band)
{
    (void)plan, (void)src, (void)dst, (void)band;
}

static const struct param params[] = {
    {"size", "", PARAM_SIZE, 2, {30, 40}, 1, 100, NULL, NULL},
    {"strength", "", PARAM_NUMBER, 1, {0.5}, 0, 1, NULL, NULL},
    {NULL, NULL, PARAM_FLAG, 0, {0}, 0, 0, NULL, NULL},
};

static const struct kernel example = {
    .name = "example",
    .params = params,
    .plan = plan_any,
    .unplan = unplan_any,
    .variants = {{.name = "c", .run = {run_nothing}},
                 {.name = "avx2", .cpu = CPU_AVX2, .run = {run_nothing}},
                 {.name = "avx512",
                  .cpu = CPU_AVX2 | CPU_AVX512,
                  .run = {run_nothing},
                  .prepare = prepare_nothing}},
};

static void the_last_variant_that_runs_is_chosen(void **state)
{
    (void)state;
    assert_string_equal(kernel_variant(&example, 0)->name, "c");
    assert_string_equal(kernel_variant(&example, CPU_NEON)->name, "c");
    assert_string_equal(kernel_variant(&example, CPU_AVX2)->name, "avx2");
    assert_string_equal(kernel_variant(&example, CPU_AVX512)->name, "c");
    assert_string_equal(kernel_variant(&example, ~0u)->name, "avx512");
    assert_int_equal(kernel_passes(&example), 1);
}

static void initial_values_go_where_the_table_says(void **state)
{
    (void)state;
    double value[PARAMS_MAX];
    kernel_initial_values(&example, value);
    assert_true(value[1] == 0.5 && value[2] == 30 && value[3] == 40 && value[0] == 0);
}

static void a_plan_needs_valid_shapes(void **state)
{
    (void)state;
    struct plan plan;
    double value[PARAMS_MAX] = {0};
    struct shape good = {5, 6, 1}, bad = {0, 6, 1};
    const struct variant *c = &example.variants[0];
    assert_int_equal(kernel_plan(&example, c, good, good, value, &plan), 0);
    assert_int_equal(kernel_rows(&example, &plan, 0), 6);
    kernel_unplan(&example, c, &plan);
    errno = 0;
    assert_int_equal(kernel_plan(&example, c, good, bad, value, &plan), -1);
    assert_int_equal(errno, EINVAL);
    assert_int_equal(kernel_plan(&example, c, bad, good, value, &plan), -1);
}

static void a_failed_variant_leaves_no_plan(void **state)
{
    (void)state;
    struct plan plan;
    double value[PARAMS_MAX] = {0};
    struct shape shape = {5, 6, 1};
    unplanned = 0;
    assert_int_equal(kernel_plan(&example, &example.variants[2], shape, shape, value, &plan), -1);
    assert_int_equal(errno, ENOMEM);
    assert_int_equal(unplanned, 1);
}

/* Leaks of the half-made plans are for AddressSanitizer to find. */
static void plans_survive_every_failed_allocation(void **state)
{
    (void)state;
    struct shape shape = {37, 29, 4};
    for (int i = 0; i < KERNELS; ++i) {
        double value[PARAMS_MAX];
        struct plan plan;
        if (kernels[i]->raw)
            continue;
        kernel_initial_values(kernels[i], value);
        const struct variant *variant = kernel_variant(kernels[i], cpu_features());
        int result = -1;
        for (int number = 0; result != 0; ++number) {
            memory_left = number;
            errno = 0;
            result = kernel_plan(kernels[i], variant, shape, shape, value, &plan);
            bool met = memory_left < 0;
            memory_left = -1;
            assert_true(result == (met ? -1 : 0));
            assert_true(!met || errno == ENOMEM);
        }
        kernel_unplan(kernels[i], variant, &plan);
    }
}

static void option_tables_are_sound(void **state)
{
    (void)state;
    for (int i = 0; i < KERNELS; ++i) {
        unsigned taken = 0;
        for (const struct param *p = kernels[i]->params; p && p->name; ++p) {
            unsigned places = (p->kind == PARAM_SIZE ? 3u : 1u) << p->index;
            assert_true(p->index >= 0 && places < 1u << PARAMS_MAX && !(taken & places));
            taken |= places;
            assert_true(p->help && *p->help && strlen(p->name) < 24);
            int choices = 0;
            while (p->kind == PARAM_CHOICE && p->choices[choices])
                ++choices;
            double low = p->kind == PARAM_CHOICE ? 0 : p->min;
            double high = p->kind == PARAM_CHOICE ? choices - 1 : p->max;
            assert_true(p->initial[0] >= low && p->initial[0] <= high);
        }
        assert_true(kernels[i]->raw || kernel_passes(kernels[i]) > 0);
        assert_string_equal(kernels[i]->variants[0].name, "c");
        assert_int_equal(kernels[i]->variants[0].cpu, 0);
    }
}

static void levels_allow_what_their_names_say(void **state)
{
    (void)state;
    unsigned here = cpu_features();
    assert_string_equal(cpu_levels[0], "auto");
    assert_string_equal(cpu_levels[1], "c");
    assert_int_equal(cpu_level_features(0) & here, here);
    assert_int_equal(cpu_level_features(1), 0);
    assert_int_equal(cpu_level_features(2), CPU_AVX2);
    assert_int_equal(cpu_level_features(3) & cpu_level_features(2), cpu_level_features(2));
    assert_int_equal(cpu_level_features(4), CPU_NEON);
    assert_null(cpu_levels[5]);
    assert_true(!(here & CPU_AVX512) || (here & CPU_AVX2));
    assert_true(!(here & CPU_VNNI) || (here & CPU_AVX512));
}

static void F3_a_shrunk_axis_is_half_of_half(void **state)
{
    (void)state;
    for (int original = 1; original <= 300; ++original)
        for (int factor = 1; factor <= 8; factor *= 2) {
            int src = (original + factor - 1) / factor;
            int found = kernel_shrunk(original, src);
            assert_true(found > 0 && (original + found - 1) / found == src);
            assert_true(found == factor || src == 1); /* one sample: all the same */
        }
    assert_int_equal(kernel_shrunk(SIDE_MAX, 1), SIDE_MAX);
    assert_int_equal(kernel_shrunk(100, 99), 0);
    assert_int_equal(kernel_shrunk(100, 101), 0);
    assert_int_equal(kernel_shrunk(100, 33), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_last_variant_that_runs_is_chosen),
        cmocka_unit_test(initial_values_go_where_the_table_says),
        cmocka_unit_test(a_plan_needs_valid_shapes),
        cmocka_unit_test(a_failed_variant_leaves_no_plan),
        cmocka_unit_test(plans_survive_every_failed_allocation),
        cmocka_unit_test(option_tables_are_sound),
        cmocka_unit_test(levels_allow_what_their_names_say),
        cmocka_unit_test(F3_a_shrunk_axis_is_half_of_half),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
