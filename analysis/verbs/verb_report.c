/* parallax report: a page, tables and pictures in a directory. */
#include <getopt.h>
#include <stdio.h>

#include "analysis/verbs/report.h"
#include "analysis/verbs/verbs.h"
#include "drivers/common/exit_code.h"
#include "drivers/common/failure.h"

enum { OPTION_BASELINE = 256 };

static const struct argument_option options[] = {
    {'o', "output", "DIR", "where to (default: report); made if missing"},
    {OPTION_BASELINE, "baseline", "KIND",
     "serial: the serial program's run where there is one (default); self: the model's own"},
    {0, NULL, NULL, NULL},
};

static int write_report(const char *directory, bool prefer_serial, int count, char **operands)
{
    struct study_set set;
    int code = verbs_load(&set, count, operands, prefer_serial);
    if (code == EXIT_OK || code == EXIT_SOME_FAILED) {
        struct reasons reasons;
        reasons_read(&reasons, count, operands);
        const int written = report_write(&set, &reasons, directory);
        if (written == EXIT_OK) {
            failure_print(stdout, directory);
            fputs("/index.html\n", stdout);
        }
        code = written != EXIT_OK ? written : code;
    }
    verbs_unload(&set);
    return code;
}

static int run_report(const struct verb *verb, int argc, char **argv)
{
    const char *directory = "report";
    bool prefer_serial = true;
    for (int letter; (letter = arguments_next(verb, argc, argv)) != ARGUMENTS_END;) {
        switch (letter) {
        case 'h':
            arguments_help(verb);
            return EXIT_OK;
        case 'o':
            directory = optarg;
            break;
        case OPTION_BASELINE:
            if (!verbs_parse_baseline(verb, optarg, &prefer_serial))
                return EXIT_USAGE;
            break;
        default:
            return EXIT_USAGE;
        }
    }
    if (optind == argc)
        return verbs_need_operand(verb);
    return write_report(directory, prefer_serial, argc - optind, argv + optind);
}

const struct verb verb_report = {
    "report",   "RESULTS...", "A page of verdict, tables and plots (index.html), into a directory.",
    run_report, options,
};
