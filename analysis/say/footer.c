/* What has to be said below a table: baselines, kinds of interval, flags, reasons. */
#include "analysis/say/footer.h"

#include <math.h>
#include <string.h>

#include "analysis/data/names.h"
#include "analysis/text.h"

enum { FOOTER_WIDTH = 110 };

static void write_baseline(const struct cells *cells, const struct cell *base,
                           enum baseline_kind kind, FILE *out)
{
    char line[256];
    snprintf(line, sizeof line, "= baseline: %s, p%s = %d, %.6g s", cells->curves[base->curve].name,
             kind == BASELINE_SMALLEST ? "0" : "", base->workers, base->time.value);
    if (kind == BASELINE_SERIAL) {
        text_append(line, sizeof line, ", the serial program, for all models");
    } else if (kind == BASELINE_SMALLEST) {
        text_append(line, sizeof line,
                    "; there is no T(1): S = T(p0)/T(p), E relative to p0, no Karp-Flatt fraction");
    }
    text_wrap(out, line, FOOTER_WIDTH, "  ");
}

static void write_baselines(const struct cells *cells, const struct study *study, FILE *out)
{
    const struct cell *last = NULL;
    for (size_t i = study->first_cell; i < study->first_cell + study->cell_count; ++i) {
        const struct cell *cell = &cells->cells[i];
        if (cell->base && cell->base != last) {
            write_baseline(cells, cell->base, cell->baseline, out);
            last = cell->base;
        }
    }
}

static void write_cell_reasons(const struct cells *cells, const struct cell *cell, FILE *out)
{
    char line[512], layout[64], place[160], plain[200];
    names_layout(cells, cell, layout, sizeof layout);
    snprintf(place, sizeof place, "%s %s", cells->curves[cell->curve].name, layout);
    if (cell->reason[0] != '\0') {
        text_plain(plain, sizeof plain, cell->reason);
        snprintf(line, sizeof line, "%s%s: %s", cell->usable ? "" : "X ", place, plain);
        text_wrap(out, line, FOOTER_WIDTH, "  ");
    }
    if (cell_fell_back(cell)) {
        const struct run_row *row = cell->runs[0]->row;
        snprintf(line, sizeof line, "F %s: dealt by %s, where %s was asked for", place, row->deal,
                 row->deal_asked);
        text_plain(plain, sizeof plain, line);
        text_wrap(out, plain, FOOTER_WIDTH, "  ");
    }
    for (size_t i = cell->used_count; i < cell->run_count && cell->usable; ++i) {
        const struct run *run = cell->runs[i];
        text_plain(plain, sizeof plain,
                   run->usable ? "flagged, while other runs are not" : run->reason);
        snprintf(line, sizeof line, "D %s: run %.8s left out: %s", place, run->row->run, plain);
        text_wrap(out, line, FOOTER_WIDTH, "  ");
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
        fprintf(out, "  few runs: R < %d; intervals across runs are wide and rest on normality\n",
                ESTIMATE_RUNS_FEW);
    }
    if (two > 0) {
        fputs("  R = 2: no interval; 3 runs or more give one\n", out);
    }
    if (within > 0) {
        fputs("  R = 1: the interval is that of the median within the run; it says nothing about "
              "another launch\n",
              out);
    }
}

void footer_write(const struct cells *cells, const struct study *study, FILE *out)
{
    write_baselines(cells, study, out);
    write_interval_kinds(cells, study, out);
    for (size_t i = study->first_cell; i < study->first_cell + study->cell_count; ++i)
        write_cell_reasons(cells, &cells->cells[i], out);
}

struct flags {
    bool weak, strong, oversubscribed, wrongly_bound, fell_back;
    bool unusable, unverified, dropped, fraction;
};

static struct flags find_flags(const struct cells *cells)
{
    struct flags found = {.weak = false};
    for (size_t i = 0; i < cells->cell_count; ++i) {
        const struct cell *cell = &cells->cells[i];
        *(cells->studies[cell->study].weak ? &found.weak : &found.strong) = true;
        found.oversubscribed |= cell->oversubscribed;
        found.wrongly_bound |= cell->wrongly_bound;
        found.unusable |= !cell->usable;
        found.unverified |= cell->usable && strcmp(cell->runs[0]->row->verified, "none") == 0;
        found.dropped |= cell->usable && cell->used_count < cell->run_count;
        found.fraction |= !isnan(cell->karp_flatt.value);
        found.fell_back |= cell_fell_back(cell);
    }
    return found;
}

void footer_legend(const struct cells *cells, FILE *out)
{
    const struct flags found = find_flags(cells);
    const struct {
        bool wanted;
        const char *text;
    } lines[] = {
        {true, "layout: ranks x threads; p: workers; R: runs that count. T: wall time of one "
               "iteration; R = 1: its median, else the geometric mean of the runs' medians with "
               "Student's t on logarithms. Mpixel/s: source pixels."},
        {found.strong, "S = T(1)/T(p), its interval by Welch's t on logarithms where both have "
                       "R >= 3; E = S/p."},
        {found.weak, "E_w = T(1)/T(p), p E_w: scaled speedup; intervals as for S."},
        {found.fraction, "e: Karp-Flatt fraction (1/S - 1/p)/(1 - 1/p); its interval is in --csv "
                         "and --json."},
        {found.oversubscribed, "O: oversubscribed, more workers than usable CPUs; in no verdict."},
        {found.wrongly_bound, "B: bound otherwise than asked; in no verdict."},
        {found.fell_back, "F: dealt otherwise than asked, where that does not work; a point of "
                          "the curve of what was asked."},
        {found.unusable, "X: no valid run."},
        {found.dropped, "D: some of its runs do not count."},
        {found.unverified, "U: ran with --verify none."},
    };
    fputc('\n', out);
    for (size_t i = 0; i < sizeof lines / sizeof lines[0]; ++i) {
        if (lines[i].wanted)
            text_wrap(out, lines[i].text, FOOTER_WIDTH, "");
    }
}
