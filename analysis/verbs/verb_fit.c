/* parallax fit: laws of scaling, fitted to every curve. */
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>

#include "analysis/say/fits.h"
#include "analysis/text.h"
#include "analysis/verbs/verbs.h"
#include "drivers/common/exit_code.h"

enum { OPTION_JSON = 256, OPTION_HDF5, OPTION_AT, OPTION_BASELINE, WORKERS_MAX = 100000000 };

static const struct argument_option options[] = {
    {OPTION_JSON, "json", NULL, "write one JSON object, numbers in full precision"},
    {OPTION_HDF5, "hdf5", "FILE", VERBS_HDF5_HELP},
    {OPTION_AT, "at", "WORKERS", "the time of so many workers, by the laws that fit"},
    {OPTION_BASELINE, "baseline", "KIND",
     "of e: serial, the serial program's run where there is one (default); self: the model's own"},
    {0, NULL, NULL, NULL},
};

static bool parse_workers(const char *text, int *workers)
{
    char *end, plain[64];
    const long value = strtol(text, &end, 10);
    if (end != text && *end == '\0' && value >= 1 && value <= WORKERS_MAX) {
        *workers = (int)value;
        return true;
    }
    text_plain(plain, sizeof plain, text);
    fprintf(stderr, "parallax fit: --at %s: must be a number of workers, 1 to %d\n", plain,
            WORKERS_MAX);
    return false;
}

static int run_fit(const struct verb *verb, int argc, char **argv)
{
    const char *hdf5 = NULL;
    bool json = false, prefer_serial = true;
    int workers = 0;
    for (int letter; (letter = arguments_next(verb, argc, argv)) != ARGUMENTS_END;) {
        if (letter == 'h') {
            arguments_help(verb);
            return EXIT_OK;
        }
        if (letter == ARGUMENTS_WRONG ||
            (letter == OPTION_AT && !parse_workers(optarg, &workers)) ||
            (letter == OPTION_BASELINE && !verbs_parse_baseline(verb, optarg, &prefer_serial)))
            return EXIT_USAGE;
        json = json || letter == OPTION_JSON;
        hdf5 = letter == OPTION_HDF5 ? optarg : hdf5;
    }
    if (optind == argc)
        return verbs_need_operand(verb);
    struct study_set set;
    int code = verbs_load(&set, argc - optind, argv + optind, prefer_serial);
    if (code == EXIT_OK || code == EXIT_SOME_FAILED) {
        (json ? fits_write_json : fits_write_text)(&set.cells, workers, stdout);
        code = verbs_worse(hdf5 ? fits_write_hdf5(&set.cells, workers, hdf5, &set.files) : EXIT_OK,
                           code);
    }
    verbs_unload(&set);
    return code;
}

const struct verb verb_fit = {
    "fit",   "RESULTS...", "Laws of scaling, fitted to every curve: Amdahl, USL, Gustafson, PMNF.",
    run_fit, options,
};
