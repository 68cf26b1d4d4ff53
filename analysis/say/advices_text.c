/* How a work should be run, in words. */
#include <math.h>
#include <string.h>

#include "analysis/data/names.h"
#include "analysis/say/advices.h"
#include "analysis/say/duration.h"
#include "analysis/say/verdict_command.h"
#include "analysis/text.h"
#include "drivers/common/number.h"

enum { WIDTH = 98, TEXT = 2048, NAMED = 4, RUNS_LIKELY = 100 };

static void write_line(const char *name, const char *text, FILE *out)
{
    char line[TEXT + 16];
    snprintf(line, sizeof line, "%s %s", name, text);
    text_wrap(out, line, WIDTH, "  ");
}

static void write_use(const struct advice *advice, FILE *out)
{
    char text[TEXT] = "", command[512], layout[64];
    verdict_command(advice->best, true, command, sizeof command);
    if (advice->verdict == VERDICT_DISTURBED)
        text_append(text, TEXT, "(not to be relied on: others disturbed what may be faster) ");
    else if (advice->verdict == VERDICT_FEW_RUNS)
        text_append(text, TEXT, "(not to be relied on: no way was measured three times) ");
    text_append(text, TEXT, "%d worker%s: %s.", advice->best->workers,
                advice->best->workers == 1 ? "" : "s", command);
    size_t named = 0;
    for (size_t i = 0; i < advice->count; ++i)
        if (advice->choice.tied[i] && advice->cells[i] != advice->best && named++ < NAMED) {
            names_layout(advice->all, advice->cells[i], layout, sizeof layout);
            text_append(text, TEXT, "%s %s %s", named == 1 ? " Not told apart from it:" : ",",
                        advice->all->curves[advice->cells[i]->curve].name, layout);
        }
    if (named > NAMED)
        text_append(text, TEXT, " and %zu more", named - NAMED);
    text_append(text, TEXT, "%s", named > 0 ? "." : "");
    write_line("USE", text, out);
}

static void write_time(const struct advice *advice, FILE *out)
{
    char text[TEXT] = "";
    text_append(text, TEXT, "%.0f image%s ", advice->images,
                advice->images > 1 ? "s take" : " takes");
    duration_say_interval(text, TEXT, advice->best_s);
    if (advice->start_s >= 0) {
        text_append(text, TEXT, ", and ");
        duration_say(text, TEXT, advice->start_s);
        text_append(text, TEXT, " to start");
    }
    const double measured = (double)advice->best->runs[0]->row->images;
    if (advice->images > measured || advice->images < measured)
        text_append(text, TEXT, ", from what %.0f took", measured);
    text_append(text, TEXT, ".");
    write_line("TIME", text, out);
}

static void say_beyond(const struct advice_limit *limit, double percent, char *text)
{
    const struct interval far = limit->extrapolated;
    text_append(text, TEXT, " It is above %.0f %% up to the largest that was measured, %d", percent,
                limit->largest);
    if (isnan(far.low))
        text_append(text, TEXT, "; there are too few numbers of workers to extrapolate.");
    else if (isinf(far.low))
        text_append(text, TEXT, "; extrapolated, by all models, up to %d at least.",
                    ADVICE_FAR * limit->largest);
    else if (isinf(far.high))
        text_append(text, TEXT,
                    "; extrapolated, it falls below from %.0f workers on by the most careful "
                    "model, and beyond %d by the boldest.",
                    far.low, ADVICE_FAR * limit->largest);
    else
        text_append(text, TEXT, "; extrapolated, it falls below from %.0f to %.0f workers on.",
                    far.low, far.high);
}

static void say_limit(const struct advice *advice, char *text)
{
    const struct advice_limit *limit = &advice->limit;
    const double percent = 100 * advice->target;
    switch (limit->answer) {
    case ADVICE_FALLS:
        text_append(text, TEXT, " It falls below %.0f %% at %s workers (95 %% CI %s to %s).",
                    percent, number_short(limit->workers.value, 3).text,
                    number_short(limit->workers.low, 3).text,
                    number_short(limit->workers.high, 3).text);
        return;
    case ADVICE_ALREADY:
        text_append(text, TEXT, " It is below %.0f %% already with %d workers.", percent,
                    limit->below);
        return;
    case ADVICE_UNRESOLVED:
        text_append(text, TEXT, " Where it falls below %.0f %% is not resolved: the means are",
                    percent);
        if (limit->above > 0)
            text_append(text, TEXT, " above with %d workers%s", limit->above,
                        limit->below > 0 ? " and" : "");
        if (limit->below > 0)
            text_append(text, TEXT, " below with %d", limit->below);
        text_append(text, TEXT, ", which may be chance.");
        return;
    case ADVICE_BEYOND:
        say_beyond(limit, percent, text);
        return;
    default:
        text_append(text, TEXT,
                    " Where it falls below %.0f %% is not known: no other number of "
                    "workers of this kind was measured often enough.",
                    percent);
    }
}

static void write_efficiency(const struct advice *advice, FILE *out)
{
    char text[TEXT] = "";
    const struct interval e = advice->best->efficiency;
    if (isnan(e.value))
        text_append(text, TEXT, "unknown: there is no baseline.");
    else
        text_append(text, TEXT, "%.0f %%", 100 * e.value);
    if (!isnan(e.low))
        text_append(text, TEXT, " (95 %% CI %.0f to %.0f %%)", 100 * e.low, 100 * e.high);
    text_append(text, TEXT, isnan(e.value) ? "" : ".");
    say_limit(advice, text);
    write_line("EFFICIENCY", text, out);
    if (!advice->efficient || advice->efficient == advice->best)
        return;
    char other[TEXT] = "", command[512];
    verdict_command(advice->efficient, true, command, sizeof command);
    text_append(other, TEXT, "with %.0f %% or more: %s: ", 100 * advice->target, command);
    duration_say_interval(other, TEXT, advice->efficient_s);
    text_append(other, TEXT, ".");
    write_line("THRIFTY", other, out);
}

static void write_guesses(const struct advice *advice, FILE *out)
{
    char text[TEXT] = "";
    const bool beyond = advice->cores > advice->largest;
    if (advice->too_far)
        text_append(text, TEXT,
                    "%d cores are more than %d times the %d that were measured: nothing is said "
                    "about them. Measure with more.",
                    advice->cores, ADVICE_FAR, advice->largest);
    else if (advice->guess_count == 0 && beyond) /* see advice_limit_guess() */
        text_append(text, TEXT,
                    "%d cores: no curve has enough numbers of workers to extrapolate from (5, of "
                    "%d runs each, that several models fit).",
                    advice->cores, ESTIMATE_RUNS_MIN);
    for (size_t i = 0; i < advice->guess_count; ++i) {
        const struct advice_guess *guess = &advice->guesses[i];
        text_append(text, TEXT, "%s%s on %d cores", i > 0 ? " " : "", guess->curve->name,
                    advice->cores);
        if (guess->law) {
            text_append(text, TEXT, ", not measured, by %s: ", guess->law);
            duration_say_interval(text, TEXT, guess->time);
        } else {
            text_append(text, TEXT, ", extrapolated: ");
            duration_say(text, TEXT, guess->time.low);
            text_append(text, TEXT, " to ");
            duration_say(text, TEXT, guess->time.high);
        }
        text_append(text, TEXT, ".");
    }
    if (text[0] != '\0')
        write_line(beyond ? "BEYOND" : "BETWEEN", text, out);
}

static void write_better(const struct advice *advice, FILE *out)
{
    char text[TEXT] = "";
    if (isnan(advice->choice.seen))
        text_append(text, TEXT, "%s",
                    advice->count < 2
                        ? "nothing else was measured."
                        : "too few runs to tell anything apart: 3 repetitions are needed, "
                          "5 or more are better.");
    else if (advice->choice.seen > 1)
        text_append(text, TEXT,
                    "some ways vary too much to tell them apart: measure on a quieter machine.");
    else if (advice->runs > RUNS_LIKELY)
        text_append(text, TEXT,
                    "a difference below %.0f %% could not have been seen: measure on a quieter "
                    "machine; more repetitions alone (%zu for %.0f %%) do not help.",
                    100 * advice->choice.seen, advice->runs, 100 * ADVICE_RELEVANT);
    else
        text_append(text, TEXT,
                    "a difference below %.1f %% could not have been seen; for one of %.0f %% %zu "
                    "repetitions are needed: the same sweep with --repeat %zu.",
                    100 * advice->choice.seen, 100 * ADVICE_RELEVANT, advice->runs, advice->runs);
    write_line("TO KNOW BETTER", text, out);
}

void advices_write_text(const struct cells *cells, const struct advices_wish *wish, FILE *out)
{
    const size_t choices = advices_count(cells);
    for (size_t i = 0, said = 0; i < cells->study_count; ++i) {
        struct advice advice;
        if (!advice_can(&cells->studies[i]))
            continue;
        advice_make(&advice, cells, &cells->studies[i], wish->cores, wish->target, wish->images,
                    choices);
        fputs(said++ > 0 ? "\n" : "", out);
        text_wrap(out, cells->studies[i].title, WIDTH, "");
        if (advice.count == 0) {
            text_say(out, 2, "  NO ADVICE: no clean cell of so many workers; see parallax table.");
        } else {
            write_use(&advice, out);
            write_time(&advice, out);
            write_efficiency(&advice, out);
            write_guesses(&advice, out);
            write_better(&advice, out);
        }
        advice_free(&advice);
    }
    if (choices == 0)
        text_say(out, 2,
                 "No advice: there are only weak studies, in which the work grows with the cores.");
}
