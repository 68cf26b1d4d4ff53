/* parallax table: the numbers of every cell. */
#include <getopt.h>
#include <stdio.h>

#include "analysis/say/table.h"
#include "analysis/say/verdict.h"
#include "analysis/verbs/verbs.h"
#include "drivers/common/exit_code.h"

enum { OPTION_CSV = 256, OPTION_JSON, OPTION_VERDICT, OPTION_VERDICT_ONLY, OPTION_BASELINE };

static const struct argument_option options[] = {
    {OPTION_CSV, "csv", NULL, "write CSV (RFC 4180)"},
    {OPTION_JSON, "json", NULL, "write one JSON object, numbers in full precision"},
    {OPTION_VERDICT, "verdict", NULL, "after the table a paragraph: what the numbers say"},
    {OPTION_VERDICT_ONLY, "verdict-only", NULL, "that paragraph without the table"},
    {OPTION_BASELINE, "baseline", "KIND",
     "serial: the serial program's run where there is one (default); self: the model's own"},
    {0, NULL, NULL, NULL},
};

static int write_table(const struct cells *cells, int format)
{
    switch (format) {
    case OPTION_CSV:
        table_write_csv(cells, stdout);
        break;
    case OPTION_JSON:
        table_write_json(cells, stdout);
        break;
    case OPTION_VERDICT_ONLY:
        verdict_write(cells, stdout);
        break;
    default:
        table_write_text(cells, stdout);
        if (format == OPTION_VERDICT) {
            putchar('\n');
            verdict_write(cells, stdout);
        }
    }
    if (fflush(stdout) != 0 || ferror(stdout)) {
        perror("parallax: standard output");
        return EXIT_IO;
    }
    return EXIT_OK;
}

static int run_table(const struct verb *verb, int argc, char **argv)
{
    int format = 0;
    bool prefer_serial = true;
    for (int letter; (letter = arguments_next(verb, argc, argv)) != ARGUMENTS_END;) {
        if (letter == 'h') {
            arguments_help(verb);
            return EXIT_OK;
        }
        if (letter == ARGUMENTS_WRONG ||
            (letter == OPTION_BASELINE && !verbs_parse_baseline(verb, optarg, &prefer_serial)))
            return EXIT_USAGE;
        if (letter != OPTION_BASELINE) {
            if (format != 0 && format != letter) {
                fputs("parallax table: --csv, --json and the verdicts exclude each other\n",
                      stderr);
                return EXIT_USAGE;
            }
            format = letter;
        }
    }
    if (optind == argc)
        return verbs_need_operand(verb);
    struct study_set set;
    int code = verbs_load(&set, argc - optind, argv + optind, prefer_serial);
    if (code == EXIT_OK || code == EXIT_SOME_FAILED) {
        const int written = write_table(&set.cells, format);
        code = written != EXIT_OK ? written : code;
    }
    verbs_unload(&set);
    return code;
}

const struct verb verb_table = {
    "table",   "RESULTS...", "Times, rates, speedups and efficiencies of all cells.",
    run_table, options,
};
