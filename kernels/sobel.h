/* What the files of sobel share. sobel.c has the definition. */
#ifndef PARALLAX_SOBEL_H
#define PARALLAX_SOBEL_H

#include "variant.h"

VARIANTS_DECLARED(sobel_rows);

#endif
