/* What a run works on: its source and sink, the list of inputs, the items left to do. */
#include "drivers/job/inputs.h"

#include <stdlib.h>
#include <string.h>

#include "drivers/common/exit_code.h"
#include "drivers/common/size.h"
#include "drivers/io/sinks/outputs.h"
#include "drivers/job/commit.h"
#include "drivers/job/item_memory.h"
#include "drivers/job/job.h"

enum { PARTS = 8 }; /* prepared by each worker */

/* A text of rank 0's, whose size is known, on every process: NULL there where memory is missing. */
static int share_text(struct team *team, char **text, size_t size)
{
    if (team->rank > 0)
        *text = malloc(size ? size : 1);
    if (team_total(team, !*text))
        return EXIT_MEMORY;
    team_broadcast(team, *text, size);
    return 0;
}

/* Rank 0's verdict and list, on every process. */
static int share_list(struct job *job, int code)
{
    struct team *team = job->team;
    team_broadcast(team, &code, sizeof code);
    if (code)
        return code;
    /* The pointers in it are replaced. */
    team_broadcast(team, &job->inputs.list, sizeof job->inputs.list);
    if (team->rank > 0) {
        job->inputs.list.text = job->inputs.list.hidden = NULL;
        job->inputs.list.text_capacity = job->inputs.list.text_size;
        job->inputs.list.offset = NULL;
        job->inputs.list.unseen = NULL;
        job->inputs.list.looks = NULL;
    }
    if (share_text(team, &job->inputs.list.text, job->inputs.list.text_size))
        return EXIT_MEMORY;
    if (job->inputs.list.hidden_size &&
        share_text(team, &job->inputs.list.hidden, job->inputs.list.hidden_size))
        return EXIT_MEMORY;
    return team_total(team, team->rank > 0 && list_index(&job->inputs.list)) ? EXIT_MEMORY : 0;
}

int inputs_exit_code(const struct failure *failure)
{
    static const struct {
        const char *code;
        int exit;
    } codes[] = {{"memory", EXIT_MEMORY},   {"EACCES", EXIT_PERMISSION},
                 {"EINTR", EXIT_STOPPED},   {"unsupported", EXIT_USAGE},
                 {"too-large", EXIT_USAGE}, {"no-library", EXIT_CONFIG}};
    for (size_t i = 0; i < sizeof codes / sizeof *codes; ++i)
        if (strcmp(failure->code, codes[i].code) == 0)
            return codes[i].exit;
    return EXIT_NO_INPUT;
}

/* Found on all processes alike. */
static int check_raw(const struct job *job, struct failure *failure)
{
    if (job->kernel->raw && outputs_sized(&job->options.output)) {
        failure_set(failure, "list", "unsupported",
                    "--name: %s does not look at what it moves, so that there is no {w} or {h}",
                    job->kernel->name);
        return EXIT_USAGE;
    }
    if (!job->kernel->raw || job->inputs.source->bytes)
        return 0;
    failure_set(failure, "list", "unsupported",
                "%s moves bytes as they are stored, and %s images are not: name files, "
                "directories or URLs",
                job->kernel->name, job->inputs.source->name);
    return EXIT_USAGE;
}

/* How many images are made is known before they have names. */
static int find_list(struct job *job, struct failure *failure)
{
    const struct source_options *asked = &job->options.input;
    if (item_memory_check_made(job, asked->synthetic, failure) ||
        item_memory_check_made(job, asked->items, failure) ||
        job->inputs.source->list(job->inputs.source_state, asked, &job->inputs.list, failure))
        return inputs_exit_code(failure);
    return 0;
}

/* Outputs that would collide or overwrite, found by rank 0 before any work; its plan for all. */
static int check_sink(struct job *job, struct failure *failure)
{
    struct team *team = job->team;
    struct sink_plan *plan = &job->sink_plan;
    size_t count = (size_t)job->inputs.list.count;
    plan->marks = calloc(count, 1);
    if (team_total(team, !plan->marks))
        return EXIT_MEMORY;
    int code = 0;
    if (team->rank == 0 && job->sink->check)
        code = job->sink->check(&job->options.output, &job->inputs.list, plan, failure);
    team_broadcast(team, &code, sizeof code);
    if (!job->sink->check || code)
        return code;
    uint8_t *marks = plan->marks; /* which each process has its own of */
    team_broadcast(team, marks, count);
    team_broadcast(team, plan, sizeof *plan);
    plan->marks = marks;
    return 0;
}

/* The items to do: all, `repetitions` times, but those whose output is there already. */
static int choose_items(struct job *job, struct failure *failure)
{
    int listed = job->inputs.list.count;
    if (item_memory_check_count(job, listed, failure))
        return EXIT_USAGE;
    int total = listed * job->inputs.repetitions;
    if (!(job->inputs.item = malloc(size_product((size_t)total, sizeof *job->inputs.item))))
        return EXIT_MEMORY;
    for (int item = 0; item < total; ++item)
        if (!(job->sink_plan.marks[item % listed] & SINK_SKIP))
            job->inputs.item[job->inputs.count++] = item;
    size_t count = job->inputs.count ? (size_t)job->inputs.count : 1;
    job->results.hash = calloc(count, sizeof *job->results.hash);
    job->results.done = calloc(count, 1);
    job->results.later = calloc(count, sizeof *job->results.later);
    job->results.sum = calloc(job->kernel->tallies + 1, sizeof *job->results.sum);
    const struct job_results *r = &job->results;
    return r->hash && r->done && r->later && r->sum ? 0 : EXIT_MEMORY;
}

static void prepare_part(void *context, int part, int worker)
{
    (void)worker;
    struct job *job = context;
    if (atomic_load(&job->team->stop)) /* nothing will be read */
        return;
    job->inputs.source->prepare(job->inputs.source_state, part, PARTS * job->team->threads);
}

static int open_source(struct job *job, struct failure *failure)
{
    struct team *team = job->team;
    bool reads = !job->options.split || !split_scatters(job) || team->rank == 0;
    int result = job->inputs.source->open(job->inputs.source_state, &job->options.input,
                                          &job->inputs.list, reads ? team->threads : 0, failure);
    if (result == 0 && reads && job->inputs.source->prepare)
        team_loop_blocks(team, (struct span){0, PARTS * team->threads}, prepare_part, job);
    return result ? inputs_exit_code(failure) : 0;
}

/* What all results will need is missed before the first of them. */
static int load_format(const struct job *job, struct failure *failure)
{
    const struct codec *format = job->options.output.format; /* NULL: each input's own */
    bool needed = format && job->sink->wants_bytes && !job->kernel->raw && job->inputs.count;
    return needed && format->load && !format->load(failure) ? -1 : 0;
}

static int open_sink(struct job *job, struct failure *failure)
{
    int items = job->inputs.list.count * job->inputs.repetitions;
    if (load_format(job, failure))
        return inputs_exit_code(failure);
    commit_prepare(job);
    if (!job->sink->open ||
        job->sink->open(job->sink_state, &job->options.output, &job->sink_plan, &job->inputs.list,
                        items, job->team->threads, failure) == 0)
        return 0;
    int code = inputs_exit_code(failure);
    bool full = strcmp(failure->code, "ENOSPC") == 0 || strcmp(failure->code, "EDQUOT") == 0;
    return code != EXIT_NO_INPUT ? code : full ? EXIT_IO : EXIT_CREATE;
}

int inputs_find(struct job *job, struct failure *failure)
{
    failure_set(failure, "list", "memory", "out of memory");
    job->inputs.source = job->options.source;
    job->inputs.source_state = calloc(1, job->inputs.source->state_size);
    job->sink = job->options.sink;
    job->sink_state = calloc(1, job->sink->state_size + 1); /* which may be 0 */
    if (team_total(job->team, !job->inputs.source_state || !job->sink_state))
        return EXIT_MEMORY;
    if (check_raw(job, failure))
        return EXIT_USAGE;
    int code = share_list(job, job->team->rank == 0 ? find_list(job, failure) : 0);
    if (code || (code = check_sink(job, failure)) != 0)
        return code;
    if ((code = team_agree(job->team, choose_items(job, failure))) != 0)
        return code;
    if ((code = team_agree(job->team, open_source(job, failure))) != 0)
        return code;
    return team_agree(job->team, open_sink(job, failure));
}

int inputs_begin(struct job *job, struct failure *failure)
{
    int code = 0;
    if (job->team->rank == 0 && job->sink->begin && job->sink->begin(job->sink_state, failure))
        code = EXIT_CREATE;
    team_broadcast(job->team, &code, sizeof code);
    return code;
}

int inputs_shape(const struct job *job, int item, struct shape *shape)
{
    return job->inputs.source->shape
               ? job->inputs.source->shape(job->inputs.source_state, item, shape)
               : 0;
}

int inputs_in_flight(const struct job *job)
{
    const struct source *source = job->inputs.source;
    return source->in_flight ? source->in_flight(job->inputs.source_state) : 0;
}

int64_t inputs_forget(struct job *job)
{
    int64_t stay = 0;
    if (!job->options.input.cold || !job->first_local)
        return 0;
    for (int i = 0; i < job->inputs.count && job->inputs.item[i] < job->inputs.list.count; ++i)
        stay += job->inputs.source->forget(job->inputs.source_state, job->inputs.item[i]) < 0;
    return stay;
}

const char *inputs_note(const struct job *job)
{
    return job->inputs.source->note ? job->inputs.source->note(job->inputs.source_state) : "";
}

void inputs_close(struct job *job)
{
    if (job->inputs.source_state)
        job->inputs.source->close(job->inputs.source_state);
    if (job->sink_state && job->sink->close)
        job->sink->close(job->sink_state);
    free(job->inputs.source_state);
    free(job->sink_state);
    free(job->sink_plan.marks);
    list_free(&job->inputs.list);
    free(job->inputs.item);
}
