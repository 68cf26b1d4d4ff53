/* parallax compare: which cells a build made slower or faster. */
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/memory.h"
#include "analysis/say/histories.h"
#include "analysis/text.h"
#include "analysis/verbs/verbs.h"
#include "drivers/common/exit_code.h"

enum { OPTION_JSON = 256, OPTION_HDF5, BUILDS_MIN = 2 };

static const struct argument_option options[] = {
    {OPTION_JSON, "json", NULL, "write one JSON object, numbers in full precision"},
    {OPTION_HDF5, "hdf5", "FILE", VERBS_HDF5_HELP},
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

/* With the files of all builds, whose paths and outcomes stay theirs. */
static int write_hdf5(const struct history *history, const struct study_set *sets, char **operands,
                      const char *path)
{
    struct files all = {0};
    size_t next = 0;
    for (size_t i = 0; i < history->build_count; ++i)
        all.count += sets[i].files.count;
    all.paths = memory_array(all.count, sizeof *all.paths);
    all.outcomes = memory_array(all.count, sizeof *all.outcomes);
    for (size_t i = 0; i < history->build_count; ++i)
        for (size_t k = 0; k < sets[i].files.count; ++k, ++next) {
            all.paths[next] = sets[i].files.paths[k];
            all.outcomes[next] = sets[i].files.outcomes[k];
        }
    const int code = histories_write_hdf5(history, operands, path, &all);
    free(all.paths);
    free(all.outcomes);
    return code;
}

static int compare(const struct study_set *sets, char **operands, size_t count, bool json,
                   const char *hdf5)
{
    struct history history;
    struct cells *builds = memory_array(count, sizeof *builds);
    for (size_t i = 0; i < count; ++i)
        builds[i] = sets[i].cells;
    history_make(&history, builds, count);
    (json ? histories_write_json : histories_write_text)(&history, operands, stdout);
    const bool slower = history.answers[EQUIVALENCE_MORE] > 0;
    size_t compared = 0;
    for (int answer = 0; answer < EQUIVALENCES; ++answer)
        compared += history.answers[answer];
    if (compared == 0)
        fputs("parallax compare: nothing was compared: no clean cell is in two of them\n", stderr);
    const int code = hdf5 ? write_hdf5(&history, sets, operands, hdf5) : EXIT_OK;
    history_free(&history);
    free(builds);
    return verbs_worse(code, slower ? EXIT_REGRESSION : compared == 0 ? EXIT_NO_INPUT : EXIT_OK);
}

struct owner {
    const char *run;
    size_t build;
};

static int compare_owners(const void *a, const void *b)
{
    return strcmp(((const struct owner *)a)->run, ((const struct owner *)b)->run);
}

/* A run cannot be of two builds: compared with itself it is always equal. */
static bool are_apart(const struct study_set *sets, size_t count)
{
    size_t total = 0, next = 0;
    bool apart = true;
    for (size_t i = 0; i < count; ++i)
        total += sets[i].results.run_count;
    struct owner *owners = memory_array(total, sizeof *owners);
    for (size_t i = 0; i < count; ++i)
        for (size_t k = 0; k < sets[i].results.run_count; ++k)
            owners[next++] = (struct owner){sets[i].results.runs[k].run, i};
    qsort(owners, total, sizeof *owners, compare_owners);
    for (size_t i = 1; i < total && apart; ++i)
        apart =
            owners[i].build == owners[i - 1].build || compare_owners(&owners[i], &owners[i - 1]);
    if (!apart)
        fputs("parallax compare: the same runs are in two of the operands, which would be compared "
              "with themselves\n",
              stderr);
    free(owners);
    return apart;
}

static int run_compare(const struct verb *verb, int argc, char **argv)
{
    bool json = false;
    const char *hdf5 = NULL;
    for (int letter; (letter = arguments_next(verb, argc, argv)) != ARGUMENTS_END;) {
        if (letter == 'h') {
            arguments_help(verb);
            text_say(
                stdout, 0,
                "\nEach operand is a file, or a directory with the files, of one build, oldest "
                "first.\nExit code 4: a build is slower than the one before it, or the last "
                "than the first; 66: no cell is in two of them.");
            return EXIT_OK;
        }
        if (letter == ARGUMENTS_WRONG)
            return EXIT_USAGE;
        json = json || letter == OPTION_JSON;
        hdf5 = letter == OPTION_HDF5 ? optarg : hdf5;
    }
    if (argc - optind < BUILDS_MIN) {
        fputs("parallax compare: name the results of two builds or more, oldest first\n", stderr);
        return EXIT_USAGE;
    }
    const size_t count = (size_t)(argc - optind);
    size_t loaded;
    struct study_set *sets = memory_array(count, sizeof *sets);
    int code = load(sets, argv + optind, count, &loaded);
    if (loaded == count && !are_apart(sets, count))
        code = EXIT_USAGE;
    else if (loaded == count)
        code = verbs_worse(compare(sets, argv + optind, count, json, hdf5), code);
    while (loaded > 0)
        verbs_unload(&sets[--loaded]);
    free(sets);
    return code;
}

const struct verb verb_compare = {
    "compare",   "A B [C...]", "Which cells a build made slower or faster; exit code 4: slower.",
    run_compare, options,
};
