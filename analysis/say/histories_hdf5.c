/* What builds differ by, as tables of an HDF5 file. */
#include <math.h>

#include "analysis/say/hdf5_table.h"
#include "analysis/say/histories.h"
#include "analysis/say/histories_name.h"

struct histories_build {
    char name[16], path[512], revision[128];
    int64_t left_out, alone;
};

struct histories_time {
    char study[640], cell[128], build[16];
    int32_t workers, repetitions;
    int8_t other_pixels;
    struct interval time;
};

struct histories_step {
    char study[640], cell[128], from[16], to[16], answer[16];
    int8_t whole, paired;
    struct interval ratio;
};

static const struct record_field build_fields[] = {
    RECORD_FIELD(histories_build, name, "", "", "A, B, ..."),
    RECORD_FIELD(histories_build, path, "", "", "as its results were named"),
    RECORD_FIELD(histories_build, revision, "", "", "of Parallax"),
    RECORD_FIELD_NAMED(histories_build, left_out, "cells_left_out", "1", "0", "not clean, or few"),
    RECORD_FIELD_NAMED(histories_build, alone, "cells_alone", "1", "0", "that no other build has"),
};
static const struct record_field time_fields[] = {
    RECORD_FIELD(histories_time, study, "", "", "what its runs have in common"),
    RECORD_FIELD(histories_time, cell, "", "", "curve and ranks x threads"),
    RECORD_FIELD(histories_time, build, "", "", "name of the build"),
    RECORD_FIELD(histories_time, workers, "1", "0", "ranks x threads"),
    RECORD_FIELD(histories_time, repetitions, "1", "0", "R"),
    RECORD_FIELD(histories_time, other_pixels, "1", "0", "1: builds compute other pixels"),
    HDF5_INTERVAL(histories_time, time, "time", "_s", "s", "of one iteration"),
};
static const struct record_field step_fields[] = {
    RECORD_FIELD(histories_step, study, "", "", "what its runs have in common"),
    RECORD_FIELD(histories_step, cell, "", "", "curve and ranks x threads"),
    RECORD_FIELD(histories_step, from, "", "", "build before"),
    RECORD_FIELD(histories_step, to, "", "", "build after"),
    RECORD_FIELD_NAMED(histories_step, whole, "in_all", "1", "0", "1: the first and the last"),
    RECORD_FIELD(histories_step, paired, "1", "0", "1: by round; 0: by Welch"),
    HDF5_INTERVAL(histories_step, ratio, "ratio", "", "1", "time after over time before"),
    RECORD_FIELD(histories_step, answer, "", "", "slower, faster, equal or undecided"),
};

enum { BUILDS, TIMES, STEPS, TABLES };
static const struct record_table tables[TABLES] = {
    [BUILDS] = HDF5_TABLE("builds", "Builds, the oldest first", histories_build, build_fields),
    [TIMES] = HDF5_TABLE("times", "Cells: their time in each build", histories_time, time_fields),
    [STEPS] = HDF5_TABLE("steps", "Steps from build to build", histories_step, step_fields),
};

static void add_builds(struct hdf5_table *out, const struct history *history, char *const *paths)
{
    for (size_t i = 0; i < history->build_count; ++i) {
        struct histories_build *row = hdf5_table_add(out);
        histories_name(i, row->name, sizeof row->name);
        hdf5_text(row->path, paths[i]);
        histories_revision(&history->builds[i], row->revision, sizeof row->revision);
        row->left_out = (int64_t)history->unclean[i];
        row->alone = (int64_t)history->alone[i];
    }
}

static const char *study_of(const struct history *history, const struct history_cell *cell)
{
    const size_t build = cell->steps[0].from;
    return history->builds[build].studies[cell->cells[build]->study].title;
}

static void add_cell(struct hdf5_table *out, const struct history *history,
                     const struct history_cell *cell)
{
    for (size_t i = 0; i < history->build_count; ++i) {
        if (!cell->cells[i])
            continue;
        struct histories_time *row = hdf5_table_add(&out[TIMES]);
        hdf5_text(row->study, study_of(history, cell));
        histories_cell(history, cell, row->cell, sizeof row->cell);
        histories_name(i, row->build, sizeof row->build);
        row->workers = cell->cells[i]->workers;
        row->repetitions = (int32_t)cell->cells[i]->used_count;
        row->other_pixels = cell->other_pixels;
        row->time = cell->cells[i]->time;
    }
    for (size_t i = 0; i < cell->step_count; ++i) {
        struct histories_step *row = hdf5_table_add(&out[STEPS]);
        hdf5_text(row->study, study_of(history, cell));
        histories_cell(history, cell, row->cell, sizeof row->cell);
        histories_name(cell->steps[i].from, row->from, sizeof row->from);
        histories_name(cell->steps[i].to, row->to, sizeof row->to);
        row->whole = i > 0 && i + 1 == cell->step_count;
        row->paired = cell->steps[i].paired;
        row->ratio = difference_ratio(cell->steps[i].ratio);
        hdf5_text(row->answer, histories_answers[cell->steps[i].answer]);
    }
}

int histories_write_hdf5(const struct history *history, char *const *paths, const char *path,
                         const struct files *files)
{
    struct hdf5_table out[TABLES];
    for (int i = 0; i < TABLES; ++i)
        out[i] = (struct hdf5_table){.table = &tables[i]};
    add_builds(&out[BUILDS], history, paths);
    for (size_t i = 0; i < history->count; ++i)
        add_cell(out, history, &history->cells[i]);
    const int code =
        hdf5_tables_write(path, "parallax-compare-1", "What builds differ by", files, out, TABLES);
    for (int i = 0; i < TABLES; ++i)
        hdf5_table_free(&out[i]);
    return code;
}
