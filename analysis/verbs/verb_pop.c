/* parallax pop and parallax roofline: where the time goes, and what the machine would allow. */
#include <getopt.h>
#include <stdio.h>

#include "analysis/say/pops.h"
#include "analysis/say/rooflines.h"
#include "analysis/verbs/verbs.h"
#include "drivers/common/exit_code.h"

enum { OPTION_JSON = 256, OPTION_BASELINE };

static const struct argument_option pop_options[] = {
    {OPTION_BASELINE, "baseline", "KIND",
     "of CompScal: serial, the serial program's run where there is one (default); self"},
    {OPTION_JSON, "json", NULL, "write one JSON object, numbers in full precision"},
    {0, NULL, NULL, NULL},
};

static const struct argument_option roofline_options[] = {
    {OPTION_JSON, "json", NULL, "write one JSON object, numbers in full precision"},
    {0, NULL, NULL, NULL},
};

static void write_pop(const struct cells *cells, bool json)
{
    struct pop_set set;
    pop_build(&set, cells);
    (json ? pops_write_json : pops_write_text)(&set, stdout);
    pop_free(&set);
}

static void write_roofline(const struct cells *cells, bool json)
{
    struct roofline_set set;
    roofline_build(&set, cells);
    (json ? rooflines_write_json : rooflines_write_text)(&set, stdout);
    roofline_free(&set);
}

static int run(const struct verb *verb, int argc, char **argv)
{
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
    }
    if (optind == argc)
        return verbs_need_operand(verb);
    struct study_set set;
    const int code = verbs_load(&set, argc - optind, argv + optind, prefer_serial);
    if (code == EXIT_OK || code == EXIT_SOME_FAILED)
        (verb == &verb_pop ? write_pop : write_roofline)(&set.cells, json);
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
