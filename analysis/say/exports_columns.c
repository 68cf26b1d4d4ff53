/* What the columns of the CSV files mean. */
#include "analysis/say/exports_columns.h"

#include <string.h>

#include "analysis/say/exports.h"
#include "analysis/say/row_field.h"
#include "analysis/text.h"

const char *const exports_keys[] = {"kernel",  "study", "mode",  "model", "ranks",
                                    "threads", "nodes", "round", "slice", NULL};

bool exports_has_keys(int table)
{
    return table != TABLE_RUNS && table != TABLE_FACTS && table != TABLE_NODES;
}

/* Columns that no field of the results file is behind. */
static const struct {
    const char *name, *type, *units, *meaning;
} added[] = {
    {"file", "text", "", "results file that it was first found in"},
    {"stage", "text", "", "what the time of a worker went into"},
    {"seconds", "real", "s", "time that went into it; empty: unknown"},
    {"workers", "integer", "1", "ranks x threads"},
    {"usable", "integer", "1", "1: the run has a time; 0: see why"},
    {"counted", "integer", "1", "1: its time is in its cell's, as in parallax table; 0: see why"},
    {"flags", "text", "",
     "oversubscribed threaded disturbed wrongly_bound: counts only where no other does"},
    {"why", "text", "", "of a run: why it is not counted; of a file: why it was not read"},
    {"readable", "integer", "1", "1: the file was read; 0: see why"},
    {"exit_code", "integer", "1", "what parallax check ends with: 0, 65 damaged, ..."},
    {"runs", "integer", "1", "runs in it that no file before held"},
};

void exports_flags(const struct run *run, char *buffer, size_t size)
{
    const struct {
        bool set;
        const char *name;
    } flags[] = {{run->oversubscribed, "oversubscribed"},
                 {run->threaded, "threaded"},
                 {run->disturbed, "disturbed"},
                 {run->wrongly_bound, "wrongly_bound"}};
    buffer[0] = '\0';
    for (size_t i = 0; i < sizeof flags / sizeof flags[0]; ++i)
        if (flags[i].set)
            text_append(buffer, size, "%s%s", buffer[0] != '\0' ? " " : "", flags[i].name);
}

static const char *type_name(enum record_kind kind)
{
    return kind == RECORD_TEXT || kind == RECORD_LONG_TEXT ? "text"
           : kind == RECORD_DOUBLE                         ? "real"
                                                           : "integer";
}

static void put_column(const char *table, const char *name, const char *type, const char *units,
                       const char *meaning, FILE *out)
{
    fprintf(out, "%s,%s,%s,%s,", table, name, type, units);
    text_csv_data(out, meaning);
    fputs("\r\n", out);
}

static void put_field(const char *table, const struct record_field *field, FILE *out)
{
    put_column(table, field->name, type_name(field->kind), field->units, field->long_name, out);
}

static void put_added(const char *table, const char *name, FILE *out)
{
    size_t i = 0;
    while (strcmp(added[i].name, name) != 0)
        ++i;
    put_column(table, name, added[i].type, added[i].units, added[i].meaning, out);
}

static void put_added_keys(int table, FILE *out)
{
    const char *name = exports_csv_name(table);
    for (size_t i = 0; exports_keys[i] && exports_has_keys(table); ++i)
        put_field(name, row_field_named(&record_tables[TABLE_RUNS], exports_keys[i]), out);
    if (!exports_has_keys(table) && table != TABLE_RUNS)
        return;
    put_added(name, "workers", out);
    put_added(name, "usable", out);
    put_added(name, "flags", out);
    put_added(name, "counted", out);
    put_added(name, "why", out);
}

void exports_columns_write(FILE *out)
{
    static const char *const of_stages[] = {"run", "iteration", "node", "rank", "thread"};
    static const char *const of_files[] = {"file", "readable", "exit_code", "runs", "why"};
    fputs("table,column,type,units,meaning\r\n", out);
    put_added("runs", "file", out);
    for (int i = 0; i < RECORD_TABLES; ++i) {
        for (size_t k = 0; k < record_tables[i].field_count; ++k)
            put_field(exports_csv_name(i), &record_tables[i].fields[k], out);
        put_added_keys(i, out);
    }
    for (size_t i = 0; i < sizeof of_stages / sizeof of_stages[0]; ++i)
        put_field("stages", row_field_named(&record_tables[TABLE_WORKERS], of_stages[i]), out);
    put_added("stages", "stage", out);
    put_added("stages", "seconds", out);
    put_added_keys(EXPORTS_STAGES, out);
    for (size_t i = 0; i < sizeof of_files / sizeof of_files[0]; ++i)
        put_added("files", of_files[i], out);
}
