/* What the facts and nodes of a run tell of how it came about: command line, cores, collection. */
#include "analysis/data/told.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

/* "12345 67890 jpeg": files, bytes, and what they all are; the last two may be missing. */
static void read_collection(struct told *told, const char *text)
{
    told->bytes = -1;
    if (sscanf(text, "%" SCNd64 " %" SCNd64 " %15[a-z]", &told->files, &told->bytes, told->format) <
            1 ||
        told->files < 1)
        told->files = -1;
}

static void note_fact(struct told *told, const struct fact_row *fact)
{
    if (strcmp(fact->name, "argv") == 0)
        told->argv = fact->value;
    else if (strcmp(fact->name, "env.PARALLAX_COMMAND") == 0)
        told->command = fact->value;
    else if (strcmp(fact->name, "env.PARALLAX_COLLECTION") == 0)
        read_collection(told, fact->value);
    else if (strcmp(fact->name, "env.OMPI_COMM_WORLD_SIZE") == 0)
        told->open_mpi = true;
    else if (strcmp(fact->name, "env.SLURM_JOB_NAME") == 0)
        told->submitted = strncmp(fact->value, "parallax-", 9) == 0; /* a shell's has another */
}

static void note_node(struct told *told, const struct node_row *node)
{
    if (node->cores > 0)
        told->cores += node->cores;
    if (node->smt > told->smt)
        told->smt = node->smt;
}

void told_find(struct runs *runs, const struct results *results)
{
    size_t run = 0;
    for (size_t i = 0; i < runs->count; ++i)
        runs->items[i].told = (struct told){.argv = "", .command = "", .files = -1, .bytes = -1};
    for (size_t i = 0; i < results->fact_count; ++i) {
        run = runs_find_next(runs, results->facts[i].run, run);
        if (run != SIZE_MAX)
            note_fact(&runs->items[run].told, &results->facts[i]);
    }
    for (size_t i = 0; i < results->node_count; ++i) {
        run = runs_find_next(runs, results->nodes[i].run, run);
        if (run != SIZE_MAX)
            note_node(&runs->items[run].told, &results->nodes[i]);
    }
}
