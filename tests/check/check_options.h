/* The command line of check_kernel. */
#ifndef PARALLAX_CHECK_OPTIONS_H
#define PARALLAX_CHECK_OPTIONS_H

#include "tests/check/check_bench.h"

#include <stdbool.h>
#include <stdint.h>

enum check_task { TASK_CHECK, TASK_LIST, TASK_GOLDEN, TASK_BENCH };

struct check_options {
    enum check_task task;
    const char *kernel; /* NULL: all */
    uint64_t seed;
    int cases, only; /* only: the number of a case; -1: all */
    struct bench_options bench;
};

/* Reads the arguments; ends the program with 64 and a message on a wrong one. */
struct check_options check_options_read(int argc, char **argv);

#endif
