/* What goes between a parent and its children: pixels, results, reports. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "drivers/python/state.h"

static struct image image_of(const struct python_view *view)
{
    struct shape shape = {view->width, view->height, view->channels};
    return (struct image){
        .shape = shape, .held = area_whole(shape), .stride = view->stride, .pixels = view->pixels};
}

/* --- The source: what Python gives comes first. A worker without a unit verifies. */

static int give_bytes(void *state, int worker, int item, bytes_probe_fn *probe, struct bytes *bytes,
                      struct failure *failure)
{
    const struct python_unit *u = &python_state->units[worker];
    const struct source *natural = python_state->natural;
    if (u->unit < 0 || !u->data)
        return natural->bytes(state, worker, item, probe, bytes, failure);
    struct bytes given = {.data = (uint8_t *)(uintptr_t)u->data, .size = u->size};
    size_t first = u->size < BYTES_PROBED ? u->size : BYTES_PROBED;
    bytes->size = 0;
    if (natural->accept && natural->accept(state, item, &given, failure))
        return -1;
    bytes->identity = given.identity;
    if (bytes_append(bytes, u->data, first) || (probe && probe(bytes, failure)))
        return bytes->size < first ? failure_set(failure, "read", "memory", "out of memory") : -1;
    if (bytes_append(bytes, given.data + first, u->size - first))
        return failure_set(failure, "read", "memory", "out of memory");
    return 0;
}

static int give_pixels(void *state, int worker, int item, const struct image **image,
                       struct failure *failure)
{
    if (!python_state->given.pixels)
        return python_state->natural->pixels(state, worker, item, image, failure);
    *image = &python_state->given;
    return 0;
}

/* A child gets its images. */
static int open_without(void *state, const struct source_options *asked, const struct list *list,
                        int workers, struct failure *failure)
{
    (void)workers;
    return python_state->natural->open(state, asked, list, 0, failure);
}

void python_give_source(struct python_state *s)
{
    s->natural = s->options.source;
    s->source = *s->natural;
    s->source.bytes = s->natural->bytes ? give_bytes : NULL;
    s->source.pixels = s->natural->pixels ? give_pixels : NULL;
    if (s->child && s->natural->pixels) {
        s->source.open = open_without;
        s->source.prepare = NULL;
    }
    s->options.source = &s->source;
}

void python_give(const struct python_view *source, uint8_t *target)
{
    python_state->given = source ? image_of(source) : (struct image){0};
    python_state->given_target.pixels = target;
}

/* --- Results */

size_t python_target_bytes(void)
{
    const double *value = python_state->options.value; /* of resize: width, height */
    struct shape shape = {(int)value[0], (int)value[1], CHANNELS_MAX};
    return image_bytes(shape, area_whole(shape));
}

uint64_t python_unit_hash(void)
{
    return python_state->hash;
}

static void copy_rows(const struct image *from, const struct image *to)
{
    for (int y = 0; y < from->shape.height; ++y)
        memcpy(image_row(to, y), image_row(from, y), image_row_bytes(from));
}

int python_take(int worker, int unit, const struct python_view *result, uint64_t hash, int copy)
{
    struct job *job = &python_state->job;
    const struct image made = image_of(result);
    struct worker *w = job->workers[worker];
    job->results.hash[unit] = hash;
    job->results.done[unit] = 1;
    if (job->results.hash_timed)
        return 0;
    struct kept_unit *kept = keep_next(&w->kept);
    if (!kept)
        return -1;
    if (!copy)
        kept->image = made;
    else if (image_allocate(&kept->image, made.shape, made.held))
        return -1;
    else
        copy_rows(&made, &kept->image);
    kept->unit = unit;
    kept->maker = worker;
    kept->tally_hash = 0;
    ++w->kept.count;
    return 0;
}

/* --- Reports */

size_t python_report_size(void)
{
    return sizeof(struct python_report);
}

void python_report_make(void *to)
{
    struct python_state *s = python_state;
    const struct worker *w = s->job.workers[0];
    const struct testimony *testimony = &s->course.iteration.testimonies[0];
    if (s->reports_made++ < 2) /* asking walks through all of the memory */
        s->pss_bytes = machine_shared_out_memory();
    struct python_report report = {.first_unit_s = w->first_unit_s,
                                   .watch = w->watch,
                                   .units = w->units,
                                   .pixels = w->pixels,
                                   .bytes_read = w->bytes_read,
                                   .plans_built = w->plans_built,
                                   .before = testimony->before,
                                   .after = testimony->after,
                                   .place = testimony->place,
                                   .process_s = usage_of_process() - s->course.before.process_s,
                                   .rss_bytes = machine_peak_memory(),
                                   .pss_bytes = s->pss_bytes};
    memcpy(report.seconds, w->seconds, sizeof report.seconds);
    memcpy(to, &report, sizeof report);
}

void python_report_take(int worker, const void *from)
{
    struct python_state *s = python_state;
    struct worker *w = s->job.workers[worker];
    struct testimony *testimony = &s->course.iteration.testimonies[worker];
    struct python_report *report = &s->reports[worker];
    memcpy(report, from, sizeof *report);
    memcpy(w->seconds, report->seconds, sizeof w->seconds);
    w->first_unit_s = report->first_unit_s;
    w->watch = report->watch;
    w->units = report->units;
    w->pixels = report->pixels;
    w->bytes_read = report->bytes_read;
    w->plans_built = report->plans_built;
    testimony->before = report->before;
    testimony->after = report->after;
    testimony->place = report->place;
    double left = s->course.iteration.wall;
    for (int stage = STAGE_PLAN; stage < STAGES; ++stage)
        left -= w->seconds[stage];
    /* Until its clock started, and, if it was told of the end late, since that of all stopped. */
    w->seconds[STAGE_WAIT] = fmax(0, w->seconds[STAGE_WAIT] + left);
}

void python_reports_rows(struct python_state *s)
{
    struct worker_row *rows = s->course.iteration.all;
    for (int w = 0; w < s->team.threads && s->asked->processes; ++w) {
        rows[w].rank = w;
        rows[w].thread = 0;
        if (s->reports[w].units < 0)
            continue;
        rows[w].rss_bytes = s->reports[w].rss_bytes;
        rows[w].pss_bytes = s->reports[w].pss_bytes;
    }
}

void python_reports_quality(struct python_state *s)
{
    struct quality *quality = &s->m.quality;
    if (!s->asked->processes)
        return;
    for (int w = 0; w < s->team.threads; ++w)
        if (s->reports[w].units >= 0)
            quality->others_s -= s->reports[w].process_s;
    if (quality->others_s < 0)
        quality->others_s = 0;
    quality->helpers_s += usage_of_process() - s->course.before.process_s;
}
