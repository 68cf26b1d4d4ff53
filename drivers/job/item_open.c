/* An item from its source to pixels: read, opened, decoded. */
#include <string.h>
#include <time.h>

#include "drivers/io/turn.h"
#include "drivers/job/item_memory.h"
#include "drivers/job/job.h"

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
    atomic_fetch_add_explicit(&job->limits.bytes, (long long)bytes->size, memory_order_relaxed);
    if (job->sink->from && (result == 0 || job->inputs.source->listed)) {
        struct journal_input state = {(int64_t)bytes->size, bytes->mtime};
        if (result)
            job->inputs.source->listed(job->inputs.source_state, listed, &state.size, &state.mtime);
        job->sink->from(job->sink_state, worker->number, item,
                        bytes->dated ? state : journal_unknown);
    }
    return result;
}

/* The picture's pixels, where the file gives them whole, or they are to be turned or converted. */
static int decode_whole(struct worker *worker, struct item_source *source, struct shape enough,
                        struct failure *failure)
{
    struct picture *picture = &worker->picture;
    int result =
        reader_decode(&worker->reader, enough, picture_place(picture, &worker->source), failure);
    reader_close(&worker->reader);
    source->src = &worker->source;
    if (result || picture_finish(picture, &worker->decode, &worker->source, failure))
        return -1;
    image_clear_ends(&worker->source);
    return 0;
}

static int start_rows(struct worker *worker, struct item_source *source, struct shape enough,
                      struct failure *failure)
{
    if (reader_start(&worker->reader, enough, &source->rows, failure))
        return -1;
    return picture_start(&worker->picture, &worker->decode, source->rows.shape.channels, failure);
}

/* An image of a split may be opened by all processes, and is noted once. */
static void note(const struct job *job, struct worker *worker, enum note_kind kind,
                 const char *path, const char *what)
{
    if (!job->options.split || job->team->rank == 0)
        worker_note(worker, kind, path, what);
}

/* Opens the worker's file: the picture's shape, the right way up, when it is decoded; or all of it,
 * where there is nothing less. */
static int begin_decoding(struct job *job, struct worker *worker, const char *path,
                          struct item_source *source, struct failure *failure)
{
    const struct codec_options *options = &job->options.codec;
    struct picture *picture = &worker->picture;
    struct codec_facts facts;
    worker->decode = options->decode;
    worker->decode.max_bytes = item_memory_to_decode(job, worker);
    if (reader_open(&worker->reader, source->codec, &worker->file, &worker->decode, &facts,
                    failure))
        return -1;
    picture_open(picture, options, job->sink->wants_bytes, &facts, &worker->reader, &worker->file);
    worker->decode.inks = picture->inks;
    source->original = turn_shape(facts.shape, picture->turn);
    struct shape enough = turn_shape(shape_enough(job, source->original), picture->turn);
    enough = turn_enough(facts.shape, enough, picture->turn);
    bool in_rows = facts.in_rows && picture_comes_in_rows(picture);
    if (in_rows ? start_rows(worker, source, enough, failure)
                : decode_whole(worker, source, enough, failure))
        return -1;
    if (facts.more_pages)
        note(job, worker, NOTE_PAGES, path, source->codec->name);
    if (picture->passed_over)
        note(job, worker, NOTE_METADATA, path, picture->passed_over);
    return 0;
}

static int open_bytes(struct job *job, struct worker *worker, int item, struct item_source *source,
                      struct failure *failure)
{
    const char *path = list_path(&job->inputs.list, item % job->inputs.list.count);
    if (item_read(job, worker, item, codec_probe, &worker->file, failure))
        return -1;
    worker_enter(job->team, worker, STAGE_DECODE);
    source->codec = codec_of_content(&worker->file);
    const struct codec *named = codec_of_name(path);
    if (named && named != source->codec)
        note(job, worker, NOTE_NAMES, path, source->codec->name);
    return begin_decoding(job, worker, path, source, failure);
}

int item_open(struct job *job, struct worker *worker, int item, struct item_source *source,
              struct failure *failure)
{
    *source = (struct item_source){.src = NULL};
    if (!job->inputs.source->pixels)
        return open_bytes(job, worker, item, source, failure);
    if (job->options.input.delay > 0 && !job->waits_itself) {
        worker_enter(job->team, worker, STAGE_READ);
        await_source(job, worker);
    }
    if (job->inputs.source->pixels(job->inputs.source_state, worker->number,
                                   item % job->inputs.list.count, &source->src, failure))
        return -1;
    source->original = source->src->shape;
    return 0;
}

int item_decode(struct worker *worker, struct item_source *source, struct failure *failure)
{
    int result = reader_rows_all(&worker->reader, &source->rows, &worker->source, failure);
    reader_close(&worker->reader);
    source->src = &worker->source;
    if (result)
        return -1;
    picture_finish_rows(&worker->picture, &worker->source,
                        (struct range){0, worker->source.shape.height});
    image_clear_ends(&worker->source);
    return 0;
}

int item_load(struct job *job, struct worker *worker, int item, const struct image **src,
              struct shape *original, const struct codec **codec, struct failure *failure)
{
    struct item_source source;
    *codec = NULL;
    if (item_open(job, worker, item, &source, failure) ||
        (!source.src && item_decode(worker, &source, failure)))
        return -1;
    *src = source.src;
    *original = source.original;
    *codec = source.codec;
    return 0;
}
