/* parallax compare: which cells a build made slower or faster. */
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>

#include "analysis/memory.h"
#include "analysis/say/histories.h"
#include "analysis/verbs/verbs.h"
#include "drivers/common/exit_code.h"

enum { OPTION_JSON = 256, BUILDS_MIN = 2 };

static const struct argument_option options[] = {
    {OPTION_JSON, "json", NULL, "write one JSON object, numbers in full precision"},
    {0, NULL, NULL, NULL},
};

/* Each operand is one build. Returns the exit code, with *loaded of them to be unloaded. */
static int load(struct study_set *sets, char **operands, size_t count, size_t *loaded)
{
    int worst = EXIT_OK;
    for (*loaded = 0; *loaded < count; ++*loaded) {
        const int code = verbs_load(&sets[*loaded], 1, &operands[*loaded], true);
        if (code != EXIT_OK && code != EXIT_SOME_FAILED) {
            verbs_unload(&sets[*loaded]);
            return code;
        }
        worst = code != EXIT_OK ? code : worst;
    }
    return worst;
}

static int compare(const struct study_set *sets, char **operands, size_t count, bool json)
{
    struct history history;
    struct cells *builds = memory_array(count, sizeof *builds);
    for (size_t i = 0; i < count; ++i)
        builds[i] = sets[i].cells;
    history_make(&history, builds, count);
    (json ? histories_write_json : histories_write_text)(&history, operands, stdout);
    const bool slower = history.answers[EQUIVALENCE_MORE] > 0;
    history_free(&history);
    free(builds);
    return slower ? EXIT_REGRESSION : EXIT_OK;
}

static int run_compare(const struct verb *verb, int argc, char **argv)
{
    bool json = false;
    for (int letter; (letter = arguments_next(verb, argc, argv)) != ARGUMENTS_END;) {
        if (letter == 'h') {
            arguments_help(verb);
            puts("\nEach operand is a file, or a directory with the files, of one build, oldest "
                 "first.\nExit code 4: a build is slower than the one before it, or the last than "
                 "the first.");
            return EXIT_OK;
        }
        if (letter == ARGUMENTS_WRONG)
            return EXIT_USAGE;
        json = json || letter == OPTION_JSON;
    }
    if (argc - optind < BUILDS_MIN) {
        fputs("parallax compare: name the results of two builds or more, oldest first\n", stderr);
        return EXIT_USAGE;
    }
    const size_t count = (size_t)(argc - optind);
    size_t loaded;
    struct study_set *sets = memory_array(count, sizeof *sets);
    int code = load(sets, argv + optind, count, &loaded);
    if (loaded == count) {
        const int answer = compare(sets, argv + optind, count, json);
        code = answer != EXIT_OK ? answer : code;
    }
    while (loaded > 0)
        verbs_unload(&sets[--loaded]);
    free(sets);
    return code;
}

const struct verb verb_compare = {
    "compare",   "A B [C...]", "Which cells a build made slower or faster; exit code 4: slower.",
    run_compare, options,
};
