/* parallax table: the verdict, then the numbers of every cell. */
#include <getopt.h>
#include <stdio.h>

#include "analysis/say/overview.h"
#include "analysis/say/table.h"
#include "analysis/say/verdict.h"
#include "analysis/verbs/verbs.h"
#include "drivers/common/exit_code.h"

enum { OPTION_CSV = 256, OPTION_JSON, OPTION_HDF5, OPTION_VERDICT_ONLY, OPTION_BASELINE };

static const struct argument_option options[] = {
    {OPTION_CSV, "csv", NULL, "write CSV (RFC 4180)"},
    {OPTION_JSON, "json", NULL, "write one JSON object, numbers in full precision"},
    {OPTION_HDF5, "hdf5", "FILE", VERBS_HDF5_HELP},
    {OPTION_VERDICT_ONLY, "verdict-only", NULL, "the verdict without the table"},
    {OPTION_BASELINE, "baseline", "KIND",
     "serial: the serial program's run where there is one (default); self: the model's own"},
    {0, NULL, NULL, NULL},
};

/* The format that an option is called after; the text for any other, and for none. */
static const struct table_format *format_of(int letter)
{
    const struct table_format *format = NULL;
    for (const struct argument_option *option = options; option->name; ++option)
        if (option->letter == letter)
            format = table_named(option->name);
    return format ? format : &table_text;
}

static void write_table(const struct cells *cells, int wanted)
{
    const struct table_format *format = format_of(wanted);
    if (format == &table_text)
        verdict_write(cells, stdout);
    if (wanted == OPTION_VERDICT_ONLY)
        return;
    if (format == &table_text)
        putchar('\n');
    if (format == &table_text)
        overview_write(cells, stdout);
    format->write(cells, stdout);
}

static int run_table(const struct verb *verb, int argc, char **argv)
{
    const char *hdf5 = NULL;
    int wanted = 0;
    bool prefer_serial = true;
    for (int letter; (letter = arguments_next(verb, argc, argv)) != ARGUMENTS_END;) {
        if (letter == 'h') {
            arguments_help(verb);
            return EXIT_OK;
        }
        if (letter == ARGUMENTS_WRONG ||
            (letter == OPTION_BASELINE && !verbs_parse_baseline(verb, optarg, &prefer_serial)))
            return EXIT_USAGE;
        hdf5 = letter == OPTION_HDF5 ? optarg : hdf5;
        if (letter != OPTION_BASELINE && letter != OPTION_HDF5) {
            if (wanted != 0 && wanted != letter) {
                fputs("parallax table: --csv, --json and --verdict-only exclude each other\n",
                      stderr);
                return EXIT_USAGE;
            }
            wanted = letter;
        }
    }
    if (optind == argc)
        return verbs_need_operand(verb);
    struct study_set set;
    int code = verbs_load(&set, argc - optind, argv + optind, prefer_serial);
    if (code == EXIT_OK || code == EXIT_SOME_FAILED) {
        write_table(&set.cells, wanted);
        code = verbs_worse(hdf5 ? table_write_hdf5(&set.cells, hdf5, &set.files) : EXIT_OK, code);
    }
    verbs_unload(&set);
    return code;
}

const struct verb verb_table = {
    "table",   "RESULTS...", "The verdict in five lines; times, rates, speedups of all cells.",
    run_table, options,
};
