/* What was fitted to curves, in words. */
#include <math.h>
#include <string.h>

#include "analysis/data/fields.h"
#include "analysis/data/model_kind.h"
#include "analysis/say/fits.h"
#include "analysis/say/fits_law.h"
#include "analysis/text.h"
#include "drivers/common/number.h"

enum { WIDTH = 98, MODELS_NAMED = 5 };

bool fits_can(const struct cells *cells, const struct curve *curve)
{
    const struct study *study = &cells->studies[curve->study];
    return curve->count > 1 &&
           model_kind_of(cells->cells[curve->first].runs[0]->row) != MODEL_SERIAL &&
           (study->weak || field_study_is(study->run->row, "strong"));
}

static void say_fractions(const struct curve_fits *fits, char *text)
{
    const size_t before = strlen(text);
    for (size_t i = 0; i < fits->count; ++i) {
        const struct interval e = fits->cells[i]->karp_flatt;
        if (isnan(e.value))
            continue;
        text_append(text, FITS_TEXT, "%s %d: %s (%s to %s)",
                    strlen(text) == before ? "Karp-Flatt e (95 % CI) by workers:" : ",",
                    fits->points[i].workers, number_short(e.value, 3).text,
                    number_short(e.low, 3).text, number_short(e.high, 3).text);
    }
    if (strlen(text) == before || isnan(fits->growth.value))
        return;
    text_append(text, FITS_TEXT,
                ". From the fewest to the most it %s (by %s, 95 %% CI %s to %s)%s.",
                fits->growth.low > 0    ? "rises"
                : fits->growth.high < 0 ? "falls"
                                        : "does not change as far as can be told",
                number_short(fits->growth.value, 3).text, number_short(fits->growth.low, 3).text,
                number_short(fits->growth.high, 3).text,
                fits->growth.low > 0 ? ": overhead that grows with the workers" : "");
}

static void say_term(const struct pmnf_model *model, char *text)
{
    if (model->denominator != 1)
        text_append(text, FITS_TEXT, "p^(%d/%d)", model->numerator, model->denominator);
    else if (model->numerator == 1)
        text_append(text, FITS_TEXT, "p");
    else if (model->numerator != 0)
        text_append(text, FITS_TEXT, "p^%d", model->numerator);
    if (model->log_exponent > 0)
        text_append(text, FITS_TEXT, "%slog2(p)%s", model->numerator != 0 ? " " : "",
                    model->log_exponent > 1 ? "^2" : "");
}

static void say_form(const struct curve_fits *fits, char *text)
{
    const struct pmnf *pmnf = &fits->pmnf;
    const struct pmnf_model *best = &pmnf->models[0];
    if (fits_say_refusal(fits, "Normal form", pmnf->distinct, PMNF_POINTS_MIN, text))
        return;
    if (!(fabs(best->c1) > 0)) {
        text_append(text, FITS_TEXT,
                    "Normal form: constant, %s s: none of %zu others is told apart from it.",
                    number_short(best->c0, 4).text, pmnf->hypotheses);
        return;
    }
    text_append(text, FITS_TEXT, "Normal form: T/s = %s %s%s ", number_short(best->c0, 4).text,
                best->c1 < 0 ? "" : "+", number_short(best->c1, 4).text);
    say_term(best, text);
    text_append(text, FITS_TEXT, " (error when one is left out: %s %%)",
                number_short(best->error, 2).text);
    for (size_t i = 1; i < pmnf->model_count && i < MODELS_NAMED; ++i) {
        text_append(text, FITS_TEXT, "%s ", i == 1 ? "; as good within one standard error:" : ",");
        say_term(&pmnf->models[i], text);
    }
    if (pmnf->model_count > MODELS_NAMED)
        text_append(text, FITS_TEXT, " and %zu more", pmnf->model_count - MODELS_NAMED);
    if (pmnf->model_count == 1)
        text_append(text, FITS_TEXT,
                    "; no other is as good within one standard error. Nothing is extrapolated: one "
                    "model alone says too much");
    for (int factor = 2; factor <= FITS_FAR && pmnf->model_count > 1; factor *= 2) {
        const struct interval time = pmnf_envelope(pmnf, factor * (double)fits->largest);
        text_append(text, FITS_TEXT, "%s %zu workers %s to %s s",
                    factor == 2 ? ". All of them, extrapolated: with" : ", with",
                    (size_t)factor * fits->largest, number_short(time.low, 4).text,
                    number_short(time.high, 4).text);
    }
    text_append(text, FITS_TEXT, ".");
}

static void print(const char *text, FILE *out)
{
    char plain[FITS_TEXT];
    if (text[0] == '\0')
        return;
    text_plain(plain, sizeof plain, text);
    text_wrap(out, plain, WIDTH, "  ");
}

static void write_curve(const struct cells *cells, const struct curve *curve, int predicted,
                        FILE *out)
{
    struct curve_fits fits;
    char text[FITS_TEXT] = "";
    curve_fits_make(&fits, cells, curve);
    text_append(text, sizeof text, "%s: %zu point%s of %d runs or more", curve->name, fits.count,
                fits.count == 1 ? "" : "s", ESTIMATE_RUNS_MIN);
    if (fits.count > 0)
        text_append(text, sizeof text, ", largest measured %zu worker%s", fits.largest,
                    fits.largest == 1 ? "" : "s");
    if (fits.blocks)
        text_append(text, sizeof text, ", rounds as blocks");
    if (fits.left_out > 0)
        text_append(text, sizeof text, "; %zu cell%s not clean, left out", fits.left_out,
                    fits.left_out == 1 ? "" : "s");
    text_say(out, 2, "%s", text);
    for (size_t i = 0; i < fits.law_count; ++i) {
        text[0] = '\0';
        fits_say_law(&fits, &fits.laws[i], predicted, text);
        print(text, out);
    }
    text[0] = '\0';
    say_fractions(&fits, text);
    print(text, out);
    text[0] = '\0';
    say_form(&fits, text);
    print(text, out);
    curve_fits_free(&fits);
}

void fits_write_text(const struct cells *cells, int predicted, FILE *out)
{
    const struct study *last = NULL;
    for (size_t i = 0; i < cells->curve_count; ++i) {
        const struct study *study = &cells->studies[cells->curves[i].study];
        if (!fits_can(cells, &cells->curves[i]))
            continue;
        if (study != last) {
            fputs(last ? "\n" : "", out);
            text_wrap(out, study->title, WIDTH, "");
        }
        write_curve(cells, &cells->curves[i], predicted, out);
        last = study;
    }
    if (!last)
        text_say(
            out, 2,
            "Nothing to fit: no curve of a strong or weak study has several numbers of workers.");
}
