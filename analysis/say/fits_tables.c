/* The tables of what was fitted to curves. */
#include "analysis/say/fits_tables.h"

#include "analysis/say/hdf5_table.h"

#define KEY(row)                                                                                   \
    RECORD_FIELD_NAMED(row, study, "study_index", "1", "-1", "number of the study in /studies"),   \
        RECORD_FIELD(row, curve, "", "", "curve of that study")
#define LAW_KEY(row) KEY(row), RECORD_FIELD(row, law, "", "", "amdahl, usl, gustafson")

static const struct record_field study_fields[] = {
    RECORD_FIELD_NAMED(fits_study, study, "study_index", "1", "-1", "number"),
    RECORD_FIELD(fits_study, title, "", "", "what its runs have in common"),
};
static const struct record_field curve_fields[] = {
    KEY(fits_curve),
    RECORD_FIELD_NAMED(fits_curve, largest, "largest_workers", "1", "0", "most workers fitted"),
    RECORD_FIELD_NAMED(fits_curve, few_runs, "cells_of_few_runs", "1", "0", "left out"),
    RECORD_FIELD_NAMED(fits_curve, left_out, "cells_left_out", "1", "0", "flagged, or of no time"),
    RECORD_FIELD(fits_curve, blocks, "1", "0", "1: repetitions were fitted as blocks"),
    HDF5_INTERVAL(fits_curve, growth, "karp_flatt_growth", "", "1", "of e, fewest to most workers"),
    RECORD_FIELD_NAMED(fits_curve, form, "normal_form", "", "", "done, few_points, few_runs"),
    RECORD_FIELD(fits_curve, hypotheses, "1", "0", "of the normal form that were tried"),
};
static const struct record_field point_fields[] = {
    KEY(fits_point),
    RECORD_FIELD(fits_point, workers, "1", "0", "ranks x threads"),
    RECORD_FIELD(fits_point, repetition, "1", "0", "from 0"),
    RECORD_FIELD_NAMED(fits_point, time, "time_s", "s", "NaN", "of one iteration"),
    HDF5_INTERVAL(fits_point, karp_flatt, "karp_flatt", "", "1", "e of all repetitions"),
};
static const struct record_field law_fields[] = {
    LAW_KEY(fits_law),
    RECORD_FIELD(fits_law, state, "", "", "done; bad: it does not fit; few_points, few_runs, ..."),
    RECORD_FIELD_NAMED(fits_law, distinct, "workers_clean", "1", "0", "numbers of workers fitted"),
    RECORD_FIELD_NAMED(fits_law, needed, "workers_needed", "1", "0", "that a fit needs"),
    HDF5_INTERVAL(fits_law, time_1, "time_1", "_s", "s", "T(1) of the law"),
    RECORD_FIELD_NAMED(fits_law, f, "lack_F", "1", "NaN", "lack of fit: F"),
    RECORD_FIELD_NAMED(fits_law, above, "lack_degrees_above", "1", "NaN", "its degrees of freedom"),
    RECORD_FIELD_NAMED(fits_law, below, "lack_degrees_below", "1", "NaN", "its degrees of freedom"),
    RECORD_FIELD_NAMED(fits_law, probability, "lack_probability", "1", "NaN", "of such an F"),
    RECORD_FIELD(fits_law, peak_resolved, "1", "0", "1: usl: a best number of workers is known"),
    HDF5_INTERVAL(fits_law, peak, "peak_workers", "", "1", "usl: more of them make it slower"),
    RECORD_FIELD_NAMED(fits_law, predicted, "predicted_workers", "1", "0", "as asked; 0: not"),
    RECORD_FIELD_NAMED(fits_law, extrapolated, "predicted_is_extrapolated", "1", "0", "1: it is"),
    HDF5_INTERVAL(fits_law, predicted_time, "predicted_time", "_s", "s", "T of so many"),
};
static const struct record_field parameter_fields[] = {
    LAW_KEY(fits_parameter),
    RECORD_FIELD(fits_parameter, parameter, "", "", "f, s, sigma, kappa"),
    RECORD_FIELD(fits_parameter, meaning, "", "", "what it is"),
    HDF5_INTERVAL(fits_parameter, value, "value", "", "1", "the estimate"),
};
static const struct record_field residual_fields[] = {
    LAW_KEY(fits_residual),
    RECORD_FIELD(fits_residual, workers, "1", "0", "ranks x threads"),
    RECORD_FIELD_NAMED(fits_residual, residual, "log_residual", "1", "NaN", "mean log T less law"),
};
static const struct record_field form_fields[] = {
    KEY(fits_form),
    RECORD_FIELD_NAMED(fits_form, c0, "c0_s", "s", "NaN", "T = c0 + c1 p^exponent log2(p)^..."),
    RECORD_FIELD_NAMED(fits_form, c1, "c1_s", "s", "NaN", "the same"),
    RECORD_FIELD(fits_form, exponent, "1", "NaN", "of p"),
    RECORD_FIELD(fits_form, log_exponent, "1", "0", "of log2(p)"),
    RECORD_FIELD_NAMED(fits_form, error, "smape_percent", "%", "NaN", "when one p is left out"),
    RECORD_FIELD_NAMED(fits_form, error_spread, "smape_error_percent", "%", "NaN", "of that mean"),
    RECORD_FIELD(fits_form, probability, "1", "NaN", "of the F test against a constant"),
};

const struct record_table fits_tables[FITS_TABLES] = {
    [FITS_STUDIES] = HDF5_TABLE("studies", "Studies", fits_study, study_fields),
    [FITS_CURVES] = HDF5_TABLE("curves", "Curves", fits_curve, curve_fields),
    [FITS_POINTS] = HDF5_TABLE("points", "What was fitted: one repetition at one number of workers",
                               fits_point, point_fields),
    [FITS_LAWS] = HDF5_TABLE("laws", "Laws, fitted to each curve", fits_law, law_fields),
    [FITS_PARAMETERS] =
        HDF5_TABLE("parameters", "Parameters of the laws", fits_parameter, parameter_fields),
    [FITS_RESIDUALS] =
        HDF5_TABLE("residuals", "Residuals of the laws", fits_residual, residual_fields),
    [FITS_FORMS] = HDF5_TABLE("normal_forms", "Models of the normal form, the best first",
                              fits_form, form_fields),
};
