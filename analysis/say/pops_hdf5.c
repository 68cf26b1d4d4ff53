/* Where the time of every cell goes, as tables of an HDF5 file. */
#include <math.h>

#include "analysis/data/names.h"
#include "analysis/say/hdf5_table.h"
#include "analysis/say/pops.h"

struct pops_cell {
    int32_t study, ranks, threads, workers, repetitions;
    int8_t clean;
    char title[640], curve[96], layout[64], missing[96];
    struct interval values[POP_QUANTITIES], scaling, global;
    double base, cpu_share;
};

struct pops_place {
    int32_t study, number;
    int8_t slower, longer;
    char curve[96], layout[64], kind[8], node[64];
    struct interval load, pace;
};

#define KEY(row)                                                                                   \
    RECORD_FIELD(row, study, "1", "-1", "number of the study"),                                    \
        RECORD_FIELD(row, curve, "", "", "curve of that study"),                                   \
        RECORD_FIELD(row, layout, "", "", "ranks x threads of the cell")

static const struct record_field cell_fields[] = {
    KEY(pops_cell),
    RECORD_FIELD(pops_cell, title, "", "", "what the study's runs have in common"),
    RECORD_FIELD(pops_cell, ranks, "1", "0", "processes"),
    RECORD_FIELD(pops_cell, threads, "1", "0", "threads of each"),
    RECORD_FIELD(pops_cell, workers, "1", "0", "ranks x threads"),
    RECORD_FIELD(pops_cell, repetitions, "1", "0", "R"),
    RECORD_FIELD(pops_cell, clean, "1", "0", "1: no flag"),
    RECORD_FIELD(pops_cell, missing, "", "", "why there are no efficiencies; empty: there are"),
    HDF5_INTERVAL(pops_cell, values[POP_PE], "PE", "", "1", "parallel efficiency"),
    HDF5_INTERVAL(pops_cell, values[POP_LB], "LB", "", "1", "load balance"),
    HDF5_INTERVAL(pops_cell, values[POP_COMM_E], "CommE", "", "1", "communication efficiency"),
    HDF5_INTERVAL(pops_cell, values[POP_MPI_LB], "MPI_LB", "", "1", "load balance of ranks"),
    HDF5_INTERVAL(pops_cell, values[POP_MPI_CE], "MPI_CE", "", "1", "CommE of ranks"),
    HDF5_INTERVAL(pops_cell, values[POP_OMP_LB], "OMP_LB", "", "1", "load balance of threads"),
    HDF5_INTERVAL(pops_cell, values[POP_OMP_CE], "OMP_CE", "", "1", "CommE of threads"),
    HDF5_INTERVAL(pops_cell, scaling, "CompScal", "", "1", "useful time of the baseline over its"),
    HDF5_INTERVAL(pops_cell, global, "GE", "", "1", "PE times CompScal"),
    RECORD_FIELD_NAMED(pops_cell, base, "base_PE", "1", "NaN", "PE of the baseline"),
    RECORD_FIELD(pops_cell, cpu_share, "1", "NaN", "of the useful time with a CPU, at most"),
};
static const struct record_field place_fields[] = {
    KEY(pops_place),
    RECORD_FIELD(pops_place, kind, "", "", "rank, thread or node"),
    RECORD_FIELD(pops_place, number, "1", "-1", "of the rank or thread; -1: a node"),
    RECORD_FIELD(pops_place, node, "", "", "where it ran"),
    HDF5_INTERVAL(pops_place, load, "load", "", "1", "useful time over the mean of the others'"),
    HDF5_INTERVAL(pops_place, pace, "pace", "", "1", "useful time a unit over the others'"),
    RECORD_FIELD(pops_place, slower, "1", "0", "1: its pace is beyond the others' spread"),
    RECORD_FIELD(pops_place, longer, "1", "0", "1: so is its load"),
};

static const struct record_table cells_table =
    HDF5_TABLE("cells", "POP efficiencies of cells", pops_cell, cell_fields);
static const struct record_table places_table =
    HDF5_TABLE("places", "Ranks, threads and nodes, against the others", pops_place, place_fields);

static void add_places(struct hdf5_table *out, const struct pop_set *set,
                       const struct pop_cell *pop, const char *layout)
{
    for (size_t i = 0; i < pop->place_count; ++i) {
        const struct pop_place *place = &pop->places[i];
        struct pops_place *row = hdf5_table_add(out);
        row->study = (int32_t)pop->cell->study;
        hdf5_text(row->curve, set->all->curves[pop->cell->curve].name);
        hdf5_text(row->layout, layout);
        hdf5_text(row->kind, pop_place_names[place->kind]);
        row->number = place->number;
        hdf5_text(row->node, place->node);
        row->load = place->load;
        row->pace = place->pace;
        row->slower = place->slower;
        row->longer = place->longer;
    }
}

static void add_cell(struct hdf5_table *out, const struct pop_set *set, const struct pop_cell *pop,
                     const char *layout)
{
    const struct cell *cell = pop->cell;
    struct pops_cell *row = hdf5_table_add(out);
    row->study = (int32_t)cell->study;
    hdf5_text(row->title, set->all->studies[cell->study].title);
    hdf5_text(row->curve, set->all->curves[cell->curve].name);
    hdf5_text(row->layout, layout);
    row->ranks = cell->runs[0]->row->ranks;
    row->threads = cell->runs[0]->row->threads;
    row->workers = cell->workers;
    row->repetitions = (int32_t)pop->repetitions;
    row->clean = cell_is_clean(cell);
    hdf5_text(row->missing, pop->missing ? pop->missing : "");
    for (int q = 0; q < POP_QUANTITIES; ++q)
        row->values[q] = pop->values[q];
    row->scaling = pop->scaling;
    row->global = pop->global;
    row->base = pop->base_efficiency;
    row->cpu_share = pop->cpu_share;
}

int pops_write_hdf5(const struct pop_set *set, const char *path, const struct files *files)
{
    struct hdf5_table out[] = {{.table = &cells_table}, {.table = &places_table}};
    for (size_t i = 0; i < set->count; ++i) {
        char layout[64];
        names_layout(set->all, set->cells[i].cell, layout, sizeof layout);
        add_cell(&out[0], set, &set->cells[i], layout);
        add_places(&out[1], set, &set->cells[i], layout);
    }
    const int code = hdf5_tables_write(path, "parallax-pop-1", "Where the time goes: POP", files,
                                       out, sizeof out / sizeof out[0]);
    hdf5_table_free(&out[0]);
    hdf5_table_free(&out[1]);
    return code;
}
