/* The table for people. */
#include "analysis/say/table.h"

#include <stdlib.h>

#include "analysis/memory.h"
#include "analysis/say/footer.h"
#include "analysis/say/table_line.h"
#include "analysis/text.h"
#include "drivers/common/grid.h"

/* In the order of LINE_MODEL …; what the others say goes first. */
static const struct grid_column columns[LINE_COUNT] = {
    [LINE_MODEL] = {"model", GRID_WORDS, 0},
    [LINE_LAYOUT] = {"layout", GRID_NUMBERS, 10},
    [LINE_WORKERS] = {"p", GRID_NUMBERS, 5},
    [LINE_RUNS] = {"R", GRID_NUMBERS, 3},
    [LINE_TIME] = {"T", GRID_NUMBERS, 0},
    [LINE_TIME_INTERVAL] = {"the CI of T", GRID_NUMBERS, 8},
    [LINE_IMAGES] = {"images/s", GRID_NUMBERS, 4},
    [LINE_PIXELS] = {"Mpixel/s", GRID_NUMBERS, 2},
    [LINE_SPEEDUP] = {"S", GRID_NUMBERS, 11},
    [LINE_SPEEDUP_INTERVAL] = {"the CI of S", GRID_NUMBERS, 9},
    [LINE_EFFICIENCY] = {"E", GRID_NUMBERS, 7},
    [LINE_CEILING] = {"E_c", GRID_NUMBERS, 6},
    [LINE_FRACTION] = {"e", GRID_NUMBERS, 1},
    [LINE_FLAGS] = {"flags", GRID_MARKS, 0},
};

struct block {
    struct table_line *lines;
    bool has_ceiling;
};

static const char *text_of(const void *from, size_t line, size_t column)
{
    const struct block *block = from;
    return column == LINE_CEILING && !block->has_ceiling ? "" : block->lines[line].text[column];
}

static void write_study(const struct cells *cells, const struct study *study, FILE *out)
{
    struct block block = {memory_array(study->cell_count + 1, sizeof *block.lines), false};
    struct grid grid = {columns, LINE_COUNT, study->cell_count + 1, text_of, &block, 0, {0}};
    const struct table_unit unit = table_unit_of(cells, study);
    table_header(&block.lines[0], unit, study->weak);
    for (size_t i = 0; i < study->cell_count; ++i) {
        const struct cell *cell = &cells->cells[study->first_cell + i];
        table_fill(&block.lines[i + 1], cells, cell, unit);
        block.has_ceiling = block.has_ceiling || cell->ceiling;
    }
    text_wrap(out, study->title, 110, "");
    grid_print(&grid, "--csv and --json have", out);
    free(block.lines);
    footer_notes(cells, study, FOOTER_WIDTH, out);
    footer_reasons(cells, study, FOOTER_WIDTH, out);
}

static void write_table(const struct cells *cells, FILE *out)
{
    for (size_t i = 0; i < cells->study_count; ++i) {
        if (i > 0)
            fputc('\n', out);
        write_study(cells, &cells->studies[i], out);
    }
    fputc('\n', out);
    footer_legend(cells, FOOTER_WIDTH, out);
}

const struct table_format table_text = {"text", "txt", write_table};
