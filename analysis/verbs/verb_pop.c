/* parallax pop and parallax roofline: where the time goes, and what the machine would allow. */
#include <getopt.h>
#include <stdio.h>

#include "analysis/say/pops.h"
#include "analysis/say/rooflines.h"
#include "analysis/verbs/verbs.h"
#include "drivers/common/exit_code.h"

enum { OPTION_JSON = 256, OPTION_HDF5, OPTION_BASELINE };

static const struct argument_option pop_options[] = {
    {OPTION_BASELINE, "baseline", "KIND",
     "of CompScal: serial, the serial program's run where there is one (default); self"},
    {OPTION_JSON, "json", NULL, "write one JSON object, numbers in full precision"},
    {OPTION_HDF5, "hdf5", "FILE", VERBS_HDF5_HELP},
    {0, NULL, NULL, NULL},
};

static const struct argument_option roofline_options[] = {
    {OPTION_JSON, "json", NULL, "write one JSON object, numbers in full precision"},
    {OPTION_HDF5, "hdf5", "FILE", VERBS_HDF5_HELP},
    {0, NULL, NULL, NULL},
};

static int write_pop(const struct study_set *study, bool json, const char *hdf5)
{
    struct pop_set set;
    pop_build(&set, &study->cells);
    (json ? pops_write_json : pops_write_text)(&set, stdout);
    const int code = hdf5 ? pops_write_hdf5(&set, hdf5, &study->files) : EXIT_OK;
    pop_free(&set);
    return code;
}

static int write_roofline(const struct study_set *study, bool json, const char *hdf5)
{
    struct roofline_set set;
    roofline_build(&set, &study->cells);
    (json ? rooflines_write_json : rooflines_write_text)(&set, stdout);
    const int code = hdf5 ? rooflines_write_hdf5(&set, hdf5, &study->files) : EXIT_OK;
    roofline_free(&set);
    return code;
}

static int run(const struct verb *verb, int argc, char **argv)
{
    const char *hdf5 = NULL;
    bool json = false, prefer_serial = true;
    for (int letter; (letter = arguments_next(verb, argc, argv)) != ARGUMENTS_END;) {
        if (letter == 'h') {
            arguments_help(verb);
            return EXIT_OK;
        }
        if (letter == ARGUMENTS_WRONG ||
            (letter == OPTION_BASELINE && !verbs_parse_baseline(verb, optarg, &prefer_serial)))
            return EXIT_USAGE;
        json = json || letter == OPTION_JSON;
        hdf5 = letter == OPTION_HDF5 ? optarg : hdf5;
    }
    if (optind == argc)
        return verbs_need_operand(verb);
    struct study_set set;
    int code = verbs_load(&set, argc - optind, argv + optind, prefer_serial);
    if (code == EXIT_OK || code == EXIT_SOME_FAILED)
        code =
            verbs_worse((verb == &verb_pop ? write_pop : write_roofline)(&set, json, hdf5), code);
    verbs_unload(&set);
    return code;
}

const struct verb verb_pop = {
    "pop", "RESULTS...", "Where the time goes: POP efficiencies, load balance, stragglers.",
    run,   pop_options,
};

const struct verb verb_roofline = {
    "roofline",
    "RESULTS...",
    "How fast kernels move and compute, beside what the machine's memory gives.",
    run,
    roofline_options,
};
