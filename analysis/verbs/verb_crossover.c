/* parallax crossover: from which size on one model is faster than another. */
#include <getopt.h>
#include <stdio.h>
#include <string.h>

#include "analysis/data/model_kind.h"
#include "analysis/data/point_series.h"
#include "analysis/say/crossovers.h"
#include "analysis/text.h"
#include "analysis/verbs/verbs.h"
#include "drivers/common/exit_code.h"

enum { OPTION_JSON = 256, OPTION_HDF5, OPTION_OVER, OPTION_MODELS };

static const struct argument_option options[] = {
    {OPTION_OVER, "over", "WHAT",
     "size (of an image; default), images, workers, delay, points (of probes)"},
    {OPTION_MODELS, "models", "A,B",
     "these two (of points: two variants); default: all of processes against all of threads"},
    {OPTION_JSON, "json", NULL, "write one JSON object, numbers in full precision"},
    {OPTION_HDF5, "hdf5", "FILE", VERBS_HDF5_HELP},
    {0, NULL, NULL, NULL},
};

static const char *const overs[] = {"size", "images", "workers", "delay", "points"};
enum { OVERS = sizeof overs / sizeof overs[0], OVER_POINTS = OVERS - 1 };

struct wanted {
    const char *left, *right; /* which two; NULL: by what their models have */
    bool json;
    const char *hdf5; /* a file to be written too; NULL: none */
};

/* "A,B" into two names; *text is cut in two. */
static bool parse_models(char *text, struct wanted *wanted)
{
    char *comma = strchr(text, ',');
    const size_t length = comma ? (size_t)(comma - text) : 0;
    if (length == 0 || comma[1] == '\0' || strchr(comma + 1, ',') ||
        (strlen(comma + 1) == length && strncmp(text, comma + 1, length) == 0)) {
        char plain[64];
        text_plain(plain, sizeof plain, text);
        fprintf(stderr,
                "parallax crossover: --models %s: must be two names that differ, as "
                "mpi,omp\n",
                plain);
        return false;
    }
    *comma = '\0';
    wanted->left = text;
    wanted->right = comma + 1;
    return true;
}

/* Whether both models are there, or none is named; says which is not. */
static bool are_there(const struct wanted *wanted, const struct runs *runs)
{
    const char *names[] = {wanted->left, wanted->right};
    bool all = true;
    for (int i = 0; i < 2 && wanted->left && runs->count > 0; ++i) {
        bool found = false;
        for (size_t k = 0; k < runs->count; ++k)
            found = found || strcmp(runs->items[k].row->model, names[i]) == 0;
        if (!found) {
            char plain[64];
            text_plain(plain, sizeof plain, names[i]);
            fprintf(stderr, "parallax crossover: --models: no run is of the model '%s'\n", plain);
        }
        all = all && found;
    }
    return all;
}

static bool are_wanted(const struct wanted *wanted, const struct series *left,
                       const struct series *right)
{
    const struct run_row *a = left->cells[0]->runs[0]->row, *b = right->cells[0]->runs[0]->row;
    if (left->group != right->group || left == right)
        return false;
    if (wanted->left)
        return strcmp(a->model, wanted->left) == 0 && strcmp(b->model, wanted->right) == 0;
    return model_kind_of(a) == MODEL_PROCESSES && model_kind_of(b) == MODEL_THREADS;
}

static int compare_series(const struct study_set *loaded, enum series_over over,
                          const struct wanted *wanted)
{
    struct series_set set;
    struct crossovers crossovers;
    series_build(&set, &loaded->cells, over);
    crossovers_begin(&crossovers, series_over_names[over], wanted->json, stdout);
    for (size_t i = 0; i < set.count; ++i)
        for (size_t j = 0; j < set.count; ++j) {
            struct comparison comparison;
            if (!are_wanted(wanted, &set.series[i], &set.series[j]))
                continue;
            comparison_make(&comparison, &set, &set.series[i], &set.series[j]);
            crossovers_add(&crossovers, &comparison);
            comparison_free(&comparison);
        }
    const int code =
        wanted->hdf5 ? crossovers_write_hdf5(&crossovers, wanted->hdf5, &loaded->files) : EXIT_OK;
    crossovers_end(&crossovers, set.few_runs);
    series_free(&set);
    return code;
}

static int compare_points(const struct files *files, const struct results *results,
                          const struct wanted *wanted)
{
    struct point_set set;
    struct crossovers crossovers;
    point_series_build(&set, results);
    crossovers_begin(&crossovers, overs[OVER_POINTS], wanted->json, stdout);
    for (size_t i = 0; i < set.count; ++i)
        for (size_t j = 0; j < set.count; ++j) {
            const struct point_series *left = &set.series[i], *right = &set.series[j];
            struct comparison comparison;
            if (left->group != right->group ||
                (wanted->left ? strcmp(left->variant, wanted->left) != 0 ||
                                    strcmp(right->variant, wanted->right) != 0
                              : j <= i))
                continue;
            point_series_compare(&comparison, left, right);
            crossovers_add(&crossovers, &comparison);
            comparison_free(&comparison);
        }
    const int code =
        wanted->hdf5 ? crossovers_write_hdf5(&crossovers, wanted->hdf5, files) : EXIT_OK;
    crossovers_end(&crossovers, 0);
    point_series_free(&set);
    return code;
}

static int write_points(const struct wanted *wanted, int count, char **operands)
{
    struct files files = {0};
    struct results results = {0};
    int code = files_collect(&files, count, operands);
    if (code == EXIT_OK)
        code = files_read(&files, &results);
    if (code == EXIT_OK || code == EXIT_SOME_FAILED)
        code = verbs_worse(compare_points(&files, &results, wanted), code);
    record_results_free(&results);
    files_free(&files);
    return code;
}

static int write_series(enum series_over over, const struct wanted *wanted, int count,
                        char **operands)
{
    struct study_set set;
    int code = verbs_load(&set, count, operands, true);
    if ((code == EXIT_OK || code == EXIT_SOME_FAILED) && !are_there(wanted, &set.runs))
        code = EXIT_USAGE;
    else if (code == EXIT_OK || code == EXIT_SOME_FAILED)
        code = verbs_worse(compare_series(&set, over, wanted), code);
    verbs_unload(&set);
    return code;
}

static int run_crossover(const struct verb *verb, int argc, char **argv)
{
    int over = SERIES_SIZE;
    struct wanted wanted = {.json = false};
    for (int letter; (letter = arguments_next(verb, argc, argv)) != ARGUMENTS_END;) {
        if (letter == 'h') {
            arguments_help(verb);
            return EXIT_OK;
        }
        if (letter == OPTION_OVER)
            over = verbs_parse_over(verb, optarg, overs, OVERS);
        if (letter == ARGUMENTS_WRONG || over < 0 ||
            (letter == OPTION_MODELS && !parse_models(optarg, &wanted)))
            return EXIT_USAGE;
        wanted.json = wanted.json || letter == OPTION_JSON;
        wanted.hdf5 = letter == OPTION_HDF5 ? optarg : wanted.hdf5;
    }
    if (optind == argc)
        return verbs_need_operand(verb);
    return over == OVER_POINTS
               ? write_points(&wanted, argc - optind, argv + optind)
               : write_series((enum series_over)over, &wanted, argc - optind, argv + optind);
}

const struct verb verb_crossover = {
    "crossover",   "RESULTS...", "From which size on processes are faster than threads.",
    run_crossover, options,
};
