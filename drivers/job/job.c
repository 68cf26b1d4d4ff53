/* A run's beginning and end: workers, places for results. inputs.c finds what to work on. */
#include "drivers/job/job.h"

#include <stdlib.h>

#include "drivers/common/exit_code.h"
#include "drivers/job/item_memory.h"

/* Results are kept until the clock stops, and hashed then, if all of them fit in a quarter of each
 * process's memory. Files are read in a pipeline that hashing is part of. */
static bool results_fit(const struct job *job)
{
    struct shape shape;
    int contents = inputs_shape(job, 0, &shape);
    if (!contents || !job->sink->keeps)
        return false;
    double bytes = 0;
    for (int i = 0; i < contents; ++i) {
        struct plan plan;
        inputs_shape(job, i, &shape);
        if (kernel_plan(job->kernel, job->variant, shape, shape, job->options.value, &plan))
            continue; /* this image will fail, and keep nothing */
        bytes += (double)image_bytes(plan.dst, area_whole(plan.dst)) / contents;
        kernel_unplan(job->kernel, job->variant, &plan);
    }
    return bytes * job->inputs.count <= (double)job->memory / 4;
}

static int make_workers(struct job *job)
{
    size_t count = job->inputs.count ? (size_t)job->inputs.count : 1;
    job->workers = calloc((size_t)job->team->threads, sizeof *job->workers);
    if (!job->workers)
        return EXIT_MEMORY;
    for (int w = 0; w < job->team->threads; ++w)
        if (!(job->workers[w] = worker_create(w, job->kernel)) ||
            ahead_open(&job->workers[w]->ahead, job->options.input.read_ahead))
            return EXIT_MEMORY;
    item_memory_settle(job);
    job->results.hash_timed = !results_fit(job);
    if (!job->options.split)
        return 0;
    if (job->results.hash_timed)
        job->results.sampled = calloc(count, sizeof *job->results.sampled);
    else
        job->results.kept = calloc(count, sizeof *job->results.kept);
    return job->results.sampled || job->results.kept ? 0 : EXIT_MEMORY;
}

static void set_limit(struct job *job)
{
    const struct options *o = &job->options;
    double limit = o->max_errors;
    if (o->max_errors >= 0 && o->max_errors_percent > 0)
        limit = o->max_errors / 100 * job->inputs.count;
    job->limits.failed_limit = o->fail_fast ? 0 : o->max_errors < 0 ? INT64_MAX : (int64_t)limit;
}

/* What the source says of a unit's item; a list that is repeated is not one group. */
static int together(const void *context, int unit)
{
    const struct inputs *in = context;
    int item = in->item[unit];
    int number = in->source->together(in->source_state, item % in->list.count);
    return number < 0 ? -1 : 2 * number + item / in->list.count % 2;
}

/* Groups as the source wants them. 0: it wants none; -1: no memory. */
static int find_together(struct job *job)
{
    int images = job->inputs.count;
    if (!job->inputs.source->together || job->options.split)
        return 0;
    if (groups_together(&job->groups, images, together, &job->inputs))
        return -1;
    if (job->groups.count < images)
        return 1;
    groups_free(&job->groups);
    return 0;
}

/* A source that keeps several items of a worker moving is told of groups: eight times as many, but
 * so few that every worker gets one. Where that is not asked for, whoever is free takes one image:
 * no group, however small, is as balanced. Downloads are equal parts, because a worker that waits
 * for many loses no more than one that waits for few; images that are read ahead are computed, too.
 */
static int choose_groups(struct job *job)
{
    enum { MANY = 8 };
    const struct team *team = job->team;
    const struct source_options *asked = &job->options.input;
    const struct source *source = job->inputs.source;
    int workers = team->ranks * team->threads, images = job->inputs.count;
    int found = find_together(job);
    if (found)
        return found < 0 ? -1 : 0;
    if (job->options.split) {
        groups_equal(&job->groups, images, workers, 1);
    } else if (source->in_flight) {
        int fair = (images + workers - 1) / workers, most = MANY * asked->in_flight;
        int size = asked->in_flight == 1 || fair <= 1 ? 1 : fair < most ? fair : most;
        job->groups = (struct groups){(images + size - 1) / size, size, images, NULL};
    } else if (!asked->read_ahead || !(source->expect || asked->delay > 0)) {
        groups_equal(&job->groups, images, workers, 1);
    } else if (schedule_is_dealt(team->between.kind)) {
        return groups_shrinking(&job->groups, images, workers, MANY * asked->read_ahead);
    } else {
        groups_equal(&job->groups, images, workers, MANY * asked->read_ahead);
    }
    return 0;
}

/* A process with several threads draws several units at once, because its threads join after each
 * chunk: eight for each thread, but so few that every process draws about four times. */
static void choose_chunk(struct job *job)
{
    struct team *team = job->team;
    if (job->options.chunk > 0 || !team->model->processes || !team->model->threads)
        return;
    int units = job->options.split ? 8 * team->ranks * team->threads : job->groups.count;
    int fair = units / (4 * team->ranks), most = 8 * team->threads;
    int chunk = fair < most ? fair : most;
    team->between.chunk = chunk > team->threads ? chunk : team->threads;
}

int job_prepare(struct job *job, struct failure *failure)
{
    int code = inputs_find(job, failure);
    if (code)
        return code;
    set_limit(job);
    code = team_agree(job->team, choose_groups(job) ? EXIT_MEMORY : 0);
    if (code)
        return code;
    choose_chunk(job);
    return team_agree(job->team, make_workers(job));
}

void job_destroy(struct job *job)
{
    for (int w = 0; job->workers && w < job->team->threads; ++w) {
        if (job->workers[w]) {
            plans_free(&job->workers[w]->plans, job->kernel, job->variant);
            plans_free(&job->workers[w]->reference_plans, job->kernel, &job->kernel->variants[0]);
        }
        worker_destroy(job->workers[w]);
    }
    for (int i = 0; job->results.kept && i < job->inputs.count; ++i) {
        image_free(&job->results.kept[i].image);
        free(job->results.kept[i].rows);
    }
    keep_free(&job->results.received);
    team_place(job->team, 0);
    image_free(&job->results.passing.image);
    free(job->results.passing.rows);
    inputs_close(job);
    groups_free(&job->groups);
    free(job->workers);
    free(job->results.kept);
    free(job->results.hash);
    free(job->results.sampled);
    free(job->results.done);
    free(job->results.later);
    free(job->results.sum);
    *job = (struct job){0};
}
