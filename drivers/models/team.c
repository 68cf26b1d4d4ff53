/* The serial program: what happens where a model adds nothing. */
#include "drivers/models/model.h"

#include <math.h>
#include <string.h>

const char *const deal_names[] = {"counter", "master", "served", NULL};
const char *const sharing_names[] = {"private", "atomic", "lock", "critical", "racy", NULL};
const char *const start_names[] = {"fork", "spawn", NULL};
const char *const transfer_names[] = {"pipe", "shared", NULL};

const char *team_launched(const struct model *model)
{
    return model->launched ? model->launched() : NULL;
}

void team_start(struct team *team, const struct model *model, const struct wish *wish, int *argc,
                char ***argv)
{
    *team = (struct team){.model = model, .ranks = 1, .threads = 1};
    team->between.chunk = team->within.chunk = 1;
    if (model->start)
        model->start(team, wish, argc, argv);
}

void team_stop(struct team *team)
{
    if (team->model->stop)
        team->model->stop(team);
}

void team_loop(struct team *team, const struct schedule *schedule, struct span span, unit_fn *unit,
               void *context)
{
    if (team->model->loop)
        team->model->loop(team, schedule, span, unit, context);
    else
        for (int i = span.begin; i < span.end; ++i)
            unit(context, i, 0);
}

void team_loop_blocks(struct team *team, struct span span, unit_fn *unit, void *context)
{
    const struct schedule block = {SCHEDULE_BLOCK, 1};
    team_loop(team, &block, span, unit, context);
}

void team_each_worker(struct team *team, unit_fn *unit, void *context)
{
    team_loop_blocks(team, (struct span){0, team->threads}, unit, context);
}

int team_next(struct team *team, int n, int turn, struct span *span)
{
    if (team->model->next)
        return team->model->next(team, n, turn, span);
    *span = (struct span){0, n};
    return turn == 0;
}

void team_scatter(struct team *team, const struct image *whole, struct image *part,
                  const struct area *areas)
{
    if (team->model->scatter)
        team->model->scatter(team, whole, part, areas);
}

void team_gather(struct team *team, const struct image *part, struct image *whole,
                 const struct area *areas)
{
    if (team->model->gather)
        team->model->gather(team, part, whole, areas);
}

bool team_delivers(const struct team *team)
{
    return team->model->deliver && team->ranks > 1;
}

void *team_place(struct team *team, size_t size)
{
    return team->model->place ? team->model->place(team, size) : NULL;
}

void team_broadcast(struct team *team, void *data, size_t size)
{
    if (team->model->broadcast)
        team->model->broadcast(team, data, size);
}

void team_collect(struct team *team, const void *mine, size_t size, void *all)
{
    if (team->model->collect)
        team->model->collect(team, mine, size, all);
    else
        memcpy(all, mine, size);
}

void team_sum(struct team *team, uint64_t *values, int n)
{
    if (team->model->sum && n > 0)
        team->model->sum(team, values, n);
}

void team_barrier(struct team *team)
{
    if (team->model->barrier)
        team->model->barrier(team);
}

void team_merge(struct team *team, enum sharing sharing, uint64_t *total, const uint64_t *mine,
                int n)
{
    if (team->model->merge && sharing != SHARING_PRIVATE && sharing != SHARING_RACY)
        team->model->merge(team, sharing, total, mine, n);
    else
        for (int i = 0; i < n; ++i)
            total[i] += mine[i]; /* SHARING_RACY: what another worker adds meanwhile is lost */
}

struct team_lock team_lock(struct team *team)
{
    struct team_lock lock = {"", 0, -1, NAN};
    if (team->model->lock)
        team->model->lock(team, &lock);
    return lock;
}

uint64_t team_total(struct team *team, uint64_t mine)
{
    team_sum(team, &mine, 1);
    return mine;
}

int team_agree(struct team *team, int code)
{
    uint64_t votes[128] = {0};
    int agreed = 0;
    votes[code & 127] = 1;
    team_sum(team, votes, 128);
    for (int c = 1; c < 128; ++c)
        if (votes[c] > 0 && (!agreed || votes[c] >= votes[agreed]))
            agreed = c;
    return agreed;
}
