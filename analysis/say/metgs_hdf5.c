/* METG as tables of an HDF5 file. */
#include "analysis/data/comparison.h"
#include "analysis/say/hdf5_table.h"
#include "analysis/say/metgs.h"

struct series_row {
    int32_t series, workers;
    char title[640], name[96], over[16];
};

struct metg_row {
    int32_t series;
    int8_t started;
    char answer[16];
    double peak_rate;
    struct interval x, seconds;
};

struct size_row {
    int32_t series;
    int8_t started;
    double x;
    struct interval efficiency;
};

#define KEY(row)                                                                                   \
    RECORD_FIELD(row, series, "1", "-1", "number of the series in /series"),                       \
        RECORD_FIELD_NAMED(row, started, "with_start_up", "1", "0", "1: of launch and work")

static const struct record_field series_fields[] = {
    RECORD_FIELD(series_row, series, "1", "-1", "number"),
    RECORD_FIELD(series_row, title, "", "", "what is done"),
    RECORD_FIELD(series_row, name, "", "", "model, and what tells it from others"),
    RECORD_FIELD(series_row, workers, "1", "0", "ranks x threads"),
    RECORD_FIELD(series_row, over, "", "", "what x is: size (pixels of an image), images"),
};
static const struct record_field metg_fields[] = {
    KEY(metg_row),
    RECORD_FIELD(metg_row, answer, "", "", "found, below, unclear, few_sizes, few_runs"),
    RECORD_FIELD_NAMED(metg_row, peak_rate, "peak_pixels_per_s", "pixel/s", "NaN", "the best rate"),
    HDF5_INTERVAL(metg_row, x, "x", "", "see over", "where half of it is reached"),
    HDF5_INTERVAL(metg_row, seconds, "seconds", "", "s", "of a worker's time for one image there"),
};
static const struct record_field size_fields[] = {
    KEY(size_row),
    RECORD_FIELD(size_row, x, "see over", "NaN", "what was varied"),
    HDF5_INTERVAL(size_row, efficiency, "efficiency", "", "1", "rate over the best rate"),
};

enum { SERIES, METGS, SIZES, TABLES };

static const struct record_table tables[TABLES] = {
    [SERIES] = HDF5_TABLE("series", "Series", series_row, series_fields),
    [METGS] = HDF5_TABLE("metg", "METG(50 %)", metg_row, metg_fields),
    [SIZES] = HDF5_TABLE("sizes", "Efficiencies at all sizes", size_row, size_fields),
};

static void add_metg(struct hdf5_table *out, const struct series_set *set, size_t number,
                     bool started)
{
    const struct series *series = &set->series[number];
    struct metg metg;
    if (!comparison_metg(&metg, set->over, series, started))
        return;
    struct metg_row *row = hdf5_table_add(&out[METGS]);
    row->series = (int32_t)number;
    row->started = started;
    hdf5_text(row->answer, metg_answer_names[metg.answer]);
    row->peak_rate = metg.peak_rate;
    row->x = metg.root;
    row->seconds = metgs_seconds(set, series, &metg);
    for (size_t i = 0; i < series->count; ++i) {
        struct size_row *size = hdf5_table_add(&out[SIZES]);
        size->series = (int32_t)number;
        size->started = started;
        size->x = series_x(set->over, series->cells[i]);
        size->efficiency = metg.efficiency[i];
    }
    metg_free(&metg);
}

int metgs_write_hdf5(const struct series_set *set, const char *path, const struct files *files)
{
    struct hdf5_table out[TABLES];
    for (int i = 0; i < TABLES; ++i)
        out[i] = (struct hdf5_table){.table = &tables[i]};
    for (size_t i = 0; i < set->count; ++i) {
        const struct series *series = &set->series[i];
        struct series_row *row = hdf5_table_add(&out[SERIES]);
        char title[640];
        series_title(set, series, title, sizeof title);
        row->series = (int32_t)i;
        hdf5_text(row->title, title);
        hdf5_text(row->name, series_name(set, series));
        row->workers = series->cells[0]->workers;
        hdf5_text(row->over, series_over_names[set->over]);
        add_metg(out, set, i, false);
        add_metg(out, set, i, true);
    }
    const int code = hdf5_tables_write(path, "parallax-metg-1", "METG", files, out, TABLES);
    for (int i = 0; i < TABLES; ++i)
        hdf5_table_free(&out[i]);
    return code;
}
