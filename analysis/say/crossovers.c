/* From which size on processes are faster than threads, or any model than another. */
#include "analysis/say/crossovers.h"

#include "analysis/say/crossovers_tables.h"
#include "analysis/say/json_interval.h"
#include "analysis/text.h"
#include "drivers/common/number.h"

enum { WIDTH = 98, TEXT = 4096 };

static void say_roots(const struct crossover *crossover, const char *unit, char *text)
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
    text_append(text, TEXT, " %s", unit);
}

static void say_answer(const struct crossover *crossover, const struct comparison *comparison,
                       char *text)
{
    const char *left = comparison->left, *right = comparison->right;
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
        say_roots(crossover, comparison->unit, text);
        text_append(text, TEXT, ": below it %s is faster, above it %s.", first, last);
        return;
    default:
        text_append(text, TEXT, "several crossovers");
        say_roots(crossover, comparison->unit, text);
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
        text_append(text, TEXT, "%s %s: %s%s (%s to %s)", i > 0 ? "," : "", x,
                    number_short(ratio.value, 3).text, point->differs ? "*" : "",
                    number_short(ratio.low, 3).text, number_short(ratio.high, 3).text);
    }
    text_append(text, TEXT, ". *: differs from 1, by Holm over all sizes.");
}

static void write_text(const struct comparison *comparison, bool further, FILE *out)
{
    const struct crossover *starting = &comparison->starting;
    char text[TEXT] = "", plain[TEXT];
    fputs(further ? "\n" : "", out);
    text_wrap(out, comparison->title, WIDTH, "");
    text_append(text, sizeof text, "%s against %s%s: ", comparison->left, comparison->right,
                comparison->start_asked ? ", at work" : "");
    say_answer(&comparison->working, comparison, text);
    if (comparison->working.answer < CROSSOVER_FEW_SIZES)
        say_sizes(&comparison->working, text);
    if (comparison->one_sided > 0)
        text_append(text, sizeof text, " Sizes of one of them only: %zu.", comparison->one_sided);
    text_plain(plain, sizeof plain, text);
    text_wrap(out, plain, WIDTH, "  ");
    if (!comparison->start_asked)
        return;
    text[0] = '\0';
    text_append(text, sizeof text, "With start-up, from the launch to the end of one iteration: ");
    if (!comparison->start_known)
        text_append(text, sizeof text,
                    "not known, since not all runs say when they were launched.");
    else
        say_answer(starting, comparison, text);
    if (comparison->start_known && starting->answer < CROSSOVER_FEW_SIZES)
        say_sizes(starting, text);
    text_plain(plain, sizeof plain, text);
    text_wrap(out, plain, WIDTH, "  ");
}

void crossovers_begin(struct crossovers *crossovers, const char *over, bool json, FILE *out)
{
    *crossovers = (struct crossovers){.out = out, .is_json = json, .json = {.out = out}};
    crossovers_tables_begin(crossovers->tables);
    if (!json)
        return;
    json_open(&crossovers->json, NULL, '{');
    json_text(&crossovers->json, "schema", "parallax-crossover-1");
    json_text(&crossovers->json, "over", over);
    json_number(&crossovers->json, "confidence", ESTIMATE_CONFIDENCE);
    json_open(&crossovers->json, "comparisons", '[');
}

static void put_crossover(struct json *json, const char *name, const struct crossover *crossover)
{
    json_open(json, name, '{');
    json_text(json, "answer", crossover_answer_names[crossover->answer]);
    json_open(json, "sizes", '[');
    for (size_t i = 0; i < crossover->count; ++i) {
        json_open(json, NULL, '{');
        json_number(json, "x", crossover->points[i].x);
        json_interval(json, "ratio", difference_ratio(crossover->points[i].ratio));
        json_bool(json, "differs", crossover->points[i].differs);
        json_close(json, '}');
    }
    json_close(json, ']');
    json_open(json, "crossovers", '[');
    for (size_t i = 0; i < crossover->root_count; ++i)
        json_interval(json, NULL, crossover->roots[i]);
    json_close(json, ']');
    json_close(json, '}');
}

static void put_comparison(struct json *json, const struct comparison *comparison)
{
    json_open(json, NULL, '{');
    json_text(json, "title", comparison->title);
    json_text(json, "left", comparison->left);
    json_text(json, "right", comparison->right);
    json_text(json, "unit", comparison->unit);
    json_whole(json, "workers", comparison->workers);
    json_whole(json, "sizes_of_one_only", (int64_t)comparison->one_sided);
    put_crossover(json, "working", &comparison->working);
    if (comparison->start_known)
        put_crossover(json, "with_start_up", &comparison->starting);
    json_close(json, '}');
}

void crossovers_add(struct crossovers *crossovers, const struct comparison *comparison)
{
    const size_t count = comparison->working.count;
    crossovers_tables_add(crossovers->tables, comparison);
    if (crossovers->is_json)
        put_comparison(&crossovers->json, comparison);
    else if (count < CROSSOVER_SIZES_MIN)
        ++crossovers->short_ones;
    else
        write_text(comparison, crossovers->written++ > 0, crossovers->out);
}

void crossovers_end(struct crossovers *crossovers, size_t few_runs)
{
    FILE *out = crossovers->out;
    for (int i = 0; i < CROSSOVERS_TABLES; ++i)
        hdf5_table_free(&crossovers->tables[i]);
    if (crossovers->is_json) {
        json_close(&crossovers->json, ']');
        json_close(&crossovers->json, '}');
        return;
    }
    if (crossovers->short_ones > 0)
        text_say(out, 2, "No answer for %zu comparison%s of fewer than %d sizes.",
                 crossovers->short_ones, crossovers->short_ones == 1 ? "" : "s",
                 CROSSOVER_SIZES_MIN);
    if (crossovers->written == 0 && crossovers->short_ones == 0)
        fputs("Nothing to compare: no two of these did the same work.\n", out);
    if (few_runs > 0)
        text_say(out, 2, "%zu cell%s of fewer than %d runs left out.", few_runs,
                 few_runs == 1 ? "" : "s", ESTIMATE_RUNS_MIN);
}
