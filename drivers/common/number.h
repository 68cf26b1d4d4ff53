/* Real numbers as text: as many digits as people read, or as many as programs need. */
#ifndef PARALLAX_COMMON_NUMBER_H
#define PARALLAX_COMMON_NUMBER_H

#include <stddef.h>

struct number {
    char text[28];
};

enum { NUMBER_DIGITS = 4 }; /* for people */

/* For people: rounded to `digits` significant digits, without zeros that say nothing, and with an
 * exponent only below 1e-4 and from 1e15 on: 0.05, 1000, 1.235. "-": it is not a number; "inf"; no
 * zero has a sign. */
struct number number_short(double value, int digits);

/* For programs: the shortest of 15 to 17 digits, without zeros that say nothing, that strtod()
 * reads as the same number; "nan", "inf". */
struct number number_exact(double value);

#endif
