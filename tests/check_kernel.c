/* Checks every kernel in every variant against its plain C definition, and that against stored
 * hashes: odd sizes, all options, extreme data, any bands, guards around all it may touch. */
#include "check_compare.h"
#include "check_golden.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* CHECK_KERNELS: &kernel_a, &kernel_b, … from the list in CMakeLists.txt. */
extern const struct kernel CHECK_DECLARED;
static const struct kernel *const kernels[] = {CHECK_KERNELS};

enum { KERNELS = sizeof kernels / sizeof *kernels, CASES = 3600, CASES_QUICK = 360 };

struct options {
    uint64_t seed;
    int cases, only;
    const char *kernel;
    bool golden;
};

static const char usage[] =
    "usage: check_kernel [--kernel NAME] [--seed N] [--case N] [--cases N | --quick]\n"
    "       check_kernel --list       the kernels and their variants\n"
    "       check_kernel --golden     print the golden hashes of today\n";

static void report(const struct options *options, const struct check_case *made, int index,
                   const char *fault)
{
    char text[CASE_TEXT];
    case_describe(made, text);
    printf("FAIL %s\n  %s\n  again: check_kernel --kernel %s --seed %" PRIu64 " --case %d\n", text,
           fault, made->kernel->name, options->seed, index);
}

/* Number of failed cases, the first ten of them in words. */
static int check_cases(const struct kernel *kernel, const struct options *options)
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

static int check_goldens(const struct kernel *kernel, bool print)
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
        int result = golden_case(&made, kernel, i);
        if (result)
            snprintf(fault, sizeof fault, "the kernel does not know the options %s",
                     goldens[i].options);
        else
            result = compare_hash(&made, &hash, fault);
        if (print)
            printf("%s, golden %d: 0x%016" PRIX64 "\n", kernel->name, i, hash);
        if (print || (result == 0 && hash == goldens[i].hash))
            continue;
        ++failed;
        case_describe(&made, text);
        printf("FAIL golden %d, %s\n  %s: 0x%016" PRIX64 "\n", i, text, fault, hash);
    }
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

static long long number(const char *text)
{
    char *end;
    long long value = text ? strtoll(text, &end, 10) : -1;
    if (value < 0 || *end) {
        fprintf(stderr, "check_kernel: a whole number is wanted, not '%s'\n", text ? text : "");
        exit(64);
    }
    return value;
}

int main(int argc, char **argv)
{
    struct options options = {1, CASES, -1, NULL, false};
    bool only_list = false;
    for (int i = 1; i < argc; ++i) {
        if (strcmp(argv[i], "--kernel") == 0 && argv[i + 1])
            options.kernel = argv[++i];
        else if (strcmp(argv[i], "--seed") == 0)
            options.seed = (uint64_t)number(argv[++i]);
        else if (strcmp(argv[i], "--case") == 0)
            options.only = (int)number(argv[++i]);
        else if (strcmp(argv[i], "--cases") == 0)
            options.cases = (int)number(argv[++i]);
        else if (strcmp(argv[i], "--quick") == 0)
            options.cases = CASES_QUICK;
        else if (strcmp(argv[i], "--golden") == 0)
            options.golden = true;
        else if (strcmp(argv[i], "--list") == 0)
            only_list = true;
        else
            return fputs(usage, stderr), 64;
    }
    int failed = 0, found = 0;
    for (int i = 0; i < KERNELS; ++i) {
        if (options.kernel && strcmp(options.kernel, kernels[i]->name) != 0)
            continue;
        ++found;
        if (only_list)
            list(kernels[i]);
        else
            failed += check_goldens(kernels[i], options.golden);
        if (!only_list && !options.golden)
            failed += check_cases(kernels[i], &options);
    }
    if (found == 0)
        return fprintf(stderr, "check_kernel: no kernel '%s'\n", options.kernel), 64;
    return failed ? 1 : 0;
}
