/* How far every cell is from the machine's roofs, as a table of an HDF5 file. */
#include "analysis/data/names.h"
#include "analysis/say/hdf5_table.h"
#include "analysis/say/rooflines.h"

struct rooflines_row {
    int32_t study, workers;
    int8_t clean;
    char title[640], curve[96], layout[64], missing[96];
    double operations, bytes, intensity, stream, peak, roof, share;
    struct interval operation_rate, byte_rate;
};

static const struct record_field fields[] = {
    RECORD_FIELD(rooflines_row, study, "1", "-1", "number of the study"),
    RECORD_FIELD(rooflines_row, title, "", "", "what its runs have in common"),
    RECORD_FIELD(rooflines_row, curve, "", "", "curve of that study"),
    RECORD_FIELD(rooflines_row, layout, "", "", "ranks x threads of the cell"),
    RECORD_FIELD(rooflines_row, workers, "1", "0", "ranks x threads"),
    RECORD_FIELD(rooflines_row, clean, "1", "0", "1: no flag"),
    RECORD_FIELD(rooflines_row, missing, "", "", "why it has no position; empty: it has"),
    RECORD_FIELD_NAMED(rooflines_row, operations, "operations_per_image", "1", "NaN", "at least"),
    RECORD_FIELD_NAMED(rooflines_row, bytes, "bytes_per_image", "byte", "NaN", "at least"),
    RECORD_FIELD_NAMED(rooflines_row, intensity, "operations_per_byte", "1/byte", "NaN", "of it"),
    HDF5_INTERVAL(rooflines_row, operation_rate, "operations", "_per_s", "1/s", "in the kernel"),
    HDF5_INTERVAL(rooflines_row, byte_rate, "bytes", "_per_s", "byte/s", "in the kernel"),
    RECORD_FIELD_NAMED(rooflines_row, stream, "stream_bytes_per_s", "byte/s", "NaN", "witness"),
    RECORD_FIELD_NAMED(rooflines_row, peak, "peak_operations_per_s", "1/s", "NaN", "of its nodes"),
    RECORD_FIELD_NAMED(rooflines_row, roof, "roof_operations_per_s", "1/s", "NaN", "the lower"),
    RECORD_FIELD_NAMED(rooflines_row, share, "share_of_roof", "1", "NaN", "operations of it"),
};
static const struct record_table cells_table =
    HDF5_TABLE("cells", "Roofline positions of cells", rooflines_row, fields);

int rooflines_write_hdf5(const struct roofline_set *set, const char *path,
                         const struct files *files)
{
    struct hdf5_table out = {.table = &cells_table};
    for (size_t i = 0; i < set->count; ++i) {
        const struct roofline_point *point = &set->points[i];
        const struct cell *cell = point->cell;
        char layout[64];
        struct rooflines_row *row = hdf5_table_add(&out);
        names_layout(set->all, cell, layout, sizeof layout);
        row->study = (int32_t)cell->study;
        hdf5_text(row->title, set->all->studies[cell->study].title);
        hdf5_text(row->curve, set->all->curves[cell->curve].name);
        hdf5_text(row->layout, layout);
        row->workers = cell->workers;
        row->clean = cell_is_clean(cell);
        hdf5_text(row->missing, point->missing ? point->missing : "");
        row->operations = point->operations;
        row->bytes = point->bytes;
        row->intensity = point->intensity;
        row->operation_rate = point->operation_rate;
        row->byte_rate = point->byte_rate;
        row->stream = point->stream_rate;
        row->peak = point->peak_rate;
        row->roof = point->roof;
        row->share = point->share;
    }
    const int code =
        hdf5_tables_write(path, "parallax-roofline-1", "Roofline positions", files, &out, 1);
    hdf5_table_free(&out);
    return code;
}
