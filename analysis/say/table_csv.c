/* The table as CSV. */
#include "analysis/say/table.h"

#include <math.h>

#include "analysis/data/fields.h"
#include "analysis/say/columns.h"
#include "analysis/text.h"
#include "drivers/common/number.h"

static void write_header(FILE *out)
{
    for (const struct field *field = fields; field->name; ++field)
        fprintf(out, "%s,", field->name);
    fputs("cpu_model,machine,build,curve,workers,runs,runs_used,repetitions,interval,baseline,"
          "baseline_model,"
          "baseline_workers,oversubscribed,wrongly_bound,disturbed,threaded,hosts_differ,fell_back,"
          "valid,reason",
          out);
    for (const struct number_column *column = columns_numbers; column->name; ++column)
        fprintf(out, ",%s", column->name);
    fputs("\r\n", out);
}

static void write_text(FILE *out, const char *text)
{
    text_csv(out, text);
    fputc(',', out);
}

static void write_cell(const struct cells *cells, const struct cell *cell, FILE *out)
{
    const struct run *run = cell->runs[0];
    char build[512];
    build_say(&run->build, build, sizeof build);
    for (const struct field *field = fields; field->name; ++field) {
        char value[256];
        field_format(field, run->row, value, sizeof value);
        write_text(out, value);
    }
    write_text(out, run->cpu_model);
    write_text(out, run->machine);
    write_text(out, build);
    write_text(out, cells->curves[cell->curve].name);
    fprintf(out, "%d,%zu,%zu,%zu,", cell->workers, cell->run_count, cell->used_runs,
            cell->used_count);
    fprintf(out, "%s,%s,", interval_names[cell->interval], baseline_names[cell->baseline]);
    write_text(out, cell->base ? cell->base->runs[0]->row->model : "");
    if (cell->base)
        fprintf(out, "%d", cell->base->workers);
    fprintf(out, ",%d,%d,%d,%d,%d,%d,%d,", cell->oversubscribed, cell->wrongly_bound,
            cell->disturbed, cell->threaded, cell->hosts_differ, cell_fell_back(cell),
            cell->usable);
    text_csv(out, cell->reason);
    for (const struct number_column *column = columns_numbers; column->name; ++column) {
        const double value = column->get(cells, cell);
        fputc(',', out);
        if (!isnan(value))
            fprintf(out, "%s", number_exact(value).text);
    }
    fputs("\r\n", out);
}

static void write_table(const struct cells *cells, FILE *out)
{
    write_header(out);
    for (size_t i = 0; i < cells->cell_count; ++i)
        write_cell(cells, &cells->cells[i], out);
}

const struct table_format table_csv = {"csv", "csv", write_table};
