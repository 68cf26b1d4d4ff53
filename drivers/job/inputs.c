/* What a run works on: the list of inputs, the items left to do, synthetic images. */
#include "drivers/job/inputs.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "drivers/common/exit_code.h"
#include "drivers/io/sources/synthetic.h"
#include "drivers/job/checksum.h"

/* Rank 0's verdict and list, on every process. */
static int share_list(struct job *job, int code)
{
    struct team *team = job->team;
    team_broadcast(team, &code, sizeof code);
    if (code)
        return code;
    team_broadcast(team, &job->list, sizeof job->list); /* the pointers in it are replaced */
    if (team->rank > 0) {
        job->list.text = malloc(job->list.text_size);
        job->list.text_capacity = job->list.text_size;
        job->list.offset = NULL;
    }
    if (team_total(team, !job->list.text))
        return EXIT_MEMORY;
    team_broadcast(team, job->list.text, job->list.text_size);
    return team_total(team, team->rank > 0 && list_index(&job->list)) ? EXIT_MEMORY : 0;
}

/* Names for images that have no file, so that outputs and messages can name them. */
static int list_synthetic(struct list *list, int count)
{
    char entry[64];
    for (int i = 0; i < count; ++i) {
        int size = snprintf(entry, sizeof entry, "synthetic-%06d%csynthetic-%06d.png", i, '\0', i);
        if (list->text_size + (size_t)size + 1 > list->text_capacity) {
            size_t capacity = 2 * list->text_capacity + sizeof entry;
            char *text = realloc(list->text, capacity);
            if (!text)
                return -1;
            list->text = text;
            list->text_capacity = capacity;
        }
        memcpy(list->text + list->text_size, entry, (size_t)size + 1);
        list->text_size += (size_t)size + 1;
    }
    return list_index(list);
}

static int find_inputs(struct job *job, struct failure *failure)
{
    const struct options *o = &job->options;
    if (o->synthetic) {
        if (list_synthetic(&job->list, o->synthetic)) {
            failure_set(failure, "list", "memory", "out of memory for %d names", o->synthetic);
            return EXIT_MEMORY;
        }
        return 0;
    }
    struct list_options list = {o->inputs,         o->input_count, o->files_from,
                                o->null_separated, o->root,        o->output};
    if (list_find(&job->list, &list, failure))
        return strcmp(failure->code, "memory") == 0   ? EXIT_MEMORY
               : strcmp(failure->code, "EACCES") == 0 ? EXIT_PERMISSION
                                                      : EXIT_NO_INPUT;
    if (job->list.count == 0) {
        failure_set(failure, "list", "no-input",
                    "there is no image in the input; a directory's images are found by the ending "
                    "of their names, other files must be named");
        return EXIT_NO_INPUT;
    }
    return 0;
}

/* Outputs that would collide or overwrite, found by rank 0 before any work; its plan for all. */
static int check_sink(struct job *job, struct failure *failure)
{
    struct team *team = job->team;
    struct sink_plan *plan = &job->sink_plan;
    if (job->options.sink != SINK_DIRECTORY)
        return 0;
    int code = team->rank == 0 ? outputs_check(&job->sink, &job->list, plan, failure) : 0;
    team_broadcast(team, &code, sizeof code);
    if (code)
        return code;
    size_t count = (size_t)job->list.count;
    if (team->rank > 0) {
        plan->hashed = malloc(count);
        plan->skip = malloc(count);
    }
    if (team_total(team, !plan->hashed || !plan->skip))
        return EXIT_MEMORY;
    team_broadcast(team, plan->hashed, count);
    team_broadcast(team, plan->skip, count);
    team_broadcast(team, &plan->skipped, sizeof plan->skipped);
    return 0;
}

/* The items to do: all, `repetitions` times, but those whose output is there already. */
static int choose_items(struct job *job)
{
    int listed = job->list.count;
    if ((int64_t)listed * job->repetitions > 1000000000)
        return EXIT_USAGE;
    int total = listed * job->repetitions;
    job->item = malloc((size_t)total * sizeof *job->item);
    if (!job->item)
        return EXIT_MEMORY;
    bool skips = job->sink_plan.skip && job->sink.existing == EXISTING_SKIP;
    for (int item = 0; item < total; ++item)
        if (!skips || !job->sink_plan.skip[item % listed])
            job->item[job->count++] = item;
    size_t count = job->count ? (size_t)job->count : 1;
    job->hash = calloc(count, sizeof *job->hash);
    job->done = calloc(count, 1);
    job->sum = calloc(job->kernel->tallies + 1, sizeof *job->sum);
    return job->hash && job->done && job->sum ? 0 : EXIT_MEMORY;
}

struct filling {
    struct job *job;
    int bands;
    struct image *image;
    int content;
};

/* Rows of a synthetic image by the worker that will compute them: first touch decides where memory
 * lies on a machine with several memories. */
static void fill_band(void *context, int band, int worker)
{
    (void)worker;
    struct filling *f = context;
    struct image part = *f->image;
    int height = part.shape.height;
    part.held.rows = (struct range){(int)((int64_t)height * band / f->bands),
                                    (int)((int64_t)height * (band + 1) / f->bands)};
    part.pixels = image_row(f->image, part.held.rows.begin);
    synthetic_fill(&part, f->job->options.seed, f->content);
}

static int make_pool(struct job *job)
{
    const struct options *o = &job->options;
    struct team *team = job->team;
    bool needed = !o->split || !split_scatters(job) || team->rank == 0;
    job->contents = o->contents > 0 ? o->contents : CONTENTS_DEFAULT;
    if (o->contents < 0 && job->contents < o->shape_count)
        job->contents = o->shape_count;
    job->contents = job->contents < job->list.count ? job->contents : job->list.count;
    job->pool = calloc((size_t)job->contents, sizeof *job->pool);
    if (!job->pool)
        return EXIT_MEMORY;
    for (int i = 0; needed && i < job->contents; ++i) {
        struct shape shape = o->shapes[i % o->shape_count];
        if (o->split && o->study == STUDY_WEAK)
            shape.height *= team->ranks * team->threads;
        if (!shape_is_valid(shape) || image_allocate(&job->pool[i], shape, area_whole(shape)))
            return EXIT_MEMORY;
        int bands = shape.height < 64 ? 1 : 8 * team->threads;
        struct filling filling = {job, bands, &job->pool[i], i};
        team_loop_blocks(team, (struct span){0, bands}, fill_band, &filling);
    }
    return 0;
}

int inputs_find(struct job *job, struct failure *failure)
{
    failure_set(failure, "list", "memory", "out of memory");
    int code = share_list(job, job->team->rank == 0 ? find_inputs(job, failure) : 0);
    if (code || (code = check_sink(job, failure)) != 0)
        return code;
    if ((code = team_agree(job->team, choose_items(job))) != 0)
        return code;
    return job->options.synthetic ? team_agree(job->team, make_pool(job)) : 0;
}
