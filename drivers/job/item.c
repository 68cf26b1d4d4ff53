/* What becomes of one image: source, plan, kernel, sink. Batch, split and verification share it. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "drivers/io/sinks/outputs.h"
#include "drivers/io/turn.h"
#include "drivers/job/check.h"
#include "drivers/job/checksum.h"
#include "drivers/job/job.h"

enum { FULL_MAX = 8 }; /* outputs in a row without space for them, and the run stops */

static const double DELAY_PART = 0.1; /* seconds, after which it is looked whether to stop */

static struct shape shape_enough(const struct job *job, struct shape original)
{
    if (!job->kernel->enough || !job->options.codec.decode.shrink_on_load)
        return original;
    struct plan plan = {.original = original};
    memcpy(plan.value, job->options.value, sizeof plan.value);
    return job->kernel->enough(&plan);
}

/* Waits as --source-delay says, from when the image was asked for, but not when the run is to stop.
 * The worker is reading. */
static void await_source(struct job *job, struct worker *worker)
{
    double asked = ahead_asked(&worker->ahead, worker->unit, worker->since), left;
    double until = asked + job->options.input.delay;
    if (job->waits_itself)
        return;
    while ((left = until - timer_now()) > 0 && !atomic_load(&job->team->stop)) {
        left = left < DELAY_PART ? left : DELAY_PART;
        nanosleep(&(struct timespec){0, (long)(left * 1e9)}, NULL);
    }
}

int item_read(struct job *job, struct worker *worker, int item, bytes_probe_fn *probe,
              struct bytes *bytes, struct failure *failure)
{
    int listed = item % job->inputs.list.count;
    worker_enter(job->team, worker, STAGE_READ);
    await_source(job, worker);
    int result = job->inputs.source->bytes(job->inputs.source_state, worker->number, listed, probe,
                                           bytes, failure);
    worker->bytes_read += (int64_t)bytes->size;
    if (result == 0 && job->sink->from) {
        const struct journal_input state = {(int64_t)bytes->size, bytes->mtime};
        job->sink->from(job->sink_state, worker->number, item,
                        bytes->mtime ? state : journal_unknown);
    }
    return result;
}

/* The picture in the worker's file, the right way up, into worker->source. */
static int decode(struct job *job, struct worker *worker, const char *path,
                  const struct codec *codec, struct shape *original, struct failure *failure)
{
    const struct codec_options *options = &job->options.codec;
    struct picture *picture = &worker->picture;
    struct codec_facts facts;
    if (reader_open(&worker->reader, codec, &worker->file, &options->decode, &facts, failure))
        return -1;
    picture_open(picture, options, job->sink->wants_bytes, &worker->reader, &worker->file);
    *original = turn_shape(facts.shape, picture->turn);
    struct shape enough = turn_shape(shape_enough(job, *original), picture->turn);
    int result =
        reader_decode(&worker->reader, enough, picture_place(picture, &worker->source), failure);
    reader_close(&worker->reader);
    if (result || picture_finish(picture, options, &worker->source, failure))
        return -1;
    if (picture->passed_over)
        worker_note(worker, NOTE_METADATA, path, picture->passed_over);
    return 0;
}

static int load_bytes(struct job *job, struct worker *worker, int item, struct shape *original,
                      const struct codec **codec, struct failure *failure)
{
    const char *path = list_path(&job->inputs.list, item % job->inputs.list.count);
    if (item_read(job, worker, item, codec_probe, &worker->file, failure))
        return -1;
    worker_enter(job->team, worker, STAGE_DECODE);
    *codec = codec_of_content(&worker->file);
    const struct codec *named = codec_of_name(path);
    if (named && named != *codec)
        worker_note(worker, NOTE_NAMES, path, (*codec)->name);
    return decode(job, worker, path, *codec, original, failure);
}

int item_load(struct job *job, struct worker *worker, int item, const struct image **src,
              struct shape *original, const struct codec **codec, struct failure *failure)
{
    *codec = NULL;
    if (job->inputs.source->pixels) {
        int listed = item % job->inputs.list.count;
        if (job->options.input.delay > 0 && !job->waits_itself) {
            worker_enter(job->team, worker, STAGE_READ);
            await_source(job, worker);
        }
        if (job->inputs.source->pixels(job->inputs.source_state, worker->number, listed, src,
                                       failure))
            return -1;
        *original = (*src)->shape;
        return 0;
    }
    *src = &worker->source;
    return load_bytes(job, worker, item, original, codec, failure);
}

const struct plan *item_plan(struct job *job, struct worker *worker, struct shape original,
                             struct shape src, struct failure *failure)
{
    const struct plan *plan = plans_get(&worker->plans, job->kernel, job->variant,
                                        job->options.value, original, src, &worker->plans_built);
    if (!plan)
        failure_set(failure, "plan", errno == ENOMEM ? "memory" : "unsupported",
                    errno == ENOMEM ? "out of memory for the plan"
                                    : "this size cannot be computed");
    return plan;
}

int item_fits(const struct job *job, int item, struct shape shape, const struct codec *content,
              struct failure *failure)
{
    const char *name = list_name(&job->inputs.list, item % job->inputs.list.count);
    const struct codec *format = job->sink->put && job->sink->wants_bytes
                                     ? outputs_codec(&job->options.output, name, content)
                                     : NULL;
    if (!format || (shape.width <= format->side_max && shape.height <= format->side_max))
        return 0;
    return failure_set(failure, "plan", "too-large", "%s images have at most %d pixels a side",
                       format->name, format->side_max);
}

int item_compute(struct job *job, struct worker *worker, call_fn *call, const struct plan *plan,
                 const struct image *src, struct image *dst, int item, uint64_t *hash,
                 struct failure *failure)
{
    size_t tallies = job->kernel->tallies;
    if (worker_reserve_scratch(worker, plan->scratch))
        return failure_set(failure, "kernel", "memory", "out of memory for a result of %d x %d",
                           plan->dst.width, plan->dst.height);
    const uint64_t *total = NULL;
    for (int pass = 0; pass < kernel_passes(job->kernel); ++pass) {
        if (pass > 0) {
            memcpy(worker->total, worker->tally, tallies * sizeof *worker->total);
            total = worker->total;
        }
        memset(worker->tally, 0, tallies * sizeof *worker->tally);
        const struct range rows = {0, kernel_rows(job->kernel, plan, pass)};
        const struct band all = {rows, total, worker->tally, worker->scratch};
        call(job, worker, pass, plan, src, dst, &all);
    }
    *hash += checksum_tally(total ? total : worker->tally, tallies, item);
    return 0;
}

/* Where bytes for the sink are to be made: where it wants them, or else in `own`. */
static struct bytes *place_of(struct job *job, struct worker *worker, int item, struct bytes *own)
{
    const struct sink *sink = job->sink;
    return sink->place ? sink->place(job->sink_state, worker->number, item) : own;
}

static int encode(struct job *job, struct worker *worker, int item, const struct image *image,
                  const struct codec *content, struct bytes *encoded, struct failure *failure)
{
    const struct list *list = &job->inputs.list;
    int listed = item % list->count;
    const struct codec *format =
        outputs_codec(&job->options.output, list_name(list, listed), content);
    struct encode_options options = job->options.codec.encode;
    bool told = worker->picture.passed_over;
    worker_enter(job->team, worker, STAGE_ENCODE);
    if (content)
        picture_embed(&worker->picture, &job->options.codec, format, image->shape, &options);
    if (content && worker->picture.passed_over && !told)
        worker_note(worker, NOTE_METADATA, list_path(list, listed), worker->picture.passed_over);
    return format->encode(image, &options, encoded, failure);
}

static int put(struct job *job, struct worker *worker, int item, const struct bytes *bytes,
               const struct image *image, struct failure *failure)
{
    const char *name = list_name(&job->inputs.list, item % job->inputs.list.count);
    worker->bytes_written += bytes ? (int64_t)bytes->size : 0;
    worker_enter(job->team, worker, STAGE_WRITE);
    if (job->sink->put(job->sink_state, worker->number, item, name, bytes, image, failure))
        return -1;
    atomic_store(&job->limits.full, 0);
    return 0;
}

int item_deliver(struct job *job, struct worker *worker, int unit, const struct image *dst,
                 const struct codec *codec, struct failure *failure)
{
    int item = job->inputs.item[unit];
    if (!job->sink->put)
        return 0;
    if (!job->sink->wants_bytes)
        return put(job, worker, item, NULL, dst, failure);
    struct bytes *encoded = place_of(job, worker, item, &worker->encoded);
    if (encode(job, worker, item, dst, codec, encoded, failure))
        return -1;
    return put(job, worker, item, encoded, dst, failure);
}

int item_move(struct job *job, struct worker *worker, int unit, struct failure *failure)
{
    int item = job->inputs.item[unit];
    struct bytes *bytes = place_of(job, worker, item, &worker->file);
    if (item_read(job, worker, item, NULL, bytes, failure))
        return -1;
    if (job->sink->hashes) {
        worker_enter(job->team, worker, STAGE_HASH);
        job->results.hash[unit] = checksum_bytes(bytes, item);
    }
    if (job->sink->wants_bytes && put(job, worker, item, bytes, NULL, failure))
        return -1;
    return check_bytes_at_once(job, worker, unit, job->results.hash[unit], failure);
}

void item_fail(struct job *job, struct worker *worker, int item, const struct failure *failure)
{
    if (strcmp(failure->code, "EINTR") == 0 && atomic_load(&job->team->stop))
        return; /* it is left for another run */
    worker_fail(worker, item, failure);
    if (job->sink->failed)
        job->sink->failed(job->sink_state, worker->number, item,
                          list_name(&job->inputs.list, item % job->inputs.list.count), failure);
    bool full = strcmp(failure->code, "ENOSPC") == 0 || strcmp(failure->code, "EDQUOT") == 0;
    if (full && atomic_fetch_add(&job->limits.full, 1) + 1 >= FULL_MAX)
        team_request_stop(job->team, STOP_FULL);
    if (atomic_fetch_add(&job->limits.failed, 1) + 1 > job->limits.failed_limit)
        team_request_stop(job->team, STOP_ERRORS);
}
