/* OpenMP's constructs where there is none. */
#include "drivers/probes/constructs.h"

#include <math.h>

const char *const construct_names[CONSTRUCTS] = {"omp-parallel", "omp-for",      "omp-barrier",
                                                 "omp-single",   "omp-critical", "omp-lock",
                                                 "omp-atomic",   "omp-reduction"};

double construct_overhead(void *context, char *why)
{
    (void)context;
    snprintf(why, REPEAT_WHY, "built without OpenMP");
    return NAN;
}
