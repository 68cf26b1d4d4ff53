/* Reading the command line of check_kernel. */
#include "tests/check/check_options.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { CASES = 3600, CASES_QUICK = 360 };

static const char usage[] =
    "usage: check_kernel [--kernel NAME] [--seed N] [--case N] [--cases N | --quick]\n"
    "       check_kernel --list       the kernels that compute, and their variants\n"
    "       check_kernel --golden     print lines for check_golden.c with hashes of today\n"
    "       check_kernel --bench [--kernel NAME] [--size WxHxC] [--rounds N] [--plot FILE]\n"
    "         time all variants in one thread against this machine's limits;\n"
    "         FILE.svg or FILE.png: the roofline, drawn by gnuplot\n";

_Noreturn static void refuse(const char *text, const char *wanted)
{
    fprintf(stderr, "check_kernel: %s is wanted, not '%s'\n", wanted, text ? text : "");
    exit(64);
}

static long long whole(const char *text)
{
    char *end;
    long long value = text ? strtoll(text, &end, 10) : -1;
    if (value < 0 || *end || end == text)
        refuse(text, "a whole number");
    return value;
}

static int bounded(const char *text, int low)
{
    long long value = whole(text);
    if (value < low || value > 1000000)
        refuse(text, low ? "a number from 1 to 1000000" : "a number of at most 1000000");
    return (int)value;
}

static struct shape shape(const char *text)
{
    struct shape size = {0, 0, 3};
    int used = 0, given = 0;
    /* No number of more digits than an int holds for certain. */
    if (text)
        given = sscanf(text, "%8dx%8d%nx%1d%n", &size.width, &size.height, &used, &size.channels,
                       &used);
    if (given < 2 || text[used] || !shape_is_valid(size))
        refuse(text, "a size WxH or WxHxC with 1 to 4 channels");
    return size;
}

static const char *picture(const char *text)
{
    size_t length = text ? strlen(text) : 0;
    if (length < 5 || (strcmp(text + length - 4, ".svg") && strcmp(text + length - 4, ".png")))
        refuse(text, "a file name that ends with .svg or .png");
    return text;
}

/* Options of --bench; false: not one of them. `value` is the next argument. */
static bool read_bench(struct bench_options *options, const char *name, const char *value)
{
    if (strcmp(name, "--size") == 0)
        options->size = shape(value);
    else if (strcmp(name, "--rounds") == 0)
        options->rounds = bounded(value, 1);
    else if (strcmp(name, "--plot") == 0)
        options->plot = picture(value);
    else
        return false;
    return true;
}

/* Options that take a value. */
static bool read_valued(struct check_options *options, const char *name, const char *value)
{
    if (strcmp(name, "--kernel") == 0 && value)
        options->kernel = value;
    else if (strcmp(name, "--seed") == 0)
        options->seed = (uint64_t)whole(value);
    else if (strcmp(name, "--case") == 0)
        options->only = bounded(value, 0);
    else if (strcmp(name, "--cases") == 0)
        options->cases = bounded(value, 0);
    else
        return false;
    return true;
}

struct check_options check_options_read(int argc, char **argv)
{
    struct check_options options = {
        .seed = 1, .cases = CASES, .only = -1, .bench = {.size = {4928, 3279, 3}}};
    bool of_bench = false;
    for (int i = 1; i < argc; ++i) {
        const char *name = argv[i];
        if (strcmp(name, "--quick") == 0) {
            options.cases = CASES_QUICK;
        } else if (strcmp(name, "--golden") == 0) {
            options.task = TASK_GOLDEN;
        } else if (strcmp(name, "--list") == 0) {
            options.task = TASK_LIST;
        } else if (strcmp(name, "--bench") == 0) {
            options.task = TASK_BENCH;
        } else if (read_bench(&options.bench, name, argv[i + 1])) {
            of_bench = true;
            ++i;
        } else if (read_valued(&options, name, argv[i + 1])) {
            ++i;
        } else {
            fputs(usage, stderr);
            exit(64);
        }
    }
    if (of_bench && options.task != TASK_BENCH) {
        fprintf(stderr, "check_kernel: --size, --rounds and --plot belong to --bench\n");
        exit(64);
    }
    return options;
}
