/* What has to be said below a table: baselines, kinds of interval, flags, reasons. */
#include "analysis/say/footer.h"

#include <math.h>
#include <string.h>

#include "analysis/data/names.h"
#include "analysis/data/verdict_facts.h"
#include "analysis/text.h"
#include "drivers/common/number.h"

static void write_baseline(const struct cells *cells, const struct cell *base,
                           enum baseline_kind kind, int width, FILE *out)
{
    char line[256];
    snprintf(line, sizeof line, "= baseline: %s, p%s = %d, %s s", cells->curves[base->curve].name,
             kind == BASELINE_SMALLEST ? "0" : "", base->workers,
             number_short(base->time.value, 4).text);
    if (base->interval == INTERVAL_ACROSS)
        text_append(line, sizeof line, " (95 %% CI -%.1f to +%.1f %%)",
                    100 * (1 - base->time.low / base->time.value),
                    100 * (base->time.high / base->time.value - 1));
    if (kind == BASELINE_SERIAL) {
        text_append(line, sizeof line, ", the serial program, for all models");
    } else if (kind == BASELINE_SMALLEST) {
        text_append(line, sizeof line,
                    "; there is no T(1): S = T(p0)/T(p), E relative to p0, no Karp-Flatt fraction");
    }
    text_wrap(out, line, width, "  ");
}

static void write_baselines(const struct cells *cells, const struct study *study, int width,
                            FILE *out)
{
    const struct cell *last = NULL;
    for (size_t i = study->first_cell; i < study->first_cell + study->cell_count; ++i) {
        const struct cell *cell = &cells->cells[i];
        if (cell->base && cell->base != last) {
            write_baseline(cells, cell->base, cell->baseline, width, out);
            last = cell->base;
        }
    }
}

static void write_interval_kinds(const struct cells *cells, const struct study *study, FILE *out)
{
    size_t within = 0, two = 0, few = 0;
    for (size_t i = study->first_cell; i < study->first_cell + study->cell_count; ++i) {
        const struct cell *cell = &cells->cells[i];
        within += cell->usable && cell->used_count == 1 ? 1 : 0;
        two += cell->used_count == 2 ? 1 : 0;
        few += cell->used_count > 2 && cell->used_count < ESTIMATE_RUNS_FEW ? 1 : 0;
    }
    if (few > 0) {
        text_say(out, 0, "  few runs: R < %d; intervals across runs are wide and rest on normality",
                 ESTIMATE_RUNS_FEW);
    }
    if (two > 0) {
        fputs("  R = 2: no interval; 3 runs or more give one\n", out);
    }
    if (within > 0) {
        text_say(
            out, 0,
            "  R = 1: the interval is that of the median within the run; it says nothing about "
            "another launch");
    }
}

/* How far the runs of a cell lie apart, at most; and how fast the machine was, by the witness. */
static void write_spread(const struct cells *cells, const struct study *study, int width, FILE *out)
{
    double spread = NAN, speed = NAN;
    char line[256];
    for (size_t i = study->first_cell; i < study->first_cell + study->cell_count; ++i) {
        const struct cell *cell = &cells->cells[i];
        double low = INFINITY, high = 0;
        for (size_t k = 0; k < cell->used_runs; ++k) {
            low = fmin(low, cell->runs[k]->median.value);
            high = fmax(high, cell->runs[k]->median.value);
        }
        spread = cell->used_runs > 1 ? fmax(spread, high / low) : spread;
        speed = cell_is_clean(cell) ? fmin(speed, cell->speed) : speed;
    }
    if (!isnan(spread)) {
        snprintf(
            line, sizeof line,
            "max/min of the runs of a cell: up to %.2f. Where one run in five falls into a slow "
            "state that was not met, T's interval holds the true time in 52 to 89 %% of cases",
            spread);
        text_wrap(out, line, width, "  ");
    }
    if (!isnan(speed)) {
        const double steadiness = verdict_find_speed(cells, study);
        snprintf(line, sizeof line, "machine speed of the runs: %.2f-1.00, by fixed work%s", speed,
                 steadiness < verdict_steady ? "; warning: repetitions differ by more than chance"
                                             : "");
        text_wrap(out, line, width, "  ");
    }
}

void footer_notes(const struct cells *cells, const struct study *study, int width, FILE *out)
{
    write_baselines(cells, study, width, out);
    write_interval_kinds(cells, study, out);
    write_spread(cells, study, width, out);
}

struct flags {
    bool weak, strong, oversubscribed, wrongly_bound, fell_back, disturbed, threaded, hosts_differ;
    bool unusable, unverified, dropped, fraction, ceiling;
};

static struct flags find_flags(const struct cells *cells)
{
    struct flags found = {.weak = false};
    for (size_t i = 0; i < cells->cell_count; ++i) {
        const struct cell *cell = &cells->cells[i];
        *(cells->studies[cell->study].weak ? &found.weak : &found.strong) = true;
        found.oversubscribed |= cell->oversubscribed;
        found.wrongly_bound |= cell->wrongly_bound;
        found.disturbed |= cell->disturbed;
        found.threaded |= cell->threaded;
        found.hosts_differ |= cell->hosts_differ;
        found.unusable |= !cell->usable;
        found.unverified |= cell->usable && strcmp(cell->runs[0]->row->verified, "none") == 0;
        found.dropped |= cell->usable && cell->used_runs < cell->run_count;
        found.fraction |= !isnan(cell->karp_flatt.value);
        found.ceiling = found.ceiling || cell->ceiling;
        found.fell_back |= cell_fell_back(cell);
    }
    return found;
}

void footer_legend(const struct cells *cells, int width, FILE *out)
{
    const struct flags found = find_flags(cells);
    const struct {
        bool wanted;
        const char *text;
    } lines[] = {
        {true,
         "layout: ranks x threads; p: workers; R: repetitions that count, each of one run or "
         "of the slices of a sweep. T: wall time of one iteration; R = 1: its median, else the "
         "geometric mean of the runs' medians with Student's t on logarithms. Mpixel/s: source "
         "pixels."},
        {found.strong, "S = T(1)/T(p), its interval by Student's t on logarithms where both have "
                       "R >= 3: paired where they have the same repetitions, else Welch's; "
                       "E = S/p."},
        {found.weak, "E_w = T(1)/T(p), p E_w: scaled speedup; intervals as for S."},
        {found.ceiling, "E_c: efficiency against the machine's ceiling, what as many processes "
                        "reach that do their share apart; of several nodes, one node's ceiling."},
        {found.fraction, "e: Karp-Flatt fraction (1/S - 1/p)/(1 - 1/p); its interval is in --csv "
                         "and --json."},
        {found.oversubscribed, "O: oversubscribed, more workers than usable CPUs; in no verdict."},
        {found.threaded, "T: more workers than cores, hardware threads; in no verdict."},
        {found.disturbed, "C: contention, others had the CPUs of its workers; in no verdict, no "
                          "baseline. Measure again on a quiet machine."},
        {found.hosts_differ, "V: on several hosts of one machine, whose speeds differ by more than "
                             "5 %."},
        {found.wrongly_bound, "B: bound otherwise than asked; in no verdict."},
        {found.fell_back, "F: dealt otherwise than asked, where that does not work; a point of "
                          "the curve of what was asked."},
        {found.unusable, "X: no valid run."},
        {found.dropped, "D: some of its runs do not count."},
        {found.unverified, "U: ran with --verify none."},
    };
    for (size_t i = 0; i < sizeof lines / sizeof lines[0]; ++i) {
        if (lines[i].wanted)
            text_wrap(out, lines[i].text, width, "");
    }
}
