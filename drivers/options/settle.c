/* What the command line left open, and what does not go together. */
#include <math.h>
#include <stdarg.h>
#include <string.h>

#include "drivers/io/colour.h"
#include "drivers/options/options.h"
#include "drivers/record/record.h"

__attribute__((format(printf, 2, 3))) static int refuse(char *message, const char *format, ...)
{
    va_list list;
    va_start(list, format);
    vsnprintf(message, OPTIONS_MESSAGE, format, list);
    va_end(list);
    return -1;
}

static int settle_decode(struct decode_options *decode, char *message)
{
    if (decode->allow_damaged) /* an end that is missing is damage too */
        decode->allow_truncated = 1;
    if (decode->icc == ICC_STANDARD && !colour_available)
        return refuse(message, "--icc srgb needs lcms2, which was not there when this was built");
    return 0;
}

enum { URL_BYTES_MAX = 1 << 28 };

static int settle_input(struct options *o, const struct team *team, char *message)
{
    struct source_options *input = &o->input;
    struct failure failure;
    int images = o->split ? 1 : 32;
    bool grows = o->split && o->study == STUDY_WEAK;
    if (source_choose(input, &o->source, &failure))
        return refuse(message, "%s", failure.message);
    if (!o->source && o->output.directory)
        return refuse(message, "--output needs input: name files, directories or URLs, or "
                               "--synthetic N");
    if (!o->source && o->list)
        return refuse(message, "--list needs input: name files, directories or URLs");
    if (!o->source)
        o->source = &source_synthetic;
    if (grows && !o->source->shape)
        return refuse(message,
                      "--study weak with --split makes the image higher with every worker: "
                      "it needs --synthetic");
    if (input->cold && !o->source->forget)
        return refuse(message, "--cold takes files out of memory; %s images are not in files",
                      o->source->name);
    input->synthetic = input->synthetic ? input->synthetic : images;
    input->items = input->items ? input->items : images;
    input->exclude = o->output.directory;
    input->stop = &team->stop;
    input->seed = o->seed;
    if (o->split)
        input->pool = POOL_SHARED;
    if (input->in_flight == 0 && input->read_ahead > 0)
        input->in_flight = input->read_ahead + 1; /* the one that is waited for is one of them */
    if (input->in_flight == 0)
        input->in_flight = team->model->in_flight > 0 ? team->model->in_flight : 1;
    if (input->max_bytes == 0)
        input->max_bytes = o->source->in_flight ? URL_BYTES_MAX : INT64_MAX;
    input->taller = grows ? (int64_t)team->ranks * team->threads : 1;
    return 0;
}

/* What goes with files as outputs. */
static int settle_directory(struct options *o, char *message)
{
    struct sink_options *output = &o->output;
    if (output->resume && output->existing == EXISTING_ERROR)
        return refuse(message,
                      "--resume goes on where outputs are; it does not go with --existing error");
    if (output->retry_failed && !output->resume)
        return refuse(message, "--retry-failed is for --resume: without it all failed images are "
                               "tried again");
    if (output->directory && o->study == STUDY_WEAK)
        return refuse(message, "--study weak repeats the input; it does not go with --output");
    if (output->in_place && !output->directory)
        return refuse(message, "--in-place needs --output DIR, mostly the directory of the inputs");
    if (output->in_place && o->measure)
        return refuse(message, "--in-place does not go with --measure: the second pass would "
                               "work on the results of the first");
    if (output->archive && !output->directory)
        return refuse(message, "--archive needs --output DIR: where the shards go");
    if (output->archive && o->measure)
        return refuse(message, "--archive does not go with --measure: shards are written once");
    if (output->directory && o->measure)
        output->existing = EXISTING_OVERWRITE;
    return 0;
}

/* Who counts together, and what may come of it. */
static int settle_sharing(struct options *o, const struct model *model, char *message)
{
    const char *tally = model->tally_option ? model->tally_option->choices[o->wish.tally] : "";
    if (strcmp(tally, sharing_names[SHARING_RACY]) == 0)
        o->sharing = SHARING_RACY;
    const bool racy = o->sharing == SHARING_RACY;
    const char *sink = o->output.sink < 0 ? "null" : sink_measured[o->output.sink];
    bool shares = o->sharing != SHARING_PRIVATE || o->wish.tally > 0;
    if (!o->split && (shares || o->granularity > 0))
        return refuse(message,
                      "--sharing and --granularity need --split: of a whole image one worker "
                      "counts all");
    if (racy && (o->output.directory || strcmp(sink, "null") != 0))
        return refuse(message, "--sharing racy gives wrong results: no --sink but null takes them");
    if (!racy)
        return 0;
    for (o->output.sink = 0; strcmp(sink_measured[o->output.sink], sink) != 0;)
        ++o->output.sink;
    if (o->budget < 0 && o->iterations == 0)
        o->budget = 10;
    if (o->warmup < 0)
        o->warmup = 0;
    if (o->granularity == 0)
        o->granularity = 1; /* who meets once a band may never meet */
    return 0;
}

static int settle_output(struct options *o, const struct model *model, char *message)
{
    struct failure failure;
    if (settle_sharing(o, model, message))
        return -1;
    if (!(o->sink = sink_choose(&o->output, &failure)))
        return refuse(message, "%s", failure.message);
    if (o->label && strlen(o->label) >= sizeof((struct run_row *)NULL)->label)
        return refuse(message, "--label: '%.40s...' has more than %zu bytes", o->label,
                      sizeof((struct run_row *)NULL)->label - 1);
    if (!o->output.directory)
        o->measure = 1;
    if (!o->results && o->measure)
        o->results = "results";
    if (settle_directory(o, message))
        return -1;
    o->output.format = codec_named(codec_format_names[o->codec.format]);
    if (!o->sink->hashes)
        o->verify = VERIFY_NONE;
    if (o->budget < 0)
        o->budget = o->iterations > 0 ? INFINITY : 60;
    if (o->warmup < 0)
        o->warmup = o->measure ? 1 : 0;
    if (!o->measure)
        o->iterations = 1;
    return 0;
}

bool options_want_results(const struct options *o)
{
    return !o->results || strcmp(o->results, "none") != 0;
}

static int settle_schedule(struct options *o, struct team *team, char *message)
{
    const struct model *model = team->model;
    if (o->distribute < 0)
        o->distribute = model->apart ? DISTRIBUTE_OWN : DISTRIBUTE_SCATTER;
    bool scatters = o->split && model->processes && o->distribute == DISTRIBUTE_SCATTER;
    if (o->schedule < 0)
        o->schedule = o->split ? SCHEDULE_BLOCK : model->apart ? SCHEDULE_CYCLIC : SCHEDULE_DYNAMIC;
    team->between.kind = team->within.kind = (enum schedule_kind)o->schedule;
    if (scatters && !model->threads && o->schedule != SCHEDULE_BLOCK)
        return refuse(message,
                      "--schedule %s with --split needs --distribute own: rank 0 scatters "
                      "one block to each rank",
                      schedule_names[o->schedule]);
    if (scatters)
        team->between.kind = SCHEDULE_BLOCK;
    bool both = model->processes && model->threads;
    team->within.chunk = !both && o->chunk > 0 ? o->chunk : 1;
    team->between.chunk = o->chunk > 0 ? o->chunk : 1;
    if (o->deal == DEAL_MASTER && model->processes && team->ranks == 1 &&
        schedule_is_dealt(team->between.kind))
        return refuse(message, "--deal master needs two ranks or more: one of them only deals");
    team->deal = (enum deal)o->deal;
    team->transfer = (enum transfer)o->wish.transfer;
    return 0;
}

/* A launcher may hand on the command line, and not the environment. */
static bool same_defaults(const struct options *o, struct team *team)
{
    char first[sizeof o->defaults];
    memcpy(first, o->defaults, sizeof first);
    team_broadcast(team, first, sizeof first);
    return team_total(team, strcmp(first, o->defaults) != 0) == 0;
}

int options_settle(struct options *o, struct team *team, char *message)
{
    if (!same_defaults(o, team))
        return refuse(message, "the variables PARALLAX_... of this job differ between processes: "
                               "have the launcher hand them on (mpirun -x NAME)");
    if (o->wish.threads > 1 && !team->model->threads)
        return refuse(message,
                      "--threads: the %s model has one thread per process; --describe tells "
                      "which have more",
                      team->model->name);
    if (o->wish.threads > 0) {
        team->threads = o->wish.threads;
        team->threads_wished = true;
    }
    if (team->threads > THREADS_MAX)
        return refuse(message, "OMP_NUM_THREADS: %d threads per process are more than %d",
                      team->threads, THREADS_MAX);
    if (o->wish.release_in_kernel && o->wish.hold_in_kernel)
        return refuse(message, "--release-in-kernel and --hold-in-kernel exclude each other");
    if (o->call_rows < 0)
        o->call_rows = team->model->call_rows;
    o->output.rank = team->rank;
    if (settle_decode(&o->codec.decode, message) || settle_input(o, team, message) ||
        settle_output(o, team->model, message))
        return -1;
    return settle_schedule(o, team, message);
}
