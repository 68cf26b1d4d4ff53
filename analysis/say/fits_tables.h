/* The tables of what was fitted to curves, as parallax fit writes them into an HDF5 file. */
#ifndef PARALLAX_SAY_FITS_TABLES_H
#define PARALLAX_SAY_FITS_TABLES_H

#include "drivers/common/statistics.h"
#include "drivers/record/tables.h"

enum fits_table {
    FITS_STUDIES,
    FITS_CURVES,
    FITS_POINTS,
    FITS_LAWS,
    FITS_PARAMETERS,
    FITS_RESIDUALS,
    FITS_FORMS,
    FITS_TABLES
};
extern const struct record_table fits_tables[FITS_TABLES];

/* Rows of them, in that order; what each member is stands in the table. */
struct fits_study {
    int32_t study;
    char title[640];
};

struct fits_curve {
    int32_t study, largest, few_runs, left_out;
    int8_t blocks;
    char curve[96], form[16];
    int64_t hypotheses;
    struct interval growth;
};

struct fits_point {
    int32_t study, workers, repetition;
    char curve[96];
    double time;
    struct interval karp_flatt;
};

struct fits_law {
    int32_t study, distinct, needed, predicted;
    int8_t peak_resolved, extrapolated;
    char curve[96], law[24], state[16];
    double f, above, below, probability;
    struct interval time_1, peak, predicted_time;
};

struct fits_parameter {
    int32_t study;
    char curve[96], law[24], parameter[24], meaning[64];
    struct interval value;
};

struct fits_residual {
    int32_t study, workers;
    char curve[96], law[24];
    double residual;
};

struct fits_form {
    int32_t study, log_exponent;
    char curve[96];
    double c0, c1, exponent, error, error_spread, probability;
};

#endif
