/* What every worker says of itself around an iteration, on its own thread. */
#include "drivers/run/testimony.h"

#include <stdlib.h>

#include "drivers/common/timer.h"

static void begin(void *context, int unit, int worker)
{
    (void)worker;
    struct testimony *testimonies = context;
    testimonies[unit].before = usage_of_thread();
}

void testimony_begin(struct team *team, struct testimony *testimonies)
{
    team_each_worker(team, begin, testimonies);
}

static void end(void *context, int unit, int worker)
{
    (void)worker;
    struct testimony *testimonies = context;
    testimonies[unit].after = usage_of_thread();
    affinity_where(&testimonies[unit].place);
}

void testimony_end(struct team *team, struct testimony *testimonies)
{
    team_each_worker(team, end, testimonies);
}

struct question {
    struct testimony *testimonies;
    int kind;
};

static void ask(void *context, int unit, int worker)
{
    (void)worker;
    struct question *question = context;
    struct testimony *testimony = &question->testimonies[unit];
    testimony->witness = witness_run(&testimony->memory, question->kind);
}

double testimony_witness(struct team *team, struct testimony *testimonies, int kind)
{
    struct question question = {testimonies, kind};
    if (kind != WITNESS_NONE)
        team_barrier(team);
    double began = timer_now();
    team_each_worker(team, ask, &question);
    return kind == WITNESS_NONE ? 0 : timer_now() - began;
}

/* It wakes up within this, also where a host has put the CPU to sleep. */
static const double wakes_up = 1e-3;

double testimony_taken(const struct testimony *testimony)
{
    const struct usage *before = &testimony->before, *after = &testimony->after;
    double ready = after->ready_s - before->ready_s;
    bool lost = after->involuntary_switches > before->involuntary_switches;
    return lost || !(ready <= wakes_up) ? ready : 0;
}

void testimony_fill(const struct testimony *testimony, struct worker_row *row)
{
    int64_t before = testimony->before.involuntary_switches;
    row->cpu = testimony->place.cpu;
    row->numa = testimony->place.numa;
    row->mask_cpus = testimony->place.mask_cpus;
    row->cpu_s = testimony->after.cpu_s - testimony->before.cpu_s;
    row->involuntary_switches = before < 0 ? -1 : testimony->after.involuntary_switches - before;
    row->probe_chain_s = testimony->witness.chain_s;
    row->probe_cache_s = testimony->witness.cache_s;
    row->probe_stream_s = testimony->witness.stream_s;
}

void testimony_free(struct testimony *testimonies, int count)
{
    for (int i = 0; testimonies && i < count; ++i)
        witness_free(&testimonies[i].memory);
    free(testimonies);
}
