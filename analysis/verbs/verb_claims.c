/* parallax claims: what a well-known article says of threads and processes, and whether it holds.
 */
#include <getopt.h>
#include <stdio.h>
#include <string.h>

#include "analysis/claims/claims.h"
#include "analysis/verbs/output.h"
#include "analysis/verbs/scripts.h"
#include "analysis/verbs/verbs.h"
#include "drivers/common/exit_code.h"

enum { OPTION_JSON = 256, OPTION_MARKDOWN, OPTION_RUN };

static const struct argument_option options[] = {
    {OPTION_JSON, "json", NULL, "write one JSON object, numbers in full precision"},
    {OPTION_MARKDOWN, "markdown", NULL, "write a table in Markdown"},
    {OPTION_RUN, "run", NULL, "measure here first; --run --help explains it"},
    {'o', "output", "FILE", "write there, in place of standard output"},
    {0, NULL, NULL, NULL},
};

static int write_claims(const struct study_set *set, const struct reasons *reasons, int format,
                        const char *path)
{
    struct finding findings[CLAIMS_MAX];
    struct evidence evidence;
    struct replacement file;
    int code = path ? output_is_no_input("parallax claims", path, &set->files) : EXIT_OK;
    if (path && code == EXIT_OK)
        code = output_begin(&file, "parallax claims", path);
    if (code != EXIT_OK)
        return code;
    evidence_gather(&evidence, &set->cells, &set->results, set->probe_count);
    claims_evaluate(&evidence, reasons, findings);
    evidence_free(&evidence);
    (format == OPTION_JSON       ? claims_write_json
     : format == OPTION_MARKDOWN ? claims_write_markdown
                                 : claims_write_text)(findings, path ? file.out : stdout);
    return path ? output_finish(&file, "parallax claims", path) : EXIT_OK;
}

/* Probes alone are something to judge, too. */
static int judge(int count, char **operands, int format, const char *path)
{
    struct study_set set = {.probe_count = 0};
    struct reasons reasons;
    int code = files_collect(&set.files, count, operands);
    if (code == EXIT_OK)
        code = files_read(&set.files, &set.results);
    if (code == EXIT_OK || code == EXIT_SOME_FAILED) {
        verbs_group(&set, true);
        reasons_read(&reasons, count, operands);
        code = verbs_worse(write_claims(&set, &reasons, format, path), code);
    }
    verbs_unload(&set);
    return code;
}

static int run_claims(const struct verb *verb, int argc, char **argv)
{
    const char *path = NULL;
    int format = 0; /* the option that asks for it */
    if (argc > 1 && strcmp(argv[1], "--run") == 0)
        return scripts_run("claims --run", "claims.sh", NULL, argc - 2, argv + 2);
    for (int letter; (letter = arguments_next(verb, argc, argv)) != ARGUMENTS_END;) {
        if (letter == 'h') {
            arguments_help(verb);
            return EXIT_OK;
        }
        if (letter == OPTION_RUN)
            fputs("parallax claims: --run comes first, before all other words\n", stderr);
        if (letter == OPTION_RUN || letter == ARGUMENTS_WRONG)
            return EXIT_USAGE;
        format = letter == 'o' ? format : letter;
        path = letter == 'o' ? optarg : path;
    }
    if (optind == argc)
        return verbs_need_operand(verb);
    return judge(argc - optind, argv + optind, format, path);
}

const struct verb verb_claims = {
    "claims",   "RESULTS...", "Twelve claims of threads and processes: which hold here.",
    run_claims, options,
};
