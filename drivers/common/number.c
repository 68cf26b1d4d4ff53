/* Real numbers as text: as many digits as people read, or as many as programs need. */
#include "drivers/common/number.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const double smallest = 1e-4, largest = 1e15; /* without an exponent */

struct number number_short(double value, int digits)
{
    struct number number = {"-"};
    if (isnan(value))
        return number;
    snprintf(number.text, sizeof number.text, "%.*g", digits, value + 0.0); /* no -0 */
    const double rounded = strtod(number.text, NULL);
    if (strchr(number.text, 'e') && fabs(rounded) >= smallest && fabs(rounded) < largest)
        snprintf(number.text, sizeof number.text, "%.0f", rounded);
    return number;
}

struct number number_exact(double value)
{
    struct number number = {"nan"}; /* one, whatever its sign */
    if (isnan(value))
        return number;
    for (int digits = 15; digits <= 17; ++digits) {
        snprintf(number.text, sizeof number.text, "%.*g", digits, value);
        const double read = strtod(number.text, NULL);
        if (!(read < value || read > value))
            break;
    }
    return number;
}
