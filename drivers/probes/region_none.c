/* A parallel region where there is no OpenMP. */
#include "drivers/probes/region.h"

#include <math.h>

double region_first(void *context, char *why)
{
    (void)context;
    snprintf(why, REPEAT_WHY, "built without OpenMP");
    return NAN;
}

double region_next(void *context, char *why)
{
    return region_first(context, why);
}
