/* What a picture's numbers mean: what is known without the library that converts colours. */
#include <math.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>

#include "drivers/io/colour_engine.h"

const bool colour_available = true;

const uint32_t colour_standard[] = {31270, 32900, 64000, 33000, 30000, 60000, 15000, 6000};

static _Atomic(const struct colour_engine *) engine; /* as soon as it is loaded */

void colour_version(char *text, size_t size)
{
    snprintf(text, size, "lcms2 %s", PARALLAX_LCMS_VERSION);
}

int colour_load(struct failure *failure)
{
    if (!atomic_load(&engine))
        atomic_store(&engine, colour_find(failure));
    return atomic_load(&engine) ? 0 : -1;
}

/* As close to sRGB as libpng takes for the same: 1 % of a coordinate, 5 % of the exponent. For what
 * makes sense. */
static bool is_standard(const struct colour_space *said)
{
    bool near = true;
    for (int i = 0; i < 8 && said->chromaticity[0]; ++i)
        near = near && abs((int)said->chromaticity[i] - (int)colour_standard[i]) <= 1000;
    return said->standard || (near && (!said->gamma || fabs(said->gamma * 1e-5 * 2.2 - 1) <= 0.05));
}

/* Numbers of which a profile can be made. */
static bool makes_sense(const struct colour_space *said)
{
    for (int i = 0; i < 8 && said->chromaticity[0]; ++i)
        if (said->chromaticity[i] > 100000 || (i < 2 && said->chromaticity[i] < 1000))
            return false;
    return !said->gamma || (said->gamma >= 1000 && said->gamma <= 1000000);
}

bool colour_is_said(const struct colour_space *said)
{
    return (said->gamma || said->chromaticity[0]) && makes_sense(said) && !is_standard(said);
}

bool colour_prepare(struct colour *colour, struct bytes_part icc, int channels)
{
    return atomic_load(&engine)->prepare(colour, icc, channels);
}

void colour_convert(struct colour *colour, const struct image *image, struct range rows)
{
    atomic_load(&engine)->convert(colour, image, rows);
}

bool colour_convert_inks(struct colour *colour, struct bytes_part icc, struct image *image)
{
    return atomic_load(&engine)->convert_inks(colour, icc, image);
}

void colour_profile(struct colour *colour, const struct colour_space *said, int channels,
                    struct bytes *icc)
{
    icc->size = 0;
    atomic_load(&engine)->profile(colour, said, channels, icc);
}

void colour_free(struct colour *colour)
{
    if (atomic_load(&engine))
        atomic_load(&engine)->release(colour);
}
