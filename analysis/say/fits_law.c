/* What one fitted law says, in words. */
#include "analysis/say/fits_law.h"

#include <math.h>

#include "analysis/text.h"
#include "drivers/common/number.h"

static void say_interval(char *text, const char *name, struct interval interval, const char *unit)
{
    char value[32], low[32], high[32];
    text_number(value, sizeof value, interval.value, 4);
    text_number(low, sizeof low, interval.low, 4);
    text_number(high, sizeof high, interval.high, 4);
    text_append(text, FITS_TEXT, "%s%s%s (95 %% CI %s to %s)", name, value, unit, low, high);
}

static void say_probability(char *text, double probability)
{
    if (probability < 0.001)
        text_append(text, FITS_TEXT, "P < 0.001");
    else
        text_append(text, FITS_TEXT, "P = %s", number_short(probability, 2).text);
}

/* The word that must stand at whatever lies beyond what was measured. */
static const char *beyond(const struct curve_fits *fits, double workers)
{
    if (!(workers > (double)fits->largest))
        return "";
    return workers > FITS_FAR * (double)fits->largest
               ? ", extrapolated, and further than 4 times the largest that was measured"
               : ", extrapolated";
}

static void say_residuals(const struct curve_fits *fits, const struct fit *fit, char *text)
{
    text_append(text, FITS_TEXT, " Residuals:");
    for (size_t i = 0; i < fit->count; ++i)
        text_append(text, FITS_TEXT, "%s %d: %s%s %%", i > 0 ? "," : "", fits->points[i].workers,
                    fit_residual(fit, i) < 0 ? "" : "+",
                    number_short(100 * expm1(fit_residual(fit, i)), 2).text);
    text_append(text, FITS_TEXT, ".");
}

static void say_lack(const struct fit *fit, char *text)
{
    char value[32];
    text_number(value, sizeof value, fit->lack.statistic, 3);
    text_append(text, FITS_TEXT, "lack of fit F(%.0f, %.0f) = %s, ", fit->lack.above,
                fit->lack.below, value);
    say_probability(text, fit->lack.probability);
}

bool fits_say_refusal(const struct curve_fits *fits, const char *name, size_t have, size_t needed,
                      char *text)
{
    if (have >= needed)
        return false;
    text_append(text, FITS_TEXT, "%s: not fitted: %zu number%s of workers %s clean, %zu are needed",
                name, have, have == 1 ? "" : "s", have == 1 ? "is" : "are", needed);
    if (fits->few_runs > 0)
        text_append(text, FITS_TEXT, " (%zu more %s fewer than %d runs)", fits->few_runs,
                    fits->few_runs == 1 ? "has" : "have", ESTIMATE_RUNS_MIN);
    text_append(text, FITS_TEXT, ".");
    return true;
}

static void say_amdahl_limit(const struct fit *fit, char *text)
{
    const struct interval f = fit->parameters[0];
    if (f.high < 0)
        text_append(text, FITS_TEXT,
                    " f is below 0: this is faster than ideal, which no serial fraction explains.");
    else if (!(f.low > 0))
        text_append(text, FITS_TEXT,
                    " No limit of the speedup is resolved: the interval of f holds 0.");
    else
        text_append(text, FITS_TEXT,
                    " With however many workers at most %s times as fast as one (%s to %s), "
                    "extrapolated.",
                    number_short(1 / f.value, 3).text, number_short(1 / f.high, 3).text,
                    number_short(1 / f.low, 3).text);
}

static void say_peak(const struct curve_fits *fits, const struct fit *fit, char *text)
{
    const struct fit_peak peak = fit_peak_of(fit);
    if (!peak.resolved)
        text_append(text, FITS_TEXT, " No peak resolved: the interval of kappa holds %s.",
                    fit->parameters[1].high < 0 ? "only values below 0" : "0");
    else
        text_append(text, FITS_TEXT, " Fastest with %d workers (95 %% CI %s to %s)%s.",
                    peak.workers, number_short(peak.low, 4).text, number_short(peak.high, 4).text,
                    beyond(fits, peak.high));
}

static void say_prediction(const struct curve_fits *fits, const struct fit *fit, int predicted,
                           char *text)
{
    char name[32];
    if (predicted == 0 || fit->state != FIT_DONE)
        return;
    snprintf(name, sizeof name, " With %d worker%s ", predicted, predicted == 1 ? "" : "s");
    const struct interval time = fit_time(fit, predicted);
    if (isnan(time.value)) {
        text_append(text, FITS_TEXT, "%sit has no time to tell.", name);
        return;
    }
    say_interval(text, name, time, " s");
    text_append(text, FITS_TEXT, "%s.", beyond(fits, predicted));
}

void fits_say_law(const struct curve_fits *fits, const struct fit *fit, int predicted, char *text)
{
    const struct law *law = fit->law;
    if (fits_say_refusal(fits, law->name, fit->distinct, law->points_min, text))
        return;
    if (!fit_is_solved(fit)) {
        text_append(text, FITS_TEXT, "%s: not fitted: its least squares have no minimum here.",
                    law->name);
        return;
    }
    const bool bad = fit->state == FIT_BAD;
    text_append(text, FITS_TEXT, "%s %s (", law->name, bad ? "does not fit" : "fits");
    say_lack(fit, text);
    text_append(text, FITS_TEXT, "):%s", bad ? " it would have" : "");
    for (size_t i = 0; i < law->parameter_count; ++i) {
        char name[32];
        snprintf(name, sizeof name, "%s%s = ", i == 0 ? " " : ", ", law->parameters[i]);
        say_interval(text, name, fit->parameters[i], "");
        text_append(text, FITS_TEXT, ", the %s", law->meanings[i]);
    }
    say_interval(text, "; T(1) = ", fit->time_1, " s");
    text_append(text, FITS_TEXT, ".");
    if (!bad && law == &law_amdahl)
        say_amdahl_limit(fit, text);
    if (!bad && law == &law_usl)
        say_peak(fits, fit, text);
    say_prediction(fits, fit, predicted, text);
    say_residuals(fits, fit, text);
}
