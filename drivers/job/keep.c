/* Results between two iterations: poisoned before, hashed after the clock. */
#include "drivers/job/keep.h"

#include <stdlib.h>
#include <string.h>

#include "drivers/job/bands.h"
#include "drivers/job/checksum.h"
#include "drivers/job/sample.h"

enum { ROWS = 8 }; /* of an image, that are compared wherever its borders are */

uint64_t keep_hash_rows(const struct kept *kept, int item)
{
    uint64_t sum = 0;
    struct range held = kept->image.held.rows;
    if (!kept->rows)
        return checksum_rows(&kept->image, held, item);
    for (int y = held.begin; y < held.end; ++y)
        if (kept->rows[y])
            sum += checksum_rows(&kept->image, (struct range){y, y + 1}, item);
    return sum;
}

int keep_row(const struct job *job, int item, int height, int k)
{
    int sampled = height < ROWS ? height : ROWS;
    if (job->options.verify == VERIFY_ALL)
        return k < height ? k : -1;
    if (k < sampled)
        return sample_at(sample_seed_of_item(job->sample_seed, item), height, k);
    return job->options.split ? bands_border(job, height, k - sampled) : -1;
}

uint64_t keep_hash_sample(const struct job *job, const struct image *image, const uint8_t *computed,
                          int item)
{
    uint64_t sum = 0;
    struct range held = image->held.rows;
    for (int k = 0, y; (y = keep_row(job, item, image->shape.height, k)) >= 0; ++k)
        if (held.begin <= y && y < held.end && (!computed || computed[y]))
            sum += checksum_rows(image, (struct range){y, y + 1}, item);
    return sum;
}

struct kept_unit *keep_next(struct kept_list *list)
{
    if (list->count == list->capacity) {
        int capacity = list->capacity ? 2 * list->capacity : 16;
        struct kept_unit *larger = realloc(list->of, (size_t)capacity * sizeof *larger);
        if (!larger)
            return NULL;
        memset(larger + list->capacity, 0, (size_t)(capacity - list->capacity) * sizeof *larger);
        list->of = larger;
        list->capacity = capacity;
    }
    return &list->of[list->count];
}

void keep_free(struct kept_list *list)
{
    for (int k = 0; k < list->capacity; ++k)
        image_free(&list->of[k].image);
    free(list->of);
    *list = (struct kept_list){0};
}

static void hash_list(struct job *job, const struct kept_list *list)
{
    for (int k = 0; k < list->count; ++k) {
        const struct kept_unit *kept = &list->of[k];
        if (kept->unit >= 0)
            job->results.hash[kept->unit] +=
                checksum_rows(&kept->image, kept->image.held.rows, job->inputs.item[kept->unit]);
    }
}

static void hash_kept(void *context, int number, int ignored)
{
    (void)ignored;
    struct job *job = context;
    hash_list(job, &job->workers[number]->kept);
}

static void hash_split(void *context, int unit, int ignored)
{
    (void)ignored;
    struct job *job = context;
    if (job->results.done[unit])
        job->results.hash[unit] += keep_hash_rows(&job->results.kept[unit], job->inputs.item[unit]);
}

void keep_hash(struct job *job)
{
    if (job->results.hash_timed)
        return;
    if (job->options.split)
        team_loop_blocks(job->team, (struct span){0, job->inputs.count}, hash_split, job);
    else
        team_each_worker(job->team, hash_kept, job);
    hash_list(job, &job->results.received);
}

/* All that it owns: what was there in another shape as well. */
static void poison_image(const struct image *image, uint8_t value)
{
    if (image->capacity)
        memset(image->pixels, value, image->capacity);
}

struct poison {
    struct job *job;
    uint8_t value;
};

static void poison_list(const struct kept_list *list, uint8_t value)
{
    for (int k = 0; k < list->capacity; ++k) {
        poison_image(&list->of[k].image, value);
        if (list->of[k].room)
            memset(list->of[k].image.pixels, value, list->of[k].room);
    }
}

static void poison_kept(void *context, int number, int ignored)
{
    (void)ignored;
    const struct poison *poison = context;
    poison_list(&poison->job->workers[number]->kept, poison->value);
}

static void poison_split(void *context, int unit, int ignored)
{
    (void)ignored;
    const struct poison *poison = context;
    poison_image(&poison->job->results.kept[unit].image, poison->value);
}

void keep_poison_rows(struct image *image)
{
    for (int y = image->held.rows.begin; y < image->held.rows.end; ++y)
        image_row(image, y)[0] = (uint8_t)~image_row(image, y)[0];
}

void keep_poison(struct job *job, int iteration)
{
    struct poison poison = {job, (uint8_t)(job->sample_seed + 37u * (unsigned)iteration)};
    size_t count = (size_t)job->inputs.count;
    if (job->results.kept)
        team_loop_blocks(job->team, (struct span){0, job->inputs.count}, poison_split, &poison);
    else if (!job->options.split)
        team_each_worker(job->team, poison_kept, &poison);
    poison_list(&job->results.received, poison.value);
    job->results.received.count = 0;
    if (job->options.split && split_scatters(job) && job->team->rank > 0)
        poison_image(&job->workers[0]->source, poison.value);
    memset(job->results.hash, 0, count * sizeof *job->results.hash);
    memset(job->results.done, 0, count);
}

static size_t list_bytes(const struct kept_list *list)
{
    size_t bytes = 0;
    for (int k = 0; k < list->capacity; ++k)
        bytes += list->of[k].image.capacity + list->of[k].room;
    return bytes;
}

int64_t keep_bytes(const struct job *job)
{
    size_t bytes = list_bytes(&job->results.received);
    for (int unit = 0; job->results.kept && unit < job->inputs.count; ++unit)
        bytes += job->results.kept[unit].image.capacity;
    for (int w = 0; w < job->team->threads; ++w)
        bytes += list_bytes(&job->workers[w]->kept);
    return (int64_t)bytes;
}
