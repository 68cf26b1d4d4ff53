/* What is missing or flagged below a table: every reason once, with all cells that it is true of.
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/data/names.h"
#include "analysis/memory.h"
#include "analysis/say/footer.h"
#include "analysis/say/left_out.h"
#include "analysis/text.h"
#include "drivers/common/number.h"

struct reason {
    char mark[16]; /* "X ", "warning: " */
    char text[400];
    const struct cell **cells;
    size_t count;
};

struct reasons {
    struct reason *lines;
    size_t count;
};

/* The cells come in the order of the table. */
static void add(struct reasons *reasons, const struct cell *cell, const char *mark,
                const char *text)
{
    char plain[sizeof reasons->lines->text];
    struct reason *reason = reasons->lines, *end = reason + reasons->count;
    text_plain(plain, sizeof plain, text);
    while (reason < end && (strcmp(reason->mark, mark) != 0 || strcmp(reason->text, plain) != 0))
        ++reason;
    if (reason == end) {
        reasons->lines = memory_resize(reasons->lines, ++reasons->count, sizeof *reason);
        reason = &reasons->lines[reasons->count - 1];
        *reason = (struct reason){.count = 0};
        snprintf(reason->mark, sizeof reason->mark, "%s", mark);
        memcpy(reason->text, plain, sizeof plain);
    }
    reason->cells = memory_resize(reason->cells, reason->count + 1, sizeof(const struct cell *));
    reason->cells[reason->count++] = cell;
}

/* "omp 1x2, 1x4, mpi 2x1", or that it is all of the study's. */
static void say_cells(const struct cells *cells, const struct study *study,
                      const struct reason *reason, FILE *out)
{
    if (reason->count > 2 && reason->count == study->cell_count) {
        fprintf(out, "all %zu cells", reason->count);
        return;
    }
    for (size_t i = 0; i < reason->count; ++i) {
        const struct cell *cell = reason->cells[i];
        const bool named = i > 0 && reason->cells[i - 1]->curve == cell->curve;
        char layout[64];
        names_layout(cells, cell, layout, sizeof layout);
        fprintf(out, "%s%s%s%s", i > 0 ? ", " : "", named ? "" : cells->curves[cell->curve].name,
                named ? "" : " ", layout);
    }
}

static void print(const struct cells *cells, const struct study *study, const struct reason *reason,
                  int width, FILE *out)
{
    char *text = NULL;
    size_t size;
    FILE *line = open_memstream(&text, &size);
    if (!line)
        memory_end();
    fputs(reason->mark, line);
    say_cells(cells, study, reason, line);
    fprintf(line, ": %s", reason->text);
    fclose(line);
    text_wrap(out, text, width, "  ");
    free(text);
}

/* Noise of the baseline, or other machines: an efficiency that cannot be is said to be one. */
static void warn_of_impossible(struct reasons *reasons, const struct cell *cell)
{
    char line[400];
    if (cell->efficiency.low > 1) {
        snprintf(line, sizeof line,
                 "efficiency %s (95 %% CI %s to %s) is above 1: look whether the baseline was "
                 "measured under the same conditions",
                 number_short(cell->efficiency.value, 3).text,
                 number_short(cell->efficiency.low, 3).text,
                 number_short(cell->efficiency.high, 3).text);
        add(reasons, cell, "warning: ", line);
    }
    if (cell->karp_flatt.high < 0 || cell->karp_flatt.low > 1) {
        snprintf(line, sizeof line, "e = %s (95 %% CI %s to %s) is no fraction of the work",
                 number_short(cell->karp_flatt.value, 3).text,
                 number_short(cell->karp_flatt.low, 3).text,
                 number_short(cell->karp_flatt.high, 3).text);
        add(reasons, cell, "warning: ", line);
    }
}

static void find(struct reasons *reasons, const struct cell *cell)
{
    char line[400] = "a quota, the host or other programs took its CPUs";
    if (cell->reason[0] != '\0')
        add(reasons, cell, cell->usable ? "" : "X ", cell->reason);
    if (cell->cpu_share < QUALITY_SHARE)
        snprintf(line, sizeof line, "its workers had a CPU %.0f %% of the time",
                 100 * cell->cpu_share);
    if (cell->disturbed)
        add(reasons, cell, "C ", line);
    warn_of_impossible(reasons, cell);
    if (cell_fell_back(cell)) {
        const struct run_row *row = cell->runs[0]->row;
        snprintf(line, sizeof line, "dealt by %s, where %s was asked for", row->deal,
                 row->deal_asked);
        add(reasons, cell, "F ", line);
    }
    for (size_t i = cell->used_runs; i < cell->run_count && cell->usable; ++i)
        if (left_out_say(cell, i, line, sizeof line))
            add(reasons, cell, "D ", line);
}

void footer_reasons(const struct cells *cells, const struct study *study, int width, FILE *out)
{
    struct reasons reasons = {.count = 0};
    for (size_t i = study->first_cell; i < study->first_cell + study->cell_count; ++i)
        find(&reasons, &cells->cells[i]);
    for (size_t i = 0; i < reasons.count; ++i) {
        print(cells, study, &reasons.lines[i], width, out);
        free(reasons.lines[i].cells);
    }
    free(reasons.lines);
}
