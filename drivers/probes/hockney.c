/* The time of a message by its length. */
#include "drivers/probes/hockney.h"

int hockney_fit(const double *m, const double *t, size_t n, struct hockney *fit)
{
    double weights = 0, mean_m = 0, mean_t = 0, squares = 0, products = 0;
    for (size_t i = 0; i < n; ++i) {
        double w = 1 / (t[i] * t[i]);
        weights += w;
        mean_m += w * m[i];
        mean_t += w * t[i];
    }
    mean_m /= weights;
    mean_t /= weights;
    for (size_t i = 0; i < n; ++i) {
        double w = 1 / (t[i] * t[i]);
        squares += w * (m[i] - mean_m) * (m[i] - mean_m);
        products += w * (m[i] - mean_m) * (t[i] - mean_t);
    }
    if (n < 2 || !(squares > 0))
        return -1;
    fit->per_byte = products / squares;
    fit->alpha = mean_t - fit->per_byte * mean_m;
    return 0;
}
