/* parallax advise: how a work should be run. */
#include <getopt.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "analysis/say/advices.h"
#include "analysis/text.h"
#include "analysis/verbs/verbs.h"
#include "drivers/common/exit_code.h"
#include "drivers/common/number.h"

enum { OPTION_JSON = 256, OPTION_HDF5, OPTION_CORES, OPTION_TARGET, OPTION_IMAGES };

static const struct argument_option options[] = {
    {OPTION_CORES, "cores", "N", "that may be used (default: the most that were measured)"},
    {OPTION_TARGET, "target-efficiency", "E", "above 0 and at most 1 (default 0.8)"},
    {OPTION_IMAGES, "images", "N", "to be done (default: as many as were measured)"},
    {OPTION_JSON, "json", NULL, "write one JSON object, numbers in full precision"},
    {OPTION_HDF5, "hdf5", "FILE", VERBS_HDF5_HELP},
    {0, NULL, NULL, NULL},
};

static const double TARGET = 0.8, CORES_MAX = 1e6, IMAGES_MAX = 1e15;

static bool parse(const char *name, const char *text, bool whole, double most, double *value)
{
    char *end, plain[64];
    const double number = strtod(text, &end);
    if (end != text && *end == '\0' && number > 0 && number <= most &&
        (!whole || !(number > floor(number)))) {
        *value = number;
        return true;
    }
    text_plain(plain, sizeof plain, text);
    fprintf(stderr, "parallax advise: --%s %s: must be a %snumber above 0, at most %s\n", name,
            plain, whole ? "whole " : "", number_exact(most).text);
    return false;
}

static bool take(int letter, struct advices_wish *wish, bool *json, const char **hdf5)
{
    double cores;
    switch (letter) {
    case OPTION_CORES:
        if (!parse("cores", optarg, true, CORES_MAX, &cores))
            return false;
        wish->cores = (int)cores;
        return true;
    case OPTION_TARGET:
        return parse("target-efficiency", optarg, false, 1, &wish->target);
    case OPTION_IMAGES:
        return parse("images", optarg, true, IMAGES_MAX, &wish->images);
    case OPTION_JSON:
        *json = true;
        return true;
    case OPTION_HDF5:
        *hdf5 = optarg;
        return true;
    default:
        return false;
    }
}

static int run_advise(const struct verb *verb, int argc, char **argv)
{
    bool json = false;
    const char *hdf5 = NULL;
    struct advices_wish wish = {.target = TARGET};
    for (int letter; (letter = arguments_next(verb, argc, argv)) != ARGUMENTS_END;) {
        if (letter == 'h') {
            arguments_help(verb);
            return EXIT_OK;
        }
        if (!take(letter, &wish, &json, &hdf5))
            return EXIT_USAGE;
    }
    if (optind == argc)
        return verbs_need_operand(verb);
    struct study_set set;
    int code = verbs_load(&set, argc - optind, argv + optind, true);
    if (code == EXIT_OK || code == EXIT_SOME_FAILED) {
        (json ? advices_write_json : advices_write_text)(&set.cells, &wish, stdout);
        code = verbs_worse(hdf5 ? advices_write_hdf5(&set.cells, &wish, hdf5, &set.files) : EXIT_OK,
                           code);
    }
    verbs_unload(&set);
    return code;
}

const struct verb verb_advise = {
    "advise",   "RESULTS...", "How to run this work: ranks, threads, schedule; how long it takes.",
    run_advise, options,
};
