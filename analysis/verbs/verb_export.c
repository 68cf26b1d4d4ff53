/* parallax export: all that results files hold, for other programs. */
#include <getopt.h>
#include <stdio.h>
#include <string.h>

#include "analysis/say/exports.h"
#include "analysis/text.h"
#include "analysis/verbs/output.h"
#include "analysis/verbs/verbs.h"
#include "drivers/common/exit_code.h"
#include "drivers/common/failure.h"

enum { OPTION_CSV = 256, OPTION_JSONL, OPTION_EXTRAP, OPTION_MARKDOWN };
enum { NAME_SIZE = 200, PATH_SIZE = 4096 + NAME_SIZE };

static const char who[] = "parallax export";

static const struct argument_option options[] = {
    {OPTION_CSV, "csv", NULL,
     "tidy CSV files: runs, samples, workers, stages, ...; columns.csv says what columns mean"},
    {OPTION_JSONL, "jsonl", NULL, "JSON lines: one object a run, with all that belongs to it"},
    {OPTION_EXTRAP, "extra-p", NULL, "a file of Extra-P's JSON lines for every curve"},
    {OPTION_MARKDOWN, "markdown", NULL, "the table as GitHub's Markdown"},
    {'o', "output", "PLACE",
     "a directory for --csv and --extra-p, made if missing; else a file (default: stdout)"},
    {0, NULL, NULL, NULL},
};

static void say_written(const char *path)
{
    failure_print(stdout, path);
    putchar('\n');
}

static int write_csv(const struct exports *exports, const char *directory)
{
    int code = output_directory(who, directory);
    for (int i = 0; i < EXPORTS_CSV && code == EXIT_OK; ++i) {
        char path[PATH_SIZE];
        struct replacement file;
        snprintf(path, sizeof path, "%s/%s.csv", directory, exports_csv_name(i));
        code = output_begin(&file, who, path);
        if (code != EXIT_OK)
            break;
        exports_csv_write(exports, i, file.out);
        code = output_finish(&file, who, path);
        if (code == EXIT_OK)
            say_written(path);
    }
    return code;
}

static void name_roughly(const struct cells *cells, size_t curve, char *name, size_t size)
{
    char raw[512];
    const struct run_row *row = cells->studies[cells->curves[curve].study].run->row;
    snprintf(raw, sizeof raw, "%s-%s-%s-%s", row->kernel, row->study, row->mode,
             cells->curves[curve].name);
    text_file_name(name, size, raw);
}

/* "resize-strong-batch-mpi", numbered where an earlier curve has that name. */
static void name_curve(const struct cells *cells, size_t curve, char *name, size_t size)
{
    size_t twins = 0;
    name_roughly(cells, curve, name, size - 24);
    for (size_t i = 0; i < curve; ++i) {
        char other[NAME_SIZE];
        name_roughly(cells, i, other, size - 24);
        twins += strcmp(other, name) == 0 ? 1 : 0;
    }
    if (twins > 0)
        text_append(name, size, "-%zu", twins + 1);
}

static int write_curve(const struct cells *cells, size_t curve, const char *directory)
{
    char name[NAME_SIZE], path[PATH_SIZE];
    struct replacement file;
    name_curve(cells, curve, name, sizeof name);
    snprintf(path, sizeof path, "%s/%s.jsonl", directory, name);
    int code = output_begin(&file, who, path);
    if (code != EXIT_OK)
        return code;
    exports_extrap_write(cells, &cells->curves[curve], file.out, who, stderr);
    code = output_finish(&file, who, path);
    if (code == EXIT_OK)
        say_written(path);
    return code;
}

static int write_curves(const struct cells *cells, const char *directory)
{
    size_t written = 0;
    int code = output_directory(who, directory);
    for (size_t i = 0; i < cells->curve_count && code == EXIT_OK; ++i) {
        if (!exports_extrap_can(cells, &cells->curves[i]))
            continue;
        code = write_curve(cells, i, directory);
        ++written;
    }
    if (written < cells->curve_count && code == EXIT_OK)
        fprintf(stderr,
                "%s: %zu of %zu curves left out: fewer than two numbers of workers were "
                "measured undisturbed\n",
                who, cells->curve_count - written, cells->curve_count);
    return code;
}

/* What is written in one piece, to a file or to stdout. */
static int write_piece(const struct exports *exports, const struct cells *cells, const char *path)
{
    struct replacement file = {.out = stdout};
    int code = path ? output_is_no_input(who, path, exports->files) : EXIT_OK;
    if (code == EXIT_OK && path)
        code = output_begin(&file, who, path);
    if (code != EXIT_OK)
        return code;
    if (cells)
        exports_markdown_write(cells, exports->files, file.out);
    else
        exports_jsonl_write(exports, file.out);
    if (path)
        code = output_finish(&file, who, path);
    if (path && code == EXIT_OK)
        say_written(path);
    return code;
}

/* Rows as they are: also where no file could be read the output says why. */
static int export_rows(bool csv, const char *output, int count, char **operands)
{
    struct study_set set = {0};
    int code = files_collect(&set.files, count, operands);
    if (code == EXIT_OK) {
        const int read = files_read(&set.files, &set.results);
        runs_build(&set.runs, &set.results);
        cells_build(&set.cells, &set.runs); /* which runs count is said by their cells */
        const struct exports exports = {&set.files, &set.results, &set.runs};
        code = csv ? write_csv(&exports, output) : write_piece(&exports, NULL, output);
        code = code == EXIT_OK ? read : code;
    }
    verbs_unload(&set);
    return code;
}

static int export_cells(bool curves, const char *output, int count, char **operands)
{
    struct study_set set;
    int code = verbs_load(&set, count, operands, true);
    if (code == EXIT_OK || code == EXIT_SOME_FAILED) {
        const struct exports exports = {&set.files, &set.results, &set.runs};
        const int written =
            curves ? write_curves(&set.cells, output) : write_piece(&exports, &set.cells, output);
        code = written != EXIT_OK ? written : code;
    }
    verbs_unload(&set);
    return code;
}

static int refuse(const char *what)
{
    fprintf(stderr, "%s: %s; see parallax export --help\n", who, what);
    return EXIT_USAGE;
}

static int run_export(const struct verb *verb, int argc, char **argv)
{
    const char *output = NULL;
    int wanted = 0;
    for (int letter; (letter = arguments_next(verb, argc, argv)) != ARGUMENTS_END;) {
        if (letter == 'h') {
            arguments_help(verb);
            return EXIT_OK;
        }
        if (letter == ARGUMENTS_WRONG)
            return EXIT_USAGE;
        if (letter == 'o')
            output = optarg;
        else if (wanted != 0 && wanted != letter)
            return refuse("--csv, --jsonl, --extra-p and --markdown exclude each other");
        else
            wanted = letter;
    }
    const bool many = wanted == OPTION_CSV || wanted == OPTION_EXTRAP;
    if (wanted == 0)
        return refuse("name a format: --csv, --jsonl, --extra-p or --markdown");
    if (many && !output)
        return refuse("several files are written: name a directory for them with -o");
    if (optind == argc)
        return verbs_need_operand(verb);
    return (wanted == OPTION_CSV || wanted == OPTION_JSONL ? export_rows : export_cells)(
        many, output, argc - optind, argv + optind);
}

const struct verb verb_export = {
    "export",   "RESULTS...", "All that the files hold as CSV, JSON, Markdown or for Extra-P.",
    run_export, options,
};
