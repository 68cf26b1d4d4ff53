/* What was fitted to curves, as tables of an HDF5 file. */
#include <math.h>

#include "analysis/say/fits.h"
#include "analysis/say/fits_tables.h"
#include "analysis/say/hdf5_table.h"

static void add_curve(struct hdf5_table *out, const struct curve_fits *fits)
{
    struct fits_curve *row = hdf5_table_add(&out[FITS_CURVES]);
    row->study = (int32_t)fits->curve->study;
    hdf5_text(row->curve, fits->curve->name);
    row->largest = (int32_t)fits->largest;
    row->few_runs = (int32_t)fits->few_runs;
    row->left_out = (int32_t)fits->left_out;
    row->blocks = fits->blocks;
    row->growth = fits->growth;
    hdf5_text(row->form, pmnf_state_names[fits->pmnf.state]);
    row->hypotheses = (int64_t)fits->pmnf.hypotheses;
}

static void add_points(struct hdf5_table *out, const struct curve_fits *fits)
{
    for (size_t i = 0; i < fits->count; ++i)
        for (size_t k = 0; k < fits->points[i].count; ++k) {
            struct fits_point *row = hdf5_table_add(&out[FITS_POINTS]);
            row->study = (int32_t)fits->curve->study;
            hdf5_text(row->curve, fits->curve->name);
            row->workers = fits->points[i].workers;
            row->repetition = (int32_t)k;
            row->time = exp(fits->points[i].logs[k]);
            row->karp_flatt = fits->cells[i]->karp_flatt;
        }
}

/* What the parameters and the residuals are. */
static void add_solution(struct hdf5_table *out, const struct curve_fits *fits,
                         const struct fit *fit)
{
    for (size_t i = 0; i < fit->law->parameter_count; ++i) {
        struct fits_parameter *row = hdf5_table_add(&out[FITS_PARAMETERS]);
        row->study = (int32_t)fits->curve->study;
        hdf5_text(row->curve, fits->curve->name);
        hdf5_text(row->law, fit->law->name);
        hdf5_text(row->parameter, fit->law->parameters[i]);
        hdf5_text(row->meaning, fit->law->meanings[i]);
        row->value = fit->parameters[i];
    }
    for (size_t i = 0; i < fit->count; ++i) {
        struct fits_residual *row = hdf5_table_add(&out[FITS_RESIDUALS]);
        row->study = (int32_t)fits->curve->study;
        hdf5_text(row->curve, fits->curve->name);
        hdf5_text(row->law, fit->law->name);
        row->workers = fits->points[i].workers;
        row->residual = fit_residual(fit, i);
    }
}

static void fill_law(struct fits_law *row, const struct fit *fit, int predicted)
{
    row->time_1 = fit->time_1;
    row->f = fit->lack.statistic;
    row->above = fit->lack.above;
    row->below = fit->lack.below;
    row->probability = fit->lack.probability;
    if (fit->law == &law_usl) {
        const struct fit_peak peak = fit_peak_of(fit);
        row->peak_resolved = peak.resolved;
        row->peak =
            (struct interval){peak.resolved ? (double)peak.workers : NAN, peak.low, peak.high};
    }
    if (predicted > 0 && fit->state == FIT_DONE) {
        row->predicted = predicted;
        row->extrapolated = predicted > fit->largest;
        row->predicted_time = fit_time(fit, predicted);
    }
}

static void add_laws(struct hdf5_table *out, const struct curve_fits *fits, int predicted)
{
    for (size_t i = 0; i < fits->law_count; ++i) {
        const struct fit *fit = &fits->laws[i];
        struct fits_law *row = hdf5_table_add(&out[FITS_LAWS]);
        row->study = (int32_t)fits->curve->study;
        hdf5_text(row->curve, fits->curve->name);
        hdf5_text(row->law, fit->law->name);
        hdf5_text(row->state, fit_state_names[fit->state]);
        row->distinct = (int32_t)fit->distinct;
        row->needed = (int32_t)fit->law->points_min;
        if (!fit_is_solved(fit))
            continue;
        fill_law(row, fit, predicted);
        add_solution(out, fits, fit);
    }
}

static void add_forms(struct hdf5_table *out, const struct curve_fits *fits)
{
    for (size_t i = 0; i < fits->pmnf.model_count; ++i) {
        const struct pmnf_model *model = &fits->pmnf.models[i];
        struct fits_form *row = hdf5_table_add(&out[FITS_FORMS]);
        row->study = (int32_t)fits->curve->study;
        hdf5_text(row->curve, fits->curve->name);
        row->c0 = model->c0;
        row->c1 = model->c1;
        row->exponent = (double)model->numerator / model->denominator;
        row->log_exponent = model->log_exponent;
        row->error = model->error;
        row->error_spread = model->error_spread;
        row->probability = model->probability;
    }
}

int fits_write_hdf5(const struct cells *cells, int predicted, const char *path,
                    const struct files *files)
{
    struct hdf5_table out[FITS_TABLES];
    for (int i = 0; i < FITS_TABLES; ++i)
        out[i] = (struct hdf5_table){.table = &fits_tables[i]};
    for (size_t i = 0; i < cells->study_count; ++i) {
        struct fits_study *row = hdf5_table_add(&out[FITS_STUDIES]);
        row->study = (int32_t)i;
        hdf5_text(row->title, cells->studies[i].title);
    }
    for (size_t i = 0; i < cells->curve_count; ++i) {
        struct curve_fits fits;
        if (!fits_can(cells, &cells->curves[i]))
            continue;
        curve_fits_make(&fits, cells, &cells->curves[i]);
        add_curve(out, &fits);
        add_points(out, &fits);
        add_laws(out, &fits, predicted);
        add_forms(out, &fits);
        curve_fits_free(&fits);
    }
    const int code = hdf5_tables_write(path, "parallax-fit-1", "Laws of scaling, fitted to curves",
                                       files, out, FITS_TABLES);
    for (int i = 0; i < FITS_TABLES; ++i)
        hdf5_table_free(&out[i]);
    return code;
}
