/* parallax show: what is in results files. */
#include <getopt.h>
#include <stdio.h>
#include <string.h>

#include "analysis/say/origins_text.h"
#include "analysis/verbs/verbs.h"
#include "drivers/common/exit_code.h"

enum { OPTION_FACT = 256 };

static const struct argument_option options[] = {
    {OPTION_FACT, "fact", "NAME",
     "print only this fact, each value once; env.PARALLAX_STUDY_FILE is the study's file"},
    {0, NULL, NULL, NULL},
};

/* The values of a fact in the files read, each once. Returns how many there are. */
static size_t print_fact(const struct results *results, const char *name)
{
    size_t printed = 0;
    for (size_t i = 0; i < results->fact_count; ++i) {
        const struct fact_row *fact = &results->facts[i];
        bool seen = strcmp(fact->name, name) != 0;
        for (size_t k = 0; k < i && !seen; ++k)
            seen = strcmp(results->facts[k].name, name) == 0 &&
                   strcmp(results->facts[k].value, fact->value) == 0;
        if (seen)
            continue;
        puts(fact->value);
        ++printed;
    }
    return printed;
}

static int show_fact(int count, char **paths, const char *name)
{
    struct study_set set;
    int code = verbs_load(&set, count, paths, true);
    if ((code == EXIT_OK || code == EXIT_SOME_FAILED) && print_fact(&set.results, name) == 0) {
        fprintf(stderr, "parallax show: no run has a fact '%s'\n", name);
        code = EXIT_NO_INPUT;
    }
    verbs_unload(&set);
    return code;
}

/* One file by itself: its runs are judged among each other only. */
static int show_file(const char *path, bool further)
{
    struct study_set set = {0};
    char message[1024];
    const int code = files_read_one(path, &set.results, message, sizeof message);
    if (further)
        putchar('\n');
    if (code == EXIT_OK) {
        struct origins origins;
        origins_make(&origins, &set.results, NULL);
        origins_show_rows(path, &set.results, stdout);
        verbs_group(&set, true);
        origins_show(&origins, &set.cells, stdout);
        origins_free(&origins);
    } else {
        files_warn(message);
    }
    verbs_unload(&set);
    return code;
}

static int run_show(const struct verb *verb, int argc, char **argv)
{
    const char *fact = NULL;
    for (int letter; (letter = arguments_next(verb, argc, argv)) != ARGUMENTS_END;) {
        if (letter == 'h') {
            arguments_help(verb);
            return EXIT_OK;
        }
        if (letter != OPTION_FACT)
            return EXIT_USAGE;
        fact = optarg;
    }
    if (optind == argc)
        return verbs_need_operand(verb);
    if (fact)
        return show_fact(argc - optind, argv + optind, fact);
    struct files files;
    int first = files_collect(&files, argc - optind, argv + optind);
    size_t bad = 0;
    for (size_t i = 0; i < files.count && (first == EXIT_OK || bad > 0); ++i) {
        const int code = show_file(files.paths[i], i > 0);
        first = bad == 0 ? code : first;
        bad += code != EXIT_OK;
    }
    const bool some = bad < files.count && bad + files.unseen > 0;
    files_free(&files);
    return some ? EXIT_SOME_FAILED : first;
}

const struct verb verb_show = {
    "show",   "FILE...", "What is in a file: runs, models, machine, programs, what does not count.",
    run_show, options,
};
