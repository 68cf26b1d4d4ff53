/* Reading the command line of check_kernel. */
#include "tests/check/check_options.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "drivers/common/command.h"

enum { CASES = 3600, CASES_QUICK = 360 };

enum {
    KERNEL,
    SEED,
    CASE,
    CASE_COUNT,
    QUICK,
    LIST,
    GOLDEN,
    HEADING,
    BENCH,
    SIZE,
    ROUNDS,
    PLOT,
    OTHERS,
    HELP,
    DESCRIBE,
    OPTIONS
};
static const struct command_option known[OPTIONS] = {
    [KERNEL] = {.name = "kernel", .value = "NAME", .help = "this one (default: all)"},
    [SEED] = {.name = "seed", .value = "N", .help = "of the cases", .initial = "1"},
    [CASE] = {.name = "case", .value = "N", .help = "this case alone"},
    [CASE_COUNT] = {.name = "cases", .value = "N", .help = "so many", .initial = "3600"},
    [QUICK] = {.name = "quick", .help = "360 cases"},
    [LIST] = {.name = "list", .help = "print the kernels that compute, and their variants"},
    [GOLDEN] = {.name = "golden", .help = "print lines for check_golden.c with hashes of today"},
    [HEADING] = {.name = "How fast, beside this machine's limits", .heading = true},
    [BENCH] = {.name = "bench", .help = "time all variants in one thread in place of checking"},
    [SIZE] = {.name = "size", .value = "WxHxC", .help = "of the source", .initial = "4928x3279x3"},
    [ROUNDS] = {.name = "rounds", .value = "N", .help = "over all cases", .initial = "15"},
    [PLOT] = {.name = "plot",
              .value = "FILE",
              .help = "draw the roofline by gnuplot: FILE.svg or FILE.png"},
    [OTHERS] = {.name = "Talk", .heading = true},
    [HELP] = {.name = "help", .help = "print this and exit", .letter = 'h'},
    [DESCRIBE] = {.name = "describe", .help = "print the options for programs, and exit"},
};

_Noreturn static void explain(void)
{
    puts("Usage: check_kernel [options]\n\n"
         "Checks every variant of every kernel against its plain C, and that against stored\n"
         "hashes; or measures them.\n");
    command_print(stdout, known, OPTIONS);
    exit(0);
}

_Noreturn static void describe(void)
{
    puts("usage=check_kernel [options]\n"
         "summary=checks kernels, and times them against the machine's limits");
    command_describe(stdout, known, OPTIONS);
    exit(0);
}

_Noreturn static void complain(const char *message)
{
    fprintf(stderr, "check_kernel: %s\n", message);
    exit(64);
}

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

static void read_one(struct check_options *options, int which, const char *value)
{
    switch (which) {
    case KERNEL:
        options->kernel = value;
        break;
    case SEED:
        options->seed = (uint64_t)whole(value);
        break;
    case CASE:
        options->only = bounded(value, 0);
        break;
    case CASE_COUNT:
        options->cases = bounded(value, 0);
        break;
    case QUICK:
        options->cases = CASES_QUICK;
        break;
    case SIZE:
        options->bench.size = shape(value);
        break;
    case ROUNDS:
        options->bench.rounds = bounded(value, 1);
        break;
    case PLOT:
        options->bench.plot = picture(value);
        break;
    case HELP:
        explain();
    case DESCRIBE:
        describe();
    default:
        options->task = which == LIST ? TASK_LIST : which == GOLDEN ? TASK_GOLDEN : TASK_BENCH;
    }
}

struct check_options check_options_read(int argc, char **argv)
{
    struct check_options options = {
        .seed = 1, .cases = CASES, .only = -1, .bench = {.size = {4928, 3279, 3}}};
    char message[COMMAND_MESSAGE];
    const char *value;
    bool of_bench = false;
    for (int at; (at = command_next(known, OPTIONS, argc, argv, &value, message)) != COMMAND_END;) {
        if (at == COMMAND_WRONG)
            complain(message);
        of_bench = of_bench || at == SIZE || at == ROUNDS || at == PLOT;
        read_one(&options, at, value);
    }
    if (command_operands() < argc)
        refuse(argv[command_operands()], "an option");
    if (of_bench && options.task != TASK_BENCH)
        complain("--size, --rounds and --plot belong to --bench");
    return options;
}
