/* Results between two iterations: poisoned before, hashed after the clock. */
#include "drivers/job/keep.h"

#include <string.h>

#include "drivers/job/checksum.h"

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

struct keeping {
    struct job_results *results;
    const struct inputs *inputs;
};

static void hash_unit(void *context, int unit, int worker)
{
    (void)worker;
    const struct keeping *keeping = context;
    struct job_results *results = keeping->results;
    if (results->done[unit])
        results->hash[unit] += keep_hash_rows(&results->kept[unit], keeping->inputs->item[unit]);
}

static void poison_unit(void *context, int unit, int worker)
{
    (void)worker;
    struct job_results *results = context;
    image_fill(&results->kept[unit].image, POISON);
}

void keep_poison_rows(struct image *image)
{
    for (int y = image->held.rows.begin; y < image->held.rows.end; ++y)
        image_row(image, y)[0] = (uint8_t)~image_row(image, y)[0];
}

void keep_hash(struct job_results *results, struct team *team, const struct inputs *inputs)
{
    struct keeping keeping = {results, inputs};
    if (results->kept)
        team_loop_blocks(team, (struct span){0, inputs->count}, hash_unit, &keeping);
}

void keep_poison(struct job_results *results, struct team *team, const struct inputs *inputs)
{
    if (results->kept)
        team_loop_blocks(team, (struct span){0, inputs->count}, poison_unit, results);
    memset(results->hash, 0, (size_t)inputs->count * sizeof *results->hash);
    memset(results->done, 0, (size_t)inputs->count);
}
