/* How many ranks a run's launcher announced. */
#include "analysis/data/announced.h"

#include <stdlib.h>
#include <string.h>

#include "analysis/memory.h"

/* The innermost launcher first: a job step may hold an mpirun, not the other way round. */
static const char *const sizes[] = {"env.OMPI_COMM_WORLD_SIZE", "env.PMI_SIZE",
                                    "env.SLURM_STEP_NUM_TASKS"};

enum { SIZE_OF_STEP = 2, SIZES };

struct launch {
    int ranks[SIZES]; /* as sizes[]; 0: not said */
    bool in_step;     /* a batch script that started no step announces nobody */
};

static int whole_of(const char *text)
{
    char *end;
    const long value = strtol(text, &end, 10);
    return *end == '\0' && value > 0 && value <= INT32_MAX ? (int)value : 0;
}

static void note_fact(struct launch *launch, const struct fact_row *fact)
{
    if (strcmp(fact->name, "env.SLURM_STEP_ID") == 0)
        launch->in_step = true;
    for (int i = 0; i < SIZES; ++i)
        if (strcmp(fact->name, sizes[i]) == 0)
            launch->ranks[i] = whole_of(fact->value);
}

static int ranks_of(const struct launch *launch, const struct run_row *row)
{
    /* An mpirun may start one helper on each node as a step of its own. */
    const bool step = launch->in_step && strcmp(row->start, "mpirun") != 0;
    for (int i = 0; i < SIZES; ++i)
        if (launch->ranks[i] > 0 && (i != SIZE_OF_STEP || step))
            return launch->ranks[i];
    return -1;
}

void announced_find(struct runs *runs, const struct results *results)
{
    struct launch *launches = memory_array(runs->count, sizeof *launches);
    for (size_t i = 0; i < results->fact_count; ++i) {
        const size_t run = runs_find(runs, results->facts[i].run);
        if (run != SIZE_MAX)
            note_fact(&launches[run], &results->facts[i]);
    }
    for (size_t i = 0; i < runs->count; ++i) {
        struct run *run = &runs->items[i];
        run->announced = run->row->ranks_announced > 0 ? run->row->ranks_announced
                                                       : ranks_of(&launches[i], run->row);
    }
    free(launches);
}
