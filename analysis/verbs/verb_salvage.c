/* parallax salvage: what can be read of a damaged results file, as a new one. */
#include <errno.h>
#include <getopt.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "analysis/data/merge.h"
#include "analysis/data/salvage.h"
#include "analysis/memory.h"
#include "analysis/text.h"
#include "analysis/verbs/verbs.h"
#include "drivers/common/exit_code.h"
#include "drivers/record/salvage.h"

enum { BEHIND = 19 }; /* a table's name */

static const struct argument_option options[] = {
    {'o', "output", "NEW.h5", "the new file; default: NAME-salvaged.h5 beside the damaged one"},
    {0, NULL, NULL, NULL},
};

static int complain(const char *message, int code)
{
    char plain[4096];
    text_plain(plain, sizeof plain, message);
    fprintf(stderr, "parallax salvage: %s\n", plain);
    return code;
}

static int complain_output(const char *output, const char *why)
{
    text_complain("parallax salvage", output, why);
    return EXIT_CREATE;
}

/* DIRECTORY/NAME-salvaged.h5 for NAME.h5, and for .NAME.h5.tmp and its like. */
static char *output_name(const char *path)
{
    const char *slash = strrchr(path, '/'), *base = slash ? slash + 1 : path;
    const char *name = base[0] == '.' && base[1] != '\0' ? base + 1 : base;
    const char *end = strstr(name, ".h5");
    const size_t size = strlen(path) + sizeof "-salvaged.h5";
    char *output = memory_array(size, 1);
    snprintf(output, size, "%.*s%.*s-salvaged.h5", (int)(base - path), path,
             end ? (int)(end - name) : (int)strlen(name), name);
    return output;
}

/* The new file must not be there, and not appear meanwhile. */
static const char *output_appeared(const void *context)
{
    struct stat status;
    return lstat(context, &status) == 0 ? "the output was made by another program meanwhile" : NULL;
}

/* What became of one table; returns whether it is all there. */
static bool say_table(const struct record_salvaged *salvaged, int index)
{
    char reason[256], text[512];
    const char *path = record_tables[index].path;
    const uint64_t total = salvaged->tables[index].total, saved = salvaged->tables[index].saved;
    const uint64_t left_out = salvaged->tables[index].left_out;
    text_plain(reason, sizeof reason, salvaged->tables[index].reason);
    if (!salvaged->tables[index].found) {
        text_say(stdout, BEHIND, "  %-18s none: %s", path, reason);
        return false;
    }
    snprintf(text, sizeof text, "%" PRIu64 " of %" PRIu64 " rows", saved, total);
    if (left_out > 0)
        text_append(text, sizeof text, "; %" PRIu64 " are of runs that could not be read",
                    left_out);
    if (saved + left_out < total)
        text_append(text, sizeof text, "; the others cannot be read: %s", reason);
    text_say(stdout, BEHIND, "  %-18s %s", path, text);
    return saved == total;
}

/* Returns whether all is there. */
static bool say_saved(const struct record_salvaged *salvaged, const char *path, const char *output,
                      size_t incomplete)
{
    char plain[4096];
    uint64_t total = 0, saved = 0;
    int unknown = 0;
    text_plain(plain, sizeof plain, path);
    text_say(stdout, 2, "%s: %s", plain,
             salvaged->whole ? "not damaged: it is as its seal says"
                             : "what could be read, table by table");
    bool all = true;
    for (int i = 0; i < RECORD_TABLES; ++i) {
        all = say_table(salvaged, i) && all;
        total += salvaged->tables[i].total;
        saved += salvaged->tables[i].saved;
        unknown += !salvaged->tables[i].found;
    }
    if (incomplete > 0)
        text_say(stdout, 2, "  %zu run%s lost iterations or workers, and no longer valid",
                 incomplete, incomplete == 1 ? " has" : "s have");
    text_plain(plain, sizeof plain, output);
    char tables[64] = "";
    if (unknown > 0)
        text_append(tables, sizeof tables, ", and those of %d table%s", unknown,
                    unknown == 1 ? "" : "s");
    text_say(stdout, 2, "%s: %" PRIu64 " rows saved, %" PRIu64 " lost%s", plain, saved,
             total - saved, tables);
    return all;
}

static int write_output(struct results *results, const char *path, const char *output)
{
    struct merge merge = {0};
    char message[2048] = "";
    merge_add(&merge, path, results);
    int code = merge_settle(&merge, message, sizeof message) ? EXIT_OK : EXIT_DATA;
    if (code == EXIT_OK)
        code = merge_write(&merge, output, output_appeared, output, message, sizeof message);
    if (message[0] != '\0') /* the reason, or a warning */
        complain(message, code);
    merge_free(&merge);
    return code;
}

static int salvage_file(const char *path, const char *output)
{
    struct results results = {0};
    struct record_salvaged salvaged;
    struct stat status;
    char message[4096];
    if (lstat(output, &status) == 0)
        return complain_output(output, "exists: name a new file with -o");
    int code = record_salvage(path, &results, &salvaged, message, sizeof message);
    if (message[0] != '\0')
        complain(message, code);
    if (code == EXIT_OK && results.run_count == 0) {
        char why[sizeof salvaged.tables[TABLE_RUNS].reason + 64];
        snprintf(why, sizeof why, "no run can be read, and so nothing else: %s",
                 salvaged.tables[TABLE_RUNS].reason);
        text_complain("parallax salvage", path, why);
        code = EXIT_DATA;
    }
    if (code == EXIT_OK) {
        const size_t incomplete = salvage_mark(&results);
        code = write_output(&results, path, output);
        if (code == EXIT_OK)
            code = say_saved(&salvaged, path, output, incomplete) ? EXIT_OK : EXIT_SOME_FAILED;
    }
    record_results_free(&results);
    return code;
}

static int run_salvage(const struct verb *verb, int argc, char **argv)
{
    const char *output = NULL;
    for (int letter; (letter = arguments_next(verb, argc, argv)) != ARGUMENTS_END;) {
        if (letter == 'h') {
            arguments_help(verb);
            return EXIT_OK;
        }
        if (letter != 'o')
            return EXIT_USAGE;
        output = optarg;
    }
    if (argc - optind != 1)
        return complain("name one damaged results file; see parallax salvage --help", EXIT_USAGE);
    char *made = output ? NULL : output_name(argv[optind]);
    const int code = salvage_file(argv[optind], output ? output : made);
    free(made);
    return code;
}

const struct verb verb_salvage = {
    "salvage",
    "DAMAGED [-o NEW.h5]",
    "Saves what can be read of a damaged results file in a new one; exit code 3: not all of it.",
    run_salvage,
    options,
};
