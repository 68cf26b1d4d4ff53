/* What was fitted to curves, as JSON. */
#include <math.h>

#include "analysis/say/fits.h"
#include "analysis/say/json_interval.h"

static void put_points(struct json *json, const struct curve_fits *fits)
{
    json_open(json, "points", '[');
    for (size_t i = 0; i < fits->count; ++i) {
        const struct scaling_point *point = &fits->points[i];
        json_open(json, NULL, '{');
        json_whole(json, "workers", point->workers);
        json_open(json, "times_s", '[');
        for (size_t j = 0; j < point->count; ++j)
            json_number(json, NULL, exp(point->logs[j]));
        json_close(json, ']');
        json_interval(json, "karp_flatt", fits->cells[i]->karp_flatt);
        json_close(json, '}');
    }
    json_close(json, ']');
}

static void put_solution(struct json *json, const struct fit *fit, int predicted)
{
    json_interval(json, "time_1_s", fit->time_1);
    json_open(json, "parameters", '{');
    for (size_t i = 0; i < fit->law->parameter_count; ++i)
        json_interval(json, fit->law->parameters[i], fit->parameters[i]);
    json_close(json, '}');
    json_open(json, "lack_of_fit", '{');
    json_number(json, "F", fit->lack.statistic);
    json_number(json, "degrees_above", fit->lack.above);
    json_number(json, "degrees_below", fit->lack.below);
    json_number(json, "probability", fit->lack.probability);
    json_close(json, '}');
    json_open(json, "log_residuals", '[');
    for (size_t i = 0; i < fit->count; ++i)
        json_number(json, NULL, fit_residual(fit, i));
    json_close(json, ']');
    if (fit->law == &law_usl) {
        const struct fit_peak peak = fit_peak_of(fit);
        json_bool(json, "peak_resolved", peak.resolved);
        json_interval(
            json, "peak_workers",
            (struct interval){peak.resolved ? (double)peak.workers : NAN, peak.low, peak.high});
    }
    if (predicted > 0 && fit->state == FIT_DONE) {
        json_whole(json, "predicted_workers", predicted);
        json_bool(json, "predicted_is_extrapolated", predicted > fit->largest);
        json_interval(json, "predicted_time_s", fit_time(fit, predicted));
    }
}

static void put_laws(struct json *json, const struct curve_fits *fits, int predicted)
{
    json_open(json, "laws", '[');
    for (size_t i = 0; i < fits->law_count; ++i) {
        const struct fit *fit = &fits->laws[i];
        json_open(json, NULL, '{');
        json_text(json, "law", fit->law->name);
        json_text(json, "state", fit_state_names[fit->state]);
        json_whole(json, "workers_clean", (int64_t)fit->distinct);
        json_whole(json, "workers_needed", (int64_t)fit->law->points_min);
        if (fit_is_solved(fit))
            put_solution(json, fit, predicted);
        json_close(json, '}');
    }
    json_close(json, ']');
}

static void put_form(struct json *json, const struct pmnf *pmnf)
{
    json_open(json, "normal_form", '{');
    json_text(json, "state", pmnf_state_names[pmnf->state]);
    json_whole(json, "hypotheses", (int64_t)pmnf->hypotheses);
    json_open(json, "models", '[');
    for (size_t i = 0; i < pmnf->model_count; ++i) {
        const struct pmnf_model *model = &pmnf->models[i];
        json_open(json, NULL, '{');
        json_number(json, "c0", model->c0);
        json_number(json, "c1", model->c1);
        json_number(json, "exponent", (double)model->numerator / model->denominator);
        json_whole(json, "log_exponent", model->log_exponent);
        json_number(json, "smape_percent", model->error);
        json_number(json, "smape_error_percent", model->error_spread);
        json_number(json, "probability", model->probability);
        json_close(json, '}');
    }
    json_close(json, ']');
    json_close(json, '}');
}

static void put_curve(struct json *json, const struct cells *cells, const struct curve *curve,
                      int predicted)
{
    struct curve_fits fits;
    curve_fits_make(&fits, cells, curve);
    json_open(json, NULL, '{');
    json_whole(json, "study_index", (int64_t)curve->study);
    json_text(json, "curve", curve->name);
    json_whole(json, "largest_workers", (int64_t)fits.largest);
    json_whole(json, "cells_of_few_runs", (int64_t)fits.few_runs);
    json_whole(json, "cells_left_out", (int64_t)fits.left_out);
    json_bool(json, "blocks", fits.blocks);
    put_points(json, &fits);
    put_laws(json, &fits, predicted);
    json_interval(json, "karp_flatt_growth", fits.growth);
    put_form(json, &fits.pmnf);
    json_close(json, '}');
    curve_fits_free(&fits);
}

void fits_write_json(const struct cells *cells, int predicted, FILE *out)
{
    struct json json = {.out = out};
    json_open(&json, NULL, '{');
    json_text(&json, "schema", "parallax-fit-1");
    json_number(&json, "confidence", ESTIMATE_CONFIDENCE);
    json_open(&json, "studies", '[');
    for (size_t i = 0; i < cells->study_count; ++i)
        json_text(&json, NULL, cells->studies[i].title);
    json_close(&json, ']');
    json_open(&json, "curves", '[');
    for (size_t i = 0; i < cells->curve_count; ++i)
        if (fits_can(cells, &cells->curves[i]))
            put_curve(&json, cells, &cells->curves[i], predicted);
    json_close(&json, ']');
    json_close(&json, '}');
}
