/* From which size on processes are faster than threads, or any model than another. */
#include "analysis/say/crossovers.h"

#include <math.h>
#include <string.h>

#include "analysis/data/comparison.h"
#include "analysis/data/model_kind.h"
#include "analysis/say/json_interval.h"
#include "analysis/text.h"

enum { WIDTH = 98, TEXT = 4096 };

static const struct run_row *row_of(const struct series *series)
{
    return series->cells[0]->runs[0]->row;
}

static bool are_wanted(const struct crossovers_pair *pair, const struct series *left,
                       const struct series *right)
{
    const struct run_row *a = row_of(left), *b = row_of(right);
    if (left->group != right->group || left == right)
        return false;
    if (pair->left)
        return strcmp(a->model, pair->left) == 0 && strcmp(b->model, pair->right) == 0;
    return model_kind_of(a) == MODEL_PROCESSES && model_kind_of(b) == MODEL_THREADS;
}

void crossovers_title(enum series_over over, const struct series *series, char *buffer, size_t size)
{
    const struct run_row *row = row_of(series);
    char raw[512];
    snprintf(raw, sizeof raw, "%s %s; %s, %s, %s, by %s", row->kernel, row->params, row->study,
             row->mode, row->source, series_over_units[over]);
    if (over != SERIES_WORKERS)
        text_append(raw, sizeof raw, "; %d worker%s", series->cells[0]->workers,
                    series->cells[0]->workers == 1 ? "" : "s");
    text_plain(buffer, size, raw);
}

static void say_roots(const struct crossover *crossover, enum series_over over, char *text)
{
    for (size_t i = 0; i < crossover->root_count; ++i) {
        const struct interval root = crossover->roots[i];
        char value[32], low[32], high[32];
        text_number(value, sizeof value, root.value, 4);
        text_number(low, sizeof low, root.low, 4);
        text_number(high, sizeof high, root.high, 4);
        text_append(text, TEXT, "%s %s (95 %% set %s to %s)", i > 0 ? "," : " at", value, low,
                    high);
    }
    text_append(text, TEXT, " %s", series_over_units[over]);
}

static void say_answer(const struct crossover *crossover, enum series_over over, const char *left,
                       const char *right, char *text)
{
    const char *first = crossover->before < 0 ? left : right;
    const char *last = crossover->after < 0 ? left : right;
    switch (crossover->answer) {
    case CROSSOVER_FEW_SIZES:
        text_append(text, TEXT, "no answer: %zu sizes were measured with both, %d are needed.",
                    crossover->count, CROSSOVER_SIZES_MIN);
        return;
    case CROSSOVER_FEW_RUNS:
        text_append(text, TEXT, "no answer: a size has fewer than %d runs.", ESTIMATE_RUNS_MIN);
        return;
    case CROSSOVER_INDISTINGUISHABLE:
        text_append(text, TEXT, "indistinguishable at all %zu sizes.", crossover->count);
        return;
    case CROSSOVER_NONE:
        text_append(text, TEXT, "no crossover: %s is faster wherever they differ.", first);
        return;
    case CROSSOVER_ONE:
        text_append(text, TEXT, "one crossover");
        say_roots(crossover, over, text);
        text_append(text, TEXT, ": below it %s is faster, above it %s.", first, last);
        return;
    default:
        text_append(text, TEXT, "several crossovers");
        say_roots(crossover, over, text);
        text_append(text, TEXT, ": %s is faster at the smallest sizes, %s at the largest.", first,
                    last);
    }
}

static void say_sizes(const struct crossover *crossover, char *text)
{
    text_append(text, TEXT, " Ratios of times:");
    for (size_t i = 0; i < crossover->count; ++i) {
        const struct crossover_point *point = &crossover->points[i];
        const struct interval ratio = difference_ratio(point->ratio);
        char x[32];
        text_number(x, sizeof x, point->x, 4);
        text_append(text, TEXT, "%s %s: %.3f%s (%.3f to %.3f)", i > 0 ? "," : "", x, ratio.value,
                    point->differs ? "*" : "", ratio.low, ratio.high);
    }
    text_append(text, TEXT, ". *: differs from 1, by Holm over all sizes.");
}

static void write_text(const struct series_set *set, const struct comparison *comparison,
                       bool further, FILE *out)
{
    char title[640];
    const char *left = series_name(set, comparison->left);
    const char *right = series_name(set, comparison->right);
    const enum series_over over = set->over;
    const struct crossover *starting = &comparison->starting;
    char text[TEXT] = "", plain[TEXT];
    crossovers_title(over, comparison->left, title, sizeof title);
    fputs(further ? "\n" : "", out);
    text_wrap(out, title, WIDTH, "");
    text_append(text, sizeof text, "%s against %s, at work: ", left, right);
    say_answer(&comparison->working, over, left, right, text);
    if (comparison->working.answer < CROSSOVER_FEW_SIZES)
        say_sizes(&comparison->working, text);
    if (comparison->one_sided > 0)
        text_append(text, sizeof text, " Sizes of one of them only: %zu.", comparison->one_sided);
    text_plain(plain, sizeof plain, text);
    text_wrap(out, plain, WIDTH, "  ");
    text[0] = '\0';
    text_append(text, sizeof text, "With start-up, from the launch to the end of one iteration: ");
    if (!comparison->start_known)
        text_append(text, sizeof text,
                    "not known, since not all runs say when they were launched.");
    else
        say_answer(starting, over, left, right, text);
    if (comparison->start_known && starting->answer < CROSSOVER_FEW_SIZES)
        say_sizes(starting, text);
    text_plain(plain, sizeof plain, text);
    text_wrap(out, plain, WIDTH, "  ");
}

void crossovers_write_text(const struct series_set *set, const struct crossovers_pair *pair,
                           FILE *out)
{
    size_t written = 0, short_ones = 0, most = 0;
    for (size_t i = 0; i < set->count; ++i)
        for (size_t j = 0; j < set->count; ++j) {
            struct comparison comparison;
            if (!are_wanted(pair, &set->series[i], &set->series[j]))
                continue;
            comparison_make(&comparison, set->over, &set->series[i], &set->series[j]);
            const size_t count = comparison.working.count;
            most = count > most ? count : most;
            if (count < CROSSOVER_SIZES_MIN)
                ++short_ones;
            else
                write_text(set, &comparison, written++ > 0, out);
            comparison_free(&comparison);
        }
    if (short_ones > 0)
        fprintf(out, "No answer for %zu comparison%s of fewer than %d sizes (%zu at most).\n",
                short_ones, short_ones == 1 ? "" : "s", CROSSOVER_SIZES_MIN,
                most < CROSSOVER_SIZES_MIN ? most : CROSSOVER_SIZES_MIN - 1);
    if (written == 0 && short_ones == 0)
        fprintf(out, "Nothing to compare: no %s did the same work as %s.\n",
                pair->left ? pair->left : "processes", pair->left ? pair->right : "threads");
    if (set->few_runs > 0)
        fprintf(out, "%zu cell%s of fewer than %d runs left out.\n", set->few_runs,
                set->few_runs == 1 ? "" : "s", ESTIMATE_RUNS_MIN);
}

static void put_crossover(struct json_nest *json, const char *name,
                          const struct crossover *crossover)
{
    json_nest_open(json, name, '{');
    json_nest_text(json, "answer", crossover_answer_names[crossover->answer]);
    json_nest_open(json, "sizes", '[');
    for (size_t i = 0; i < crossover->count; ++i) {
        json_nest_open(json, NULL, '{');
        json_nest_number(json, "x", crossover->points[i].x);
        json_interval(json, "ratio", difference_ratio(crossover->points[i].ratio));
        json_nest_bool(json, "differs", crossover->points[i].differs);
        json_nest_close(json, '}');
    }
    json_nest_close(json, ']');
    json_nest_open(json, "crossovers", '[');
    for (size_t i = 0; i < crossover->root_count; ++i)
        json_interval(json, NULL, crossover->roots[i]);
    json_nest_close(json, ']');
    json_nest_close(json, '}');
}

static void put_comparison(struct json_nest *json, const struct series_set *set,
                           const struct series *left, const struct series *right)
{
    const enum series_over over = set->over;
    struct comparison comparison;
    char title[640];
    comparison_make(&comparison, over, left, right);
    crossovers_title(over, left, title, sizeof title);
    json_nest_open(json, NULL, '{');
    json_nest_text(json, "title", title);
    json_nest_text(json, "left", series_name(set, left));
    json_nest_text(json, "right", series_name(set, right));
    json_nest_whole(json, "workers", over == SERIES_WORKERS ? -1 : left->cells[0]->workers);
    json_nest_whole(json, "sizes_of_one_only", (int64_t)comparison.one_sided);
    put_crossover(json, "working", &comparison.working);
    if (comparison.start_known)
        put_crossover(json, "with_start_up", &comparison.starting);
    json_nest_close(json, '}');
    comparison_free(&comparison);
}

void crossovers_write_json(const struct series_set *set, const struct crossovers_pair *pair,
                           FILE *out)
{
    struct json_nest json = {.out = out};
    json_nest_open(&json, NULL, '{');
    json_nest_text(&json, "schema", "parallax-crossover-1");
    json_nest_text(&json, "over", series_over_names[set->over]);
    json_nest_number(&json, "confidence", ESTIMATE_CONFIDENCE);
    json_nest_open(&json, "comparisons", '[');
    for (size_t i = 0; i < set->count; ++i)
        for (size_t j = 0; j < set->count; ++j)
            if (are_wanted(pair, &set->series[i], &set->series[j]))
                put_comparison(&json, set, &set->series[i], &set->series[j]);
    json_nest_close(&json, ']');
    json_nest_close(&json, '}');
}
