/* Crossovers as tables of an HDF5 file. */
#include "analysis/say/crossovers_tables.h"

#include "analysis/say/crossovers.h"

struct comparison_row {
    int32_t comparison, workers;
    int64_t one_sided;
    char title[640], left[96], right[96], unit[32], working[24], starting[24];
};

struct size_row {
    int32_t comparison;
    int8_t started, differs;
    double x;
    struct interval ratio;
};

struct root_row {
    int32_t comparison;
    int8_t started;
    struct interval x;
};

#define KEY(row)                                                                                   \
    RECORD_FIELD(row, comparison, "1", "-1", "number of the comparison in /comparisons"),          \
        RECORD_FIELD_NAMED(row, started, "with_start_up", "1", "0", "1: of launch and work")

static const struct record_field comparison_fields[] = {
    RECORD_FIELD(comparison_row, comparison, "1", "-1", "number"),
    RECORD_FIELD(comparison_row, title, "", "", "what is done"),
    RECORD_FIELD(comparison_row, left, "", "", "one way to do it"),
    RECORD_FIELD(comparison_row, right, "", "", "the other"),
    RECORD_FIELD(comparison_row, unit, "", "", "of x"),
    RECORD_FIELD(comparison_row, workers, "1", "-1", "of both; -1: they are x"),
    RECORD_FIELD_NAMED(comparison_row, one_sided, "sizes_of_one_only", "1", "0", "left out"),
    RECORD_FIELD(comparison_row, working, "", "", "answer at work: one, several, none, ..."),
    RECORD_FIELD_NAMED(comparison_row, starting, "with_start_up", "", "",
                       "answer with start-up; empty: not known"),
};
static const struct record_field size_fields[] = {
    KEY(size_row),
    RECORD_FIELD(size_row, x, "see unit", "NaN", "what was varied"),
    HDF5_INTERVAL(size_row, ratio, "ratio", "", "1", "T(left) / T(right)"),
    RECORD_FIELD(size_row, differs, "1", "0", "1: from 1, by Holm over all sizes"),
};
static const struct record_field root_fields[] = {
    KEY(root_row),
    HDF5_INTERVAL(root_row, x, "x", "", "see unit", "where both take as long"),
};

static const struct record_table described[CROSSOVERS_TABLES] = {
    [CROSSOVERS_COMPARISONS] = HDF5_TABLE("comparisons", "Two ways to do the same work",
                                          comparison_row, comparison_fields),
    [CROSSOVERS_SIZES] = HDF5_TABLE("sizes",
                                    "Ratios of times at all sizes that both were "
                                    "measured at",
                                    size_row, size_fields),
    [CROSSOVERS_ROOTS] =
        HDF5_TABLE("crossovers", "Where the faster becomes the slower", root_row, root_fields),
};

void crossovers_tables_begin(struct hdf5_table *tables)
{
    for (int i = 0; i < CROSSOVERS_TABLES; ++i)
        tables[i] = (struct hdf5_table){.table = &described[i]};
}

static void add_crossover(struct hdf5_table *tables, int32_t comparison, bool started,
                          const struct crossover *crossover)
{
    for (size_t i = 0; i < crossover->count; ++i) {
        const struct crossover_point *point = &crossover->points[i];
        struct size_row *row = hdf5_table_add(&tables[CROSSOVERS_SIZES]);
        row->comparison = comparison;
        row->started = started;
        row->x = point->x;
        row->ratio = difference_ratio(point->ratio);
        row->differs = point->differs;
    }
    for (size_t i = 0; i < crossover->root_count; ++i) {
        struct root_row *row = hdf5_table_add(&tables[CROSSOVERS_ROOTS]);
        row->comparison = comparison;
        row->started = started;
        row->x = crossover->roots[i];
    }
}

void crossovers_tables_add(struct hdf5_table *tables, const struct comparison *comparison)
{
    const int32_t number = (int32_t)tables[CROSSOVERS_COMPARISONS].count;
    struct comparison_row *row = hdf5_table_add(&tables[CROSSOVERS_COMPARISONS]);
    row->comparison = number;
    hdf5_text(row->title, comparison->title);
    hdf5_text(row->left, comparison->left);
    hdf5_text(row->right, comparison->right);
    hdf5_text(row->unit, comparison->unit);
    row->workers = comparison->workers;
    row->one_sided = (int64_t)comparison->one_sided;
    hdf5_text(row->working, crossover_answer_names[comparison->working.answer]);
    if (comparison->start_known)
        hdf5_text(row->starting, crossover_answer_names[comparison->starting.answer]);
    add_crossover(tables, number, false, &comparison->working);
    if (comparison->start_known)
        add_crossover(tables, number, true, &comparison->starting);
}

int crossovers_write_hdf5(const struct crossovers *crossovers, const char *path,
                          const struct files *files)
{
    return hdf5_tables_write(path, "parallax-crossover-1", "Crossovers", files, crossovers->tables,
                             CROSSOVERS_TABLES);
}
