/* Checks every kernel in every variant against its plain C definition, and that against stored
 * hashes: odd sizes, all options, extreme data, any bands, guards around all it may touch. With
 * --bench it times them instead. */
#include "tests/check/check_bench.h"
#include "tests/check/check_compare.h"
#include "tests/check/check_golden.h"
#include "tests/check/check_options.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

/* CHECK_KERNELS: &kernel_a, &kernel_b, … from the list in CMakeLists.txt. */
extern const struct kernel CHECK_DECLARED;
static const struct kernel *const kernels[] = {CHECK_KERNELS};

enum { KERNELS = sizeof kernels / sizeof *kernels };

static void report(const struct check_options *options, const struct check_case *made, int index,
                   const char *fault)
{
    char text[CASE_TEXT];
    case_describe(made, text);
    printf("FAIL %s\n  %s\n  again: check_kernel --kernel %s --seed %" PRIu64 " --case %d\n", text,
           fault, made->kernel->name, options->seed, index);
}

/* Number of failed cases, the first ten of them in words. */
static int check_cases(const struct kernel *kernel, const struct check_options *options)
{
    int begin = options->only >= 0 ? options->only : 0;
    int end = options->only >= 0 ? options->only + 1 : options->cases;
    int failed = 0, refused = 0;
    for (int index = begin; index < end && failed < 10; ++index) {
        struct check_case made;
        char fault[FAULT_TEXT] = "";
        case_make(&made, kernel, options->seed, index);
        int result = compare_variants(&made, options->seed + (uint64_t)index, fault);
        if (result < 0)
            report(options, &made, index, fault);
        failed += result < 0;
        refused += result > 0;
    }
    if (refused * 2 > end - begin) {
        printf("FAIL %s refuses %d of %d cases\n", kernel->name, refused, end - begin);
        ++failed;
    }
    printf("%s: %d cases, %d refused, %d failed\n", kernel->name, end - begin, refused, failed);
    return failed;
}

/* Whether revision and pixels belong together; says which number is to be changed. */
static int check_revision(const struct kernel *kernel, int changed)
{
    const int stored = golden_revision(kernel->name);
    if (kernel->revision == stored && changed == 0 && stored > 0)
        return 0;
    if (kernel->revision == stored && stored > 0)
        printf("FAIL the pixels of %s changed and its revision did not. If that is meant raise "
               ".revision of kernel_%s from %d to %d, and store this revision and the hashes of "
               "check_kernel --golden in check_golden.c\n",
               kernel->name, kernel->name, stored, stored + 1);
    else
        printf("FAIL %s has revision %d, the hashes in check_golden.c are of revision %d: store "
               "this revision there, and the hashes of check_kernel --golden\n",
               kernel->name, kernel->revision, stored);
    return 1;
}

static int check_goldens(const struct kernel *kernel)
{
    int failed = 0, known = 0;
    for (int i = 0; i < golden_count; ++i) {
        struct check_case made;
        char fault[FAULT_TEXT] = "the result is not what it was when the hash was stored";
        char text[CASE_TEXT];
        uint64_t hash = 0;
        if (strcmp(goldens[i].kernel, kernel->name) != 0)
            continue;
        ++known;
        int result = golden_case(&made, kernel, &goldens[i]);
        if (result)
            snprintf(fault, sizeof fault, "the kernel does not know the options %s",
                     goldens[i].options);
        else
            result = compare_hash(&made, &hash, fault);
        if (result == 0 && hash == goldens[i].hash)
            continue;
        ++failed;
        case_describe(&made, text);
        printf("FAIL golden %d, %s\n  %s: 0x%016" PRIX64 "\n", i, text, fault, hash);
    }
    failed += check_revision(kernel, failed);
    if (known == 0)
        printf("FAIL %s has no golden hash in check_golden.c\n", kernel->name);
    return failed + (known == 0);
}

static void list(const struct kernel *kernel)
{
    printf("%s:", kernel->name);
    for (int i = 0; i < VARIANTS_MAX && kernel->variants[i].name; ++i)
        printf(" %s", kernel->variants[i].name);
    printf("\n");
}

/* One that moves bytes as they are computes nothing. */
static int check_raw(const struct kernel *kernel)
{
    bool sound = kernel_passes(kernel) == 0 && !kernel->plan && !kernel->needs && !kernel->params &&
                 kernel->tallies == 0 && kernel->revision > 0;
    printf("%s%s: bytes as they are, nothing to compute\n", sound ? "" : "FAIL ", kernel->name);
    return !sound;
}

/* Number of failures. */
static int check(const struct kernel *kernel, const struct check_options *options)
{
    int failed = 0;
    if (options->task == TASK_LIST)
        list(kernel);
    else if (kernel->raw)
        return check_raw(kernel);
    else if (options->task == TASK_GOLDEN)
        failed = golden_print(kernel);
    else
        failed = check_goldens(kernel);
    if (options->task == TASK_CHECK)
        failed += check_cases(kernel, options);
    return failed;
}

int main(int argc, char **argv)
{
    struct check_options options = check_options_read(argc, argv);
    const struct kernel *chosen[KERNELS];
    int failed = 0, count = 0;
    const bool all = options.task != TASK_BENCH && options.task != TASK_LIST; /* raw ones, too */
    for (int i = 0; i < KERNELS; ++i)
        if ((!options.kernel || strcmp(options.kernel, kernels[i]->name) == 0) &&
            (all || !kernels[i]->raw))
            chosen[count++] = kernels[i];
    if (count == 0)
        return fprintf(stderr, "check_kernel: no kernel '%s'\n", options.kernel), 64;
    if (options.task == TASK_BENCH)
        return bench_run(chosen, count, &options.bench);
    for (int i = 0; i < count; ++i)
        failed += check(chosen[i], &options);
    return failed ? 1 : 0;
}
