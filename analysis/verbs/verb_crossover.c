/* parallax crossover: from which size on one model is faster than another. */
#include <getopt.h>
#include <stdio.h>
#include <string.h>

#include "analysis/say/crossovers.h"
#include "analysis/text.h"
#include "analysis/verbs/verbs.h"
#include "drivers/common/exit_code.h"

enum { OPTION_JSON = 256, OPTION_OVER, OPTION_MODELS };

static const struct argument_option options[] = {
    {OPTION_OVER, "over", "WHAT", "size (of an image; default), images, workers, delay"},
    {OPTION_MODELS, "models", "A,B",
     "these two; default: all models of processes against all of threads"},
    {OPTION_JSON, "json", NULL, "write one JSON object, numbers in full precision"},
    {0, NULL, NULL, NULL},
};

/* "A,B" into two names; *text is the caller's, and cut in two. */
static bool parse_models(char *text, struct crossovers_pair *pair)
{
    char *comma = strchr(text, ',');
    if (!comma || comma == text || comma[1] == '\0' || strchr(comma + 1, ',')) {
        char plain[64];
        text_plain(plain, sizeof plain, text);
        fprintf(stderr, "parallax crossover: --models %s: must be two names, as mpi,omp\n", plain);
        return false;
    }
    *comma = '\0';
    *pair = (struct crossovers_pair){text, comma + 1};
    return true;
}

static int write_crossovers(enum series_over over, const struct crossovers_pair *pair, bool json,
                            int count, char **operands)
{
    struct study_set set;
    const int code = verbs_load(&set, count, operands, true);
    if (code == EXIT_OK || code == EXIT_SOME_FAILED) {
        struct series_set series;
        series_build(&series, &set.cells, over);
        (json ? crossovers_write_json : crossovers_write_text)(&series, pair, stdout);
        series_free(&series);
    }
    verbs_unload(&set);
    return code;
}

static int run_crossover(const struct verb *verb, int argc, char **argv)
{
    bool json = false;
    enum series_over over = SERIES_SIZE;
    struct crossovers_pair pair = {NULL, NULL};
    for (int letter; (letter = arguments_next(verb, argc, argv)) != ARGUMENTS_END;) {
        if (letter == 'h') {
            arguments_help(verb);
            return EXIT_OK;
        }
        if (letter == ARGUMENTS_WRONG ||
            (letter == OPTION_OVER && !verbs_parse_over(verb, optarg, SERIES_OVERS, &over)) ||
            (letter == OPTION_MODELS && !parse_models(optarg, &pair)))
            return EXIT_USAGE;
        json = json || letter == OPTION_JSON;
    }
    if (optind == argc)
        return verbs_need_operand(verb);
    return write_crossovers(over, &pair, json, argc - optind, argv + optind);
}

const struct verb verb_crossover = {
    "crossover",   "RESULTS...", "From which size on processes are faster than threads.",
    run_crossover, options,
};
