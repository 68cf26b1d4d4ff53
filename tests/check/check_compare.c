/* Comparing variants with the definition, and plans with what kernel.h promises of them. */
#include "tests/check/check_compare.h"

#include "kernels/cpu.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *const cut_names[] = {"whole", "in a few bands", "in bands of a row or two"};

static uint64_t hash_more(uint64_t hash, const void *data, size_t size)
{
    const uint8_t *bytes = data;
    for (size_t i = 0; i < size; ++i)
        hash = (hash ^ bytes[i]) * UINT64_C(0x100000001B3);
    return hash;
}

static size_t row_bytes(const struct outcome *outcome)
{
    return (size_t)outcome->dst.width * (size_t)shape_pixel_bytes(outcome->dst);
}

/* The sums are hashed as numbers, byte by byte from the lowest, whatever the machine's order. */
static uint64_t outcome_hash(const struct kernel *kernel, const struct outcome *outcome)
{
    char shape[64];
    snprintf(shape, sizeof shape, "%dx%dx%d", outcome->dst.width, outcome->dst.height,
             outcome->dst.channels);
    uint64_t hash = hash_more(UINT64_C(0xCBF29CE484222325), shape, strlen(shape));
    hash = hash_more(hash, outcome->pixels, row_bytes(outcome) * (size_t)outcome->dst.height);
    for (size_t i = 0; i < (size_t)kernel_passes(kernel) * kernel->tallies; ++i)
        for (int bit = 0; bit < 64; bit += 8)
            hash = hash_more(hash, &(uint8_t){(uint8_t)(outcome->totals[i] >> bit)}, 1);
    return hash;
}

static int differ(const struct run *run, const char *what)
{
    snprintf(run->fault, FAULT_TEXT, "%s, %s: %.*s", run->variant->name, cut_names[run->cut],
             FAULT_TEXT / 2, what);
    return -1;
}

static int outcome_compare(const struct run *run, const struct outcome *expected,
                           const struct outcome *got)
{
    char what[FAULT_TEXT / 2];
    size_t bytes = row_bytes(expected) * (size_t)expected->dst.height;
    for (size_t i = 0; i < bytes; ++i)
        if (expected->pixels[i] != got->pixels[i]) {
            size_t in_row = i % row_bytes(expected), channels = (size_t)expected->dst.channels;
            snprintf(what, sizeof what, "row %zu, column %zu, channel %zu is %d instead of %d",
                     i / row_bytes(expected), in_row / channels, in_row % channels, got->pixels[i],
                     expected->pixels[i]);
            return differ(run, what);
        }
    size_t tallies = run->made->kernel->tallies;
    for (size_t i = 0; i < (size_t)kernel_passes(run->made->kernel) * tallies; ++i)
        if (expected->totals[i] != got->totals[i]) {
            snprintf(what, sizeof what, "tally %zu of pass %zu is %llu instead of %llu",
                     i % tallies, i / tallies, (unsigned long long)got->totals[i],
                     (unsigned long long)expected->totals[i]);
            return differ(run, what);
        }
    return 0;
}

/* What a plan promises before anything is computed. */
static int check_plan(const struct check_case *made, const struct plan *plan, char *fault)
{
    const struct kernel *kernel = made->kernel;
    const char *what = NULL;
    struct plan before = {.original = made->original};
    memcpy(before.value, made->value, sizeof before.value);
    struct shape enough = kernel->enough ? kernel->enough(&before) : made->original;
    if (!shape_equal(plan->src, made->src) || !shape_equal(plan->original, made->original))
        what = "plan() changed the source's shape";
    else if (memcmp(plan->value, made->value, sizeof plan->value) != 0)
        what = "plan() changed the options";
    else if (!shape_is_valid(plan->dst))
        what = "plan() made a target without a valid shape";
    else if (!shape_is_valid(enough) || enough.width > made->original.width ||
             enough.height > made->original.height)
        what = "enough() is not inside the original";
    for (int pass = 0; pass < kernel_passes(kernel) && !what; ++pass)
        if (kernel_rows(kernel, plan, pass) < 1)
            what = "a pass has no rows";
    if (what)
        snprintf(fault, FAULT_TEXT, "%s", what);
    return what ? -1 : 0;
}

/* Runs whole and in bands, and compares with *expected; fills *expected if it is empty. */
static int run_cuts(struct run *run, struct outcome *expected)
{
    for (int cut = CUT_NONE; cut <= CUT_SINGLE; ++cut) {
        run->cut = (enum cut)cut;
        struct outcome got = {0};
        char fault[FAULT_TEXT];
        int result = run_guarded(run, &got);
        if (result) {
            memcpy(fault, run->fault, sizeof fault);
            differ(run, fault);
        } else if (!expected->pixels) {
            *expected = got;
            continue;
        } else {
            result = outcome_compare(run, expected, &got);
        }
        outcome_free(&got);
        if (result)
            return -1;
    }
    return 0;
}

/* 0 planned, 1 refused, -1 refused in a way that kernel.h does not know. */
static int plan_case(const struct check_case *made, const struct variant *variant,
                     struct plan *plan, char *fault)
{
    errno = 0;
    if (kernel_plan(made->kernel, variant, made->original, made->src, made->value, plan) == 0)
        return 0;
    if (errno == EINVAL || errno == ENOMEM)
        return 1;
    snprintf(fault, FAULT_TEXT, "plan() failed with errno %d (%s)", errno, strerror(errno));
    return -1;
}

static uint8_t *source_pixels(const struct check_case *made)
{
    size_t pixels = (size_t)made->src.width * (size_t)made->src.height;
    uint8_t *source = malloc(pixels * (size_t)shape_pixel_bytes(made->src));
    if (!source) {
        fprintf(stderr, "check: out of memory\n");
        exit(71);
    }
    case_pixels(made, source);
    return source;
}

/* One variant under a plan of its own; *expected comes from the first. */
static int compare_variant(struct run *run, struct outcome *expected)
{
    struct plan plan;
    const struct kernel *kernel = run->made->kernel;
    int result = plan_case(run->made, run->variant, &plan, run->fault);
    if (result)
        return result;
    run->plan = &plan;
    result = check_plan(run->made, &plan, run->fault);
    if (result == 0)
        result = run_cuts(run, expected);
    kernel_unplan(kernel, run->variant, &plan);
    return result;
}

int compare_variants(const struct check_case *made, uint64_t seed, char *fault)
{
    struct random random = {seed};
    uint8_t *pixels = source_pixels(made);
    struct outcome expected = {0};
    struct run run = {.made = made, .pixels = pixels, .random = &random, .fault = fault};
    const struct variant *variants = made->kernel->variants;
    int first = 0, result = 0;
    for (int i = 0; i < VARIANTS_MAX && variants[i].name && result == first; ++i) {
        if (variants[i].cpu & ~cpu_features())
            continue;
        run.variant = &variants[i];
        result = compare_variant(&run, &expected);
        if (i == 0)
            first = result;
        else if (result >= 0 && result != first)
            snprintf(fault, FAULT_TEXT, "%s: only one of two variants refuses this case",
                     variants[i].name);
    }
    outcome_free(&expected);
    free(pixels);
    return result == first ? first : -1;
}

int compare_hash(const struct check_case *made, uint64_t *hash, char *fault)
{
    struct random random = {1};
    struct plan plan;
    const struct variant *variant = &made->kernel->variants[0];
    if (plan_case(made, variant, &plan, fault)) {
        snprintf(fault, FAULT_TEXT, "plan() refuses the case");
        return -1;
    }
    uint8_t *pixels = source_pixels(made);
    struct outcome outcome = {0};
    struct run run = {made, variant, &plan, pixels, &random, CUT_NONE, fault};
    int result = run_guarded(&run, &outcome);
    if (result == 0)
        *hash = outcome_hash(made->kernel, &outcome);
    outcome_free(&outcome);
    kernel_unplan(made->kernel, variant, &plan);
    free(pixels);
    return result;
}
