/* The least squares of a law: GSL's trust region method with the law's own derivatives. */
#include "analysis/numbers/fit_solve.h"

#include <gsl/gsl_blas.h>
#include <gsl/gsl_linalg.h>
#include <gsl/gsl_multifit_nlinear.h>
#include <math.h>

enum { ITERATIONS_MAX = 500 };

static const double step_tolerance = 1e-11, gradient_tolerance = 1e-13, gradient_accepted = 1e-7;

struct problem {
    const struct law *law;
    const double *workers, *means;
    size_t count;
};

static int evaluate(const gsl_vector *solution, void *context, gsl_vector *residuals)
{
    const struct problem *problem = context;
    double slopes[LAW_PARAMETERS_MAX];
    for (size_t i = 0; i < problem->count; ++i) {
        const double log_ratio = law_log_ratio(problem->law, problem->workers[i],
                                               gsl_vector_const_ptr(solution, 1), slopes);
        gsl_vector_set(residuals, i, gsl_vector_get(solution, 0) + log_ratio - problem->means[i]);
    }
    return GSL_SUCCESS;
}

static int differentiate(const gsl_vector *solution, void *context, gsl_matrix *slopes)
{
    const struct problem *problem = context;
    for (size_t i = 0; i < problem->count; ++i) {
        gsl_matrix_set(slopes, i, 0, 1);
        law_log_ratio(problem->law, problem->workers[i], gsl_vector_const_ptr(solution, 1),
                      gsl_matrix_ptr(slopes, i, 1));
    }
    return GSL_SUCCESS;
}

/* The law's own start, and the T(1) that is best with it. */
static gsl_vector *start_of(const struct problem *problem)
{
    const struct law *law = problem->law;
    double slopes[LAW_PARAMETERS_MAX];
    gsl_vector *start = gsl_vector_calloc(1 + law->parameter_count);
    for (size_t i = 0; i < law->parameter_count; ++i)
        gsl_vector_set(start, 1 + i, law->start[i]);
    for (size_t i = 0; i < problem->count; ++i)
        *gsl_vector_ptr(start, 0) +=
            (problem->means[i] - law_log_ratio(law, problem->workers[i], law->start, slopes)) /
            (double)problem->count;
    return start;
}

/* V S^-1 U' of the derivatives X = U S V'. */
static bool invert(const struct problem *problem, const gsl_vector *solution, double *influence)
{
    const size_t rows = solution->size;
    gsl_matrix *u = gsl_matrix_alloc(problem->count, rows), *v = gsl_matrix_alloc(rows, rows);
    gsl_vector *s = gsl_vector_alloc(rows), *work = gsl_vector_alloc(rows);
    differentiate(solution, (void *)problem, u);
    gsl_linalg_SV_decomp(u, v, s, work);
    const bool regular = gsl_vector_get(s, rows - 1) > 1e-12 * gsl_vector_get(s, 0);
    for (size_t i = 0; i < rows && regular; ++i) {
        gsl_vector_view column = gsl_matrix_column(v, i);
        gsl_vector_scale(&column.vector, 1 / gsl_vector_get(s, i));
    }
    gsl_matrix_view result = gsl_matrix_view_array(influence, rows, problem->count);
    if (regular)
        gsl_blas_dgemm(CblasNoTrans, CblasTrans, 1, v, u, 0, &result.matrix);
    gsl_matrix_free(u);
    gsl_matrix_free(v);
    gsl_vector_free(s);
    gsl_vector_free(work);
    return regular;
}

bool fit_solve(const struct law *law, const double *workers, const double *means, size_t count,
               double *solution, double *influence)
{
    struct problem problem = {law, workers, means, count};
    const size_t size = 1 + law->parameter_count;
    gsl_multifit_nlinear_parameters settings = gsl_multifit_nlinear_default_parameters();
    gsl_multifit_nlinear_fdf functions = {
        .f = evaluate, .df = differentiate, .n = count, .p = size, .params = &problem};
    gsl_multifit_nlinear_workspace *work =
        gsl_multifit_nlinear_alloc(gsl_multifit_nlinear_trust, &settings, count, size);
    gsl_vector *start = start_of(&problem);
    int info;
    gsl_multifit_nlinear_init(start, &functions, work);
    int status = gsl_multifit_nlinear_driver(ITERATIONS_MAX, step_tolerance, gradient_tolerance, 0,
                                             NULL, NULL, &info, work);
    /* No progress any more is what rounding makes of the last steps. */
    bool solved = status == GSL_SUCCESS || gsl_blas_dnrm2(work->g) < gradient_accepted;
    for (size_t i = 0; i < size; ++i) {
        solution[i] = gsl_vector_get(work->x, i);
        solved = solved && isfinite(solution[i]);
    }
    solved = solved && invert(&problem, work->x, influence);
    gsl_vector_free(start);
    gsl_multifit_nlinear_free(work);
    return solved;
}
