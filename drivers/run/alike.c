/* Whether the ranks of a run are alike: one program on one kind of CPU. */
#include "drivers/run/alike.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <xxhash.h>

#include "drivers/machine/machine.h"

/* What the loader was given, whatever it is called, and wherever the same name leads by now. */
static uint64_t program_hash(void)
{
    char part[1 << 14];
    FILE *file = fopen("/proc/self/exe", "rb");
    XXH3_state_t *state = file ? XXH3_createState() : NULL;
    uint64_t hash = 0;
    if (state && XXH3_64bits_reset(state) == XXH_OK) {
        for (size_t size; (size = fread(part, 1, sizeof part, file)) > 0;)
            XXH3_64bits_update(state, part, size);
        hash = ferror(file) ? 0 : XXH3_64bits_digest(state);
    }
    XXH3_freeState(state);
    if (file)
        fclose(file);
    return hash;
}

static bool same_cpu(const struct alike_rank *a, const struct alike_rank *b)
{
    return !*a->cpu_model || !*b->cpu_model || strcmp(a->cpu_model, b->cpu_model) == 0;
}

static bool same_program(const struct alike_rank *a, const struct alike_rank *b)
{
    return !a->program || !b->program || a->program == b->program;
}

enum alike alike_judge(const struct alike_rank *rank, int ranks, char *text)
{
    int r = 0;
    text[0] = '\0';
    while (r < ranks && same_program(&rank[0], &rank[r]))
        ++r;
    if (r < ranks) {
        snprintf(text, ALIKE_TEXT,
                 "rank %d is another program than rank 0: have the launcher start one and the same "
                 "on all nodes",
                 r);
        return ALIKE_NOT_PROGRAMS;
    }
    for (r = 0; r < ranks && same_cpu(&rank[0], &rank[r]);)
        ++r;
    if (r == ranks)
        return ALIKE;
    snprintf(text, ALIKE_TEXT,
             "rank %d runs on another CPU, %s, than rank 0, %s: such a run is compared with no "
             "other",
             r, rank[r].cpu_model, rank[0].cpu_model);
    return ALIKE_NOT_CPUS;
}

int alike_find(struct team *team, bool make, struct alike_found *found)
{
    struct alike_rank mine = {.program = 0}, *all = NULL;
    *found = (struct alike_found){ALIKE, ""};
    if (team->ranks == 1 || !team->model->launcher)
        return 0;
    mine.program = program_hash();
    machine_cpu_model(mine.cpu_model, sizeof mine.cpu_model);
    if (strcmp(mine.cpu_model, "unknown") == 0)
        mine.cpu_model[0] = '\0';
    all = calloc(team->rank == 0 ? (size_t)team->ranks : 1, sizeof *all);
    if (team_total(team, !all) == 0) {
        team_collect(team, &mine, sizeof mine, all);
        if (team->rank == 0)
            found->alike = alike_judge(all, team->ranks, found->text);
    }
    free(all);
    return team_total(team, make && found->alike == ALIKE_NOT_PROGRAMS) ? -1 : 0;
}
