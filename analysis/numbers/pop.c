/* POP efficiencies of one iteration, and their means. */
#include "analysis/numbers/pop.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>

#include "analysis/memory.h"

const char *const pop_names[POP_QUANTITIES] = {"PE",     "LB",     "CommE", "MPI_LB",
                                               "MPI_CE", "OMP_LB", "OMP_CE"};
const char *const pop_meanings[POP_QUANTITIES] = {
    "parallel efficiency",
    "load balance",
    "communication efficiency",
    "load balance of ranks",
    "communication efficiency of ranks",
    "load balance of threads",
    "communication efficiency of threads",
};

static double mean_of(const double *values, size_t n)
{
    double sum = 0;
    for (size_t i = 0; i < n; ++i)
        sum += values[i];
    return sum / (double)n;
}

static double most_of(const double *values, size_t n)
{
    double most = 0;
    for (size_t i = 0; i < n; ++i)
        most = fmax(most, values[i]);
    return most;
}

void pop_compute(const double *useful, size_t workers, const double *outside, size_t ranks,
                 double wall, double *efficiencies)
{
    const double most = most_of(useful, workers), outmost = most_of(outside, ranks);
    for (int i = 0; i < POP_QUANTITIES; ++i)
        efficiencies[i] = NAN;
    if (!(most > 0) || !(outmost > 0) || !(wall > 0))
        return;
    efficiencies[POP_PE] = mean_of(useful, workers) / wall;
    efficiencies[POP_LB] = mean_of(useful, workers) / most;
    efficiencies[POP_COMM_E] = most / wall;
    efficiencies[POP_MPI_LB] = mean_of(outside, ranks) / outmost;
    efficiencies[POP_MPI_CE] = outmost / wall;
    efficiencies[POP_OMP_LB] = efficiencies[POP_LB] / efficiencies[POP_MPI_LB];
    efficiencies[POP_OMP_CE] = efficiencies[POP_COMM_E] / efficiencies[POP_MPI_CE];
}

static double to_efficiency(double logit)
{
    return 1 / (1 + exp(-logit));
}

struct interval pop_mean(const double *values, size_t n)
{
    bool below = true;
    for (size_t i = 0; i < n; ++i) {
        if (!(values[i] > 0))
            return (struct interval){NAN, NAN, NAN};
        below = below && values[i] < 1;
    }
    if (n == 0)
        return (struct interval){NAN, NAN, NAN};
    double *logs = memory_array(n, sizeof *logs); /* estimate_mean() is of exp(logs) */
    for (size_t i = 0; i < n; ++i)
        logs[i] = below ? log(values[i] / (1 - values[i])) : log(values[i]);
    const struct interval mean = estimate_mean(logs, n);
    free(logs);
    if (!below)
        return mean;
    return (struct interval){to_efficiency(log(mean.value)), to_efficiency(log(mean.low)),
                             to_efficiency(log(mean.high))};
}
