/* Results between two iterations: poisoned before, hashed after the clock; and what names the work.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <xxhash.h>

#include "drivers/job/checksum.h"
#include "drivers/job/job.h"

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

static void hash_unit(void *context, int unit, int worker)
{
    (void)worker;
    struct job *job = context;
    if (job->done[unit])
        job->hash[unit] += keep_hash_rows(&job->kept[unit], job->item[unit]);
}

static void poison_unit(void *context, int unit, int worker)
{
    (void)worker;
    struct job *job = context;
    image_fill(&job->kept[unit].image, POISON);
}

void keep_poison_rows(struct image *image)
{
    for (int y = image->held.rows.begin; y < image->held.rows.end; ++y)
        image_row(image, y)[0] = (uint8_t)~image_row(image, y)[0];
}

void keep_hash(struct job *job)
{
    if (job->kept)
        team_loop_blocks(job->team, (struct span){0, job->count}, hash_unit, job);
}

void keep_poison(struct job *job)
{
    if (job->kept)
        team_loop_blocks(job->team, (struct span){0, job->count}, poison_unit, job);
    memset(job->hash, 0, (size_t)job->count * sizeof *job->hash);
    memset(job->done, 0, (size_t)job->count);
}

static void print_input(FILE *key, const struct job *job)
{
    const struct decode_options *decode = &job->options.codec.decode;
    job->source->identify(job->source_state, key);
    if (job->source->bytes && !job->kernel->raw) /* what is decoded of them */
        fprintf(key, " shrink %d truncated %d pixels %" PRId64 "\n", decode->shrink_on_load,
                decode->allow_truncated, decode->max_pixels);
}

int job_work_key(const struct job *job, char key[17])
{
    const struct options *o = &job->options;
    char params[192], *text = NULL;
    size_t size = 0;
    FILE *stream = open_memstream(&text, &size);
    if (!stream || options_describe_params(job->kernel, o->value, params, sizeof params)) {
        if (stream)
            fclose(stream);
        free(text);
        return -1;
    }
    fprintf(stream, "%s %s split %d\n", job->kernel->name, params, o->split);
    print_input(stream, job);
    fprintf(stream, "repetitions %d height %" PRId64 "\n", job->repetitions, o->input.taller);
    for (int unit = 0; job->sink_plan.skipped && unit < job->count; ++unit)
        fprintf(stream, "item %d\n", job->item[unit]);
    bool failed = ferror(stream);
    failed = fclose(stream) || failed;
    snprintf(key, 17, "%016" PRIx64, failed ? 0 : (uint64_t)XXH3_64bits(text, size));
    free(text);
    return failed ? -1 : 0;
}
