/* parallax check: are these valid results files? */
#include <getopt.h>
#include <stdio.h>

#include "analysis/data/check.h"
#include "analysis/text.h"
#include "analysis/verbs/verbs.h"
#include "drivers/common/exit_code.h"

static const struct argument_option options[] = {{0, NULL, NULL, NULL}};

/* Every file by itself: a reference to a run in another file is a fault. */
static int check_file(const char *path)
{
    struct results results = {0};
    char message[1024], plain[1024], name[4096];
    int code = files_read_one(path, &results, message, sizeof message);
    if (code == EXIT_OK) {
        struct runs runs;
        runs_build(&runs, &results);
        code = check_results(&results, &runs, message, sizeof message) ? EXIT_OK : EXIT_DATA;
        runs_free(&runs);
    }
    record_results_free(&results);
    text_plain(plain, sizeof plain, message);
    text_plain(name, sizeof name, path);
    text_say(stdout, 2, "%s: %s%s", name, code == EXIT_OK ? "ok: " : "", plain);
    return code;
}

static int run_check(const struct verb *verb, int argc, char **argv)
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
        const int code = check_file(files.paths[i]);
        first = bad == 0 ? code : first;
        bad += code != EXIT_OK;
    }
    const bool some = bad < files.count && bad + files.unseen > 0;
    files_free(&files);
    return some ? EXIT_SOME_FAILED : first;
}

const struct verb verb_check = {
    "check",
    "FILE...",
    "Says of every file whether it is a valid results file; exit code 3: some are, some are not.",
    run_check,
    options,
};
