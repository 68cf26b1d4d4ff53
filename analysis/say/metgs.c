/* METG of every way to do a work: the smallest size at which half of the best rate is reached. */
#include "analysis/say/metgs.h"

#include <math.h>
#include <stdint.h>

#include "analysis/data/comparison.h"
#include "analysis/say/json_interval.h"
#include "analysis/text.h"
#include "drivers/common/number.h"

enum { WIDTH = 98, TEXT = 4096 };

/* Of the pixels of one image, or of any at `x` images, where METG_EFFICIENCY of the rate is
 * reached. */
struct interval metgs_seconds(const struct series_set *set, const struct series *series,
                              const struct metg *metg)
{
    const double rate = METG_EFFICIENCY * metg->peak_rate / series->cells[0]->workers;
    if (set->over != SERIES_SIZE)
        return (struct interval){NAN, NAN, NAN};
    return estimate_scale(metg->root, 1 / rate);
}

static void say_answer(const struct series_set *set, const struct series *series,
                       const struct metg *metg, char *text)
{
    char smallest[32], value[32], low[32], high[32];
    text_number(smallest, sizeof smallest, series_x(set->over, series->cells[0]), 4);
    text_number(value, sizeof value, metg->root.value, 4);
    text_number(low, sizeof low, metg->root.low, 4);
    text_number(high, sizeof high, metg->root.high, 4);
    const char *unit = series_over_units[set->over];
    const struct interval first = metg->efficiency[0], seconds = metgs_seconds(set, series, metg);
    switch (metg->answer) {
    case METG_FEW_RUNS:
        text_append(text, TEXT, "no answer: a size has fewer than %d runs.", ESTIMATE_RUNS_MIN);
        return;
    case METG_BELOW:
        text_append(text, TEXT,
                    "below what was measured: with the smallest, %s %s, %.0f %% of the best rate "
                    "are reached (95 %% CI %.0f to %.0f %%).",
                    smallest, unit, 100 * first.value, 100 * first.low, 100 * first.high);
        return;
    case METG_UNCLEAR:
        text_append(text, TEXT,
                    "not resolved: no size is surely below half of the best rate; the smallest, "
                    "%s %s, reaches %.0f %% (95 %% CI %.0f to %.0f %%).",
                    smallest, unit, 100 * first.value, 100 * first.low, 100 * first.high);
        return;
    default:
        text_append(text, TEXT, "%s (95 %% set %s to %s) %s", value, low, high, unit);
        if (!isnan(seconds.value))
            text_append(text, TEXT, ", %s s (%s to %s) of a worker's time for one",
                        number_short(seconds.value, 4).text, number_short(seconds.low, 4).text,
                        number_short(seconds.high, 4).text);
        text_append(text, TEXT, ".");
    }
}

static void say_peak(const struct series_set *set, const struct series *series,
                     const struct metg *metg, char *text)
{
    char rate[32], x[32];
    if (metg->answer >= METG_FEW_SIZES)
        return;
    text_number(rate, sizeof rate, metg->peak_rate / 1e6, 4);
    text_number(x, sizeof x, series_x(set->over, series->cells[metg->peak]), 4);
    text_append(text, TEXT, " The best rate, %s Mpixel/s, was measured with %s %s.", rate, x,
                series_over_units[set->over]);
}

static void write_series(const struct series_set *set, const struct series *series, FILE *out)
{
    for (int started = 0; started <= 1; ++started) {
        char text[TEXT] = "", plain[TEXT];
        struct metg metg;
        const bool known = comparison_metg(&metg, set->over, series, started);
        text_append(text, sizeof text, "%s, METG(50 %%)%s: ", series_name(set, series),
                    started ? " with start-up" : "");
        if (known) {
            say_answer(set, series, &metg, text);
            say_peak(set, series, &metg, text);
            metg_free(&metg);
        } else {
            text_append(text, sizeof text,
                        "not known, since not all runs say when they were launched.");
        }
        text_plain(plain, sizeof plain, text);
        text_wrap(out, plain, WIDTH, "  ");
    }
}

void metgs_write_text(const struct series_set *set, FILE *out)
{
    size_t short_ones = 0, group = SIZE_MAX;
    for (size_t i = 0; i < set->count; ++i) {
        const struct series *series = &set->series[i];
        if (series->count < METG_SIZES_MIN) {
            ++short_ones;
            continue;
        }
        if (series->group != group) {
            char title[640];
            series_title(set, series, title, sizeof title);
            fputs(group != SIZE_MAX ? "\n" : "", out);
            text_wrap(out, title, WIDTH, "");
            group = series->group;
        }
        write_series(set, series, out);
    }
    if (set->count == 0)
        text_say(out, 2, "No answer: there is no series of cells that count.");
    else if (short_ones > 0)
        text_say(out, 2, "No answer for %zu series of fewer than %d sizes of %s.", short_ones,
                 METG_SIZES_MIN, series_over_units[set->over]);
    if (set->few_runs > 0)
        text_say(out, 2, "%zu cell%s of fewer than %d runs left out.", set->few_runs,
                 set->few_runs == 1 ? "" : "s", ESTIMATE_RUNS_MIN);
}

static void put_metg(struct json *json, const struct series_set *set, const struct series *series,
                     bool started)
{
    struct metg metg;
    if (!comparison_metg(&metg, set->over, series, started))
        return;
    json_open(json, started ? "with_start_up" : "working", '{');
    json_text(json, "answer", metg_answer_names[metg.answer]);
    json_number(json, "peak_pixels_per_s", metg.peak_rate);
    json_interval(json, "x", metg.root);
    json_interval(json, "seconds", metgs_seconds(set, series, &metg));
    json_open(json, "sizes", '[');
    for (size_t i = 0; i < series->count; ++i) {
        json_open(json, NULL, '{');
        json_number(json, "x", series_x(set->over, series->cells[i]));
        json_interval(json, "efficiency", metg.efficiency[i]);
        json_close(json, '}');
    }
    json_close(json, ']');
    json_close(json, '}');
    metg_free(&metg);
}

void metgs_write_json(const struct series_set *set, FILE *out)
{
    struct json json = {.out = out};
    json_open(&json, NULL, '{');
    json_text(&json, "schema", "parallax-metg-1");
    json_text(&json, "over", series_over_names[set->over]);
    json_number(&json, "confidence", ESTIMATE_CONFIDENCE);
    json_open(&json, "series", '[');
    for (size_t i = 0; i < set->count; ++i) {
        const struct series *series = &set->series[i];
        char title[640];
        series_title(set, series, title, sizeof title);
        json_open(&json, NULL, '{');
        json_text(&json, "title", title);
        json_text(&json, "name", series_name(set, series));
        json_whole(&json, "workers", series->cells[0]->workers);
        put_metg(&json, set, series, false);
        put_metg(&json, set, series, true);
        json_close(&json, '}');
    }
    json_close(&json, ']');
    json_close(&json, '}');
}
