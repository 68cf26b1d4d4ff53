/* Pictures of claims: each way's effect with its interval, and the bound that it is tested against.
 */
#ifndef PARALLAX_DRAW_CLAIM_BARS_H
#define PARALLAX_DRAW_CLAIM_BARS_H

#include "analysis/claims/claims.h"
#include "analysis/draw/pictures.h"

/* Script and data of one picture for every finding that has tests; picture->claim is its number.
 * Returns 0, EXIT_CREATE or EXIT_IO. */
int claim_bars_write(struct pictures *pictures, const struct finding *findings,
                     const char *directory);

#endif
