/* parallax show: what is in results files. */
#include <getopt.h>
#include <stdio.h>

#include "analysis/say/origins_text.h"
#include "analysis/verbs/verbs.h"
#include "drivers/common/exit_code.h"

static const struct argument_option options[] = {{0, NULL, NULL, NULL}};

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
    for (int letter; (letter = arguments_next(verb, argc, argv)) != ARGUMENTS_END;) {
        if (letter == 'h') {
            arguments_help(verb);
            return EXIT_OK;
        }
        return EXIT_USAGE;
    }
    if (optind == argc)
        return verbs_need_operand(verb);
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
