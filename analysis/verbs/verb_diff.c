/* parallax diff: in what two runs, or two files, come from elsewhere. */
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "analysis/memory.h"
#include "analysis/say/origins_text.h"
#include "analysis/text.h"
#include "analysis/verbs/verbs.h"
#include "drivers/common/exit_code.h"

static const char who[] = "parallax diff";

static const struct argument_option options[] = {{0, NULL, NULL, NULL}};

/* FILE, DIRECTORY, or one of them with :RUN, the beginning of a run's UUID, which is cut off; NULL:
 * all runs are meant. */
static const char *cut_run(char *operand)
{
    struct stat status;
    char *colon = strrchr(operand, ':');
    if (!colon || stat(operand, &status) == 0)
        return NULL;
    *colon = '\0';
    return colon + 1;
}

static int complain(const char *operand, const char *run, size_t count)
{
    char message[256], plain[64];
    text_plain(plain, sizeof plain, run);
    snprintf(message, sizeof message, "%zu runs in it begin with %s; parallax export names all",
             count, plain);
    text_complain(who, operand, message);
    return count == 0 ? EXIT_NO_INPUT : EXIT_USAGE;
}

static int load(const char *argument, struct origins *origins)
{
    struct files files;
    struct results results = {0};
    char *operand = memory_string(argument);
    const char *run = cut_run(operand);
    *origins = (struct origins){.items = NULL};
    int code = files_collect(&files, 1, &operand);
    if (code == EXIT_OK)
        code = files_read(&files, &results);
    if (code == EXIT_OK || code == EXIT_SOME_FAILED)
        origins_make(origins, &results, run);
    if (code == EXIT_OK && run && origins->run_count != 1)
        code = complain(operand, run, origins->run_count);
    record_results_free(&results);
    files_free(&files);
    free(operand);
    return code;
}

static void say_side(const char *side, const char *argument, const struct origins *origins)
{
    char plain[4096];
    text_plain(plain, sizeof plain, argument);
    text_say(stdout, 2, "%s: %s, %zu run%s", side, plain, origins->run_count,
             origins->run_count == 1 ? "" : "s");
}

static int compare(char **operands)
{
    struct origins left, right = {.items = NULL};
    int code = load(operands[0], &left);
    if (code == EXIT_OK)
        code = load(operands[1], &right);
    if (code == EXIT_OK) {
        say_side("A", operands[0], &left);
        say_side("B", operands[1], &right);
        putchar('\n');
        code = origins_compare(&left, &right, stdout) > 0 ? EXIT_DIFFERENT : EXIT_OK;
    }
    origins_free(&left);
    origins_free(&right);
    return code;
}

static int run_diff(const struct verb *verb, int argc, char **argv)
{
    for (int letter; (letter = arguments_next(verb, argc, argv)) != ARGUMENTS_END;) {
        if (letter == 'h') {
            arguments_help(verb);
            return EXIT_OK;
        }
        return EXIT_USAGE;
    }
    if (argc - optind == 2)
        return compare(argv + optind);
    fprintf(stderr, "%s: name two: a file, a directory, or FILE:RUN; see parallax diff --help\n",
            who);
    return EXIT_USAGE;
}

const struct verb verb_diff = {
    "diff",
    "A B",
    "How two files or runs (FILE:RUN) differ in their origin; exit code 1: they do.",
    run_diff,
    options,
};
