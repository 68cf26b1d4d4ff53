/* parallax metg: the smallest size of work at which half of the best rate is reached. */
#include <getopt.h>
#include <stdio.h>

#include "analysis/say/metgs.h"
#include "analysis/verbs/verbs.h"
#include "drivers/common/exit_code.h"

enum { OPTION_JSON = 256, OPTION_HDF5, OPTION_OVER };

static const struct argument_option options[] = {
    {OPTION_OVER, "over", "WHAT", "size (of an image; default), images"},
    {OPTION_JSON, "json", NULL, "write one JSON object, numbers in full precision"},
    {OPTION_HDF5, "hdf5", "FILE", VERBS_HDF5_HELP},
    {0, NULL, NULL, NULL},
};

static int run_metg(const struct verb *verb, int argc, char **argv)
{
    const char *hdf5 = NULL;
    bool json = false;
    int over = SERIES_SIZE;
    for (int letter; (letter = arguments_next(verb, argc, argv)) != ARGUMENTS_END;) {
        if (letter == 'h') {
            arguments_help(verb);
            return EXIT_OK;
        }
        if (letter == OPTION_OVER) /* only the first two are sizes of work */
            over = verbs_parse_over(verb, optarg, series_over_names, SERIES_IMAGES + 1);
        if (letter == ARGUMENTS_WRONG || over < 0)
            return EXIT_USAGE;
        json = json || letter == OPTION_JSON;
        hdf5 = letter == OPTION_HDF5 ? optarg : hdf5;
    }
    if (optind == argc)
        return verbs_need_operand(verb);
    struct study_set set;
    int code = verbs_load(&set, argc - optind, argv + optind, true);
    if (code == EXIT_OK || code == EXIT_SOME_FAILED) {
        struct series_set series;
        series_build(&series, &set.cells, (enum series_over)over);
        (json ? metgs_write_json : metgs_write_text)(&series, stdout);
        code = verbs_worse(hdf5 ? metgs_write_hdf5(&series, hdf5, &set.files) : EXIT_OK, code);
        series_free(&series);
    }
    verbs_unload(&set);
    return code;
}

const struct verb verb_metg = {
    "metg",   "RESULTS...", "The smallest work per item at which half of the best rate is reached.",
    run_metg, options,
};
