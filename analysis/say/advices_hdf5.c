/* How a work should be run, as tables of an HDF5 file. */
#include <math.h>

#include "analysis/data/names.h"
#include "analysis/say/advices.h"
#include "analysis/say/hdf5_table.h"
#include "analysis/say/verdict_command.h"

struct advices_study {
    char title[640], verdict[16], limit[16];
    int32_t study, cores, largest;
    int8_t too_far;
    int64_t rounds;
    double images, target, seen, beyond_low, beyond_high;
    struct interval limit_workers;
};

struct advices_way {
    int32_t study, ranks, threads, workers;
    char advice[16], curve[96], layout[64], schedule[16], command[512];
    struct interval efficiency, time;
    double start;
};

struct advices_guess {
    int32_t study, cores;
    int8_t extrapolated;
    char curve[96], law[24];
    struct interval time;
};

static const struct record_field study_fields[] = {
    RECORD_FIELD(advices_study, study, "1", "-1", "number of the study"),
    RECORD_FIELD(advices_study, title, "", "", "what its runs have in common"),
    RECORD_FIELD(advices_study, verdict, "", "", "answer, or why there is none"),
    RECORD_FIELD(advices_study, cores, "1", "0", "that may be used"),
    RECORD_FIELD_NAMED(advices_study, largest, "largest_measured", "1", "0", "workers"),
    RECORD_FIELD(advices_study, images, "1", "NaN", "to be done"),
    RECORD_FIELD_NAMED(advices_study, target, "target_efficiency", "1", "NaN", "as asked"),
    RECORD_FIELD(advices_study, limit, "", "", "falls, beyond, already, unresolved or unknown"),
    HDF5_INTERVAL(advices_study, limit_workers, "limit_workers", "", "1", "below it from there on"),
    RECORD_FIELD_NAMED(advices_study, beyond_low, "extrapolated_from", "1", "NaN", "by models"),
    RECORD_FIELD_NAMED(advices_study, beyond_high, "extrapolated_to", "1", "NaN", "by models"),
    RECORD_FIELD_NAMED(advices_study, too_far, "refused_as_too_far", "1", "0", "1: so many cores"),
    RECORD_FIELD_NAMED(advices_study, seen, "smallest_difference_seen", "1", "NaN", "of times"),
    RECORD_FIELD_NAMED(advices_study, rounds, "rounds_for_2_percent", "1", "0", "0: unknown"),
};
static const struct record_field way_fields[] = {
    RECORD_FIELD(advices_way, study, "1", "-1", "number of the study"),
    RECORD_FIELD(advices_way, advice, "", "", "use, thrifty, or tied: not told apart from use"),
    RECORD_FIELD(advices_way, curve, "", "", "curve of that study"),
    RECORD_FIELD(advices_way, layout, "", "", "ranks x threads"),
    RECORD_FIELD(advices_way, ranks, "1", "0", "processes"),
    RECORD_FIELD(advices_way, threads, "1", "0", "threads of each"),
    RECORD_FIELD(advices_way, schedule, "", "", "how units are dealt"),
    RECORD_FIELD(advices_way, workers, "1", "0", "ranks x threads"),
    RECORD_FIELD(advices_way, command, "", "", "that runs it"),
    HDF5_INTERVAL(advices_way, efficiency, "efficiency", "", "1", "that was measured"),
    HDF5_INTERVAL(advices_way, time, "time", "_s", "s", "of all images"),
    RECORD_FIELD_NAMED(advices_way, start, "start_s", "s", "NaN", "from the launch on"),
};
static const struct record_field guess_fields[] = {
    RECORD_FIELD(advices_guess, study, "1", "-1", "number of the study"),
    RECORD_FIELD(advices_guess, curve, "", "", "curve of that study"),
    RECORD_FIELD(advices_guess, cores, "1", "0", "workers, which were not measured"),
    RECORD_FIELD(advices_guess, extrapolated, "1", "0", "1: more than were measured"),
    RECORD_FIELD_NAMED(advices_guess, law, "by", "", "", "a law, or envelope: of several models"),
    HDF5_INTERVAL(advices_guess, time, "time", "_s", "s", "of all images"),
};

enum { STUDIES, WAYS, GUESSES, TABLES };
static const struct record_table tables[TABLES] = {
    [STUDIES] = HDF5_TABLE("studies", "What was asked, and limits", advices_study, study_fields),
    [WAYS] = HDF5_TABLE("ways", "Ways to do the work", advices_way, way_fields),
    [GUESSES] = HDF5_TABLE("predictions", "What was not measured", advices_guess, guess_fields),
};

static void add_way(struct hdf5_table *out, const struct advice *advice, const struct cell *cell,
                    const char *name, struct interval time)
{
    const struct run_row *run = cell->runs[0]->row;
    struct advices_way *row = hdf5_table_add(out);
    row->study = (int32_t)cell->study;
    hdf5_text(row->advice, name);
    hdf5_text(row->curve, advice->all->curves[cell->curve].name);
    names_layout(advice->all, cell, row->layout, sizeof row->layout);
    row->ranks = run->ranks;
    row->threads = run->threads;
    hdf5_text(row->schedule, run->schedule);
    row->workers = cell->workers;
    verdict_command(cell, true, row->command, sizeof row->command);
    row->efficiency = cell->efficiency;
    row->time = time;
    row->start = cell == advice->best ? advice->start_s : NAN;
}

static void add_study(struct hdf5_table *out, const struct advice *advice)
{
    const struct advice_limit *limit = &advice->limit;
    struct advices_study *row = hdf5_table_add(out);
    row->study = (int32_t)(advice->study - advice->all->studies);
    hdf5_text(row->title, advice->study->title);
    hdf5_text(row->verdict, verdict_kinds[advice->verdict]);
    row->cores = advice->cores;
    row->largest = advice->largest;
    row->images = advice->images;
    row->target = advice->target;
    row->too_far = advice->too_far;
    if (advice->count == 0)
        return;
    hdf5_text(row->limit, advice_answer_names[limit->answer]);
    row->limit_workers = limit->workers;
    row->beyond_low = limit->extrapolated.low;
    row->beyond_high = limit->extrapolated.high;
    row->seen = advice->choice.seen;
    row->rounds = (int64_t)advice->runs;
}

static void add_ways(struct hdf5_table *out, const struct advice *advice)
{
    if (advice->count == 0)
        return;
    add_way(out, advice, advice->best, "use", advice->best_s);
    if (advice->efficient)
        add_way(out, advice, advice->efficient, "thrifty", advice->efficient_s);
    for (size_t i = 0; i < advice->count; ++i)
        if (advice->choice.tied[i] && advice->cells[i] != advice->best)
            add_way(out, advice, advice->cells[i], "tied", advice_time(advice, advice->cells[i]));
}

static void add_guesses(struct hdf5_table *out, const struct advice *advice)
{
    for (size_t i = 0; i < advice->guess_count; ++i) {
        const struct advice_guess *guess = &advice->guesses[i];
        struct advices_guess *row = hdf5_table_add(out);
        row->study = (int32_t)guess->curve->study;
        hdf5_text(row->curve, guess->curve->name);
        row->cores = advice->cores;
        row->extrapolated = !guess->law;
        hdf5_text(row->law, guess->law ? guess->law : "envelope");
        row->time = guess->time;
    }
}

int advices_write_hdf5(const struct cells *cells, const struct advices_wish *wish, const char *path,
                       const struct files *files)
{
    struct hdf5_table out[TABLES];
    for (int i = 0; i < TABLES; ++i)
        out[i] = (struct hdf5_table){.table = &tables[i]};
    for (size_t i = 0; i < cells->study_count; ++i) {
        struct advice advice;
        if (!advice_can(&cells->studies[i]))
            continue;
        advice_make(&advice, cells, &cells->studies[i], wish->cores, wish->target, wish->images,
                    advices_count(cells));
        add_study(&out[STUDIES], &advice);
        add_ways(&out[WAYS], &advice);
        add_guesses(&out[GUESSES], &advice);
        advice_free(&advice);
    }
    const int code =
        hdf5_tables_write(path, "parallax-advise-1", "How to run this work", files, out, TABLES);
    for (int i = 0; i < TABLES; ++i)
        hdf5_table_free(&out[i]);
    return code;
}
