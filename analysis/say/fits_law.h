/* What one fitted law says, in words. */
#ifndef PARALLAX_SAY_FITS_LAW_H
#define PARALLAX_SAY_FITS_LAW_H

#include "analysis/data/curve_fits.h"

enum {
    FITS_TEXT = 4096, /* bytes of what is appended to */
    FITS_FAR = 4      /* times the largest that was measured: nothing is predicted beyond */
};

/* Appends sentences to text[FITS_TEXT]: the parameters, whether the law fits, what follows, and the
 * residuals; or why nothing was fitted. `predicted` workers (0: none): their time as well. */
void fits_say_law(const struct curve_fits *fits, const struct fit *fit, int predicted, char *text);

/* Why nothing was fitted, where `have` numbers of workers are fewer than `needed`; false: they are
 * not. */
bool fits_say_refusal(const struct curve_fits *fits, const char *name, size_t have, size_t needed,
                      char *text);

#endif
