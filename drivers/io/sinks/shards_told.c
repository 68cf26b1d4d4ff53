/* Results in large files: what the journal tells of shards that are there. */
#include "drivers/io/sinks/shards_told.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "drivers/common/exit_code.h"
#include "drivers/common/size.h"
#include "drivers/io/sinks/outputs.h"
#include "drivers/io/sinks/shards.h"

/* A shard that is there. */
struct shard_found {
    int64_t stored[2];
    bool told;
};

struct shards_found {
    struct shard_found *shards;
    size_t count;
};

static int add(void *context, int directory, const char *name, int rank, int number)
{
    struct shards_found *found = context;
    struct stat status;
    struct shard_found *shards =
        realloc(found->shards, size_product(found->count + 1, sizeof *shards));
    if (!shards || fstatat(directory, name, &status, AT_SYMLINK_NOFOLLOW))
        return -1;
    found->shards = shards;
    shards[found->count].told = false;
    shards_stored(shards[found->count++].stored, rank, number, journal_input_of(&status).mtime);
    return 0;
}

static int by_number(const void *a, const void *b)
{
    const struct shard_found *left = a, *right = b;
    return (left->stored[0] > right->stored[0]) - (left->stored[0] < right->stored[0]);
}

/* The shard that a fact is of, if it is there as it was left; NULL. */
static struct shard_found *shard_of(const struct shards_found *found,
                                    const struct journal_fact *fact)
{
    if (!fact || fact->status != JOURNAL_DONE || !found->count)
        return NULL;
    const struct shard_found key = {{fact->stored[0], fact->stored[1]}, false};
    struct shard_found *shard = bsearch(&key, found->shards, found->count, sizeof key, by_number);
    return shard && shard->stored[1] == fact->stored[1] ? shard : NULL;
}

static int refuse_stranger(const struct shards_found *found, const char *extension,
                           struct failure *failure)
{
    for (size_t i = 0; i < found->count; ++i) {
        char name[SHARD_NAME_SIZE];
        int64_t id = found->shards[i].stored[0];
        if (found->shards[i].told)
            continue;
        shards_name(name, (int)(id >> 32), (int)(id & INT32_MAX), extension);
        failure_set(failure, "plan", "exists",
                    "%s is there, and no journal tells what it holds: choose another --output, or "
                    "--existing overwrite to remove all shards that are there",
                    name);
        return EXIT_CREATE;
    }
    return 0;
}

/* Marks what is done. What a shard has of an item that is to be made anew would be there twice. */
static int mark(const struct sink_options *asked, const struct list *list,
                const struct journal_told *told, const struct shards_found *found,
                struct sink_plan *plan, struct failure *failure)
{
    for (int i = 0; i < list->count; ++i) {
        char *name = outputs_name_of(asked, list, i, plan->marks[i], NULL);
        char *key = name ? outputs_key(asked, name) : NULL;
        bool there = key && shard_of(found, journal_find(told, key));
        free(name);
        free(key);
        if (!key) {
            failure_set(failure, "plan", "memory", "no memory for the output names");
            return EXIT_MEMORY;
        }
        if (there && plan->marks[i] & OUTPUTS_REMADE) {
            failure_set(failure, "plan", "exists",
                        "a shard has \"%.100s\" of another input or other parameters: choose "
                        "another --output, or --existing overwrite without --resume to make all "
                        "anew",
                        list_name(list, i));
            return EXIT_CREATE;
        }
        if (plan->marks[i] & OUTPUTS_REMADE) { /* it was in a shard that is gone */
            plan->marks[i] &= (uint8_t)~OUTPUTS_REMADE;
            --plan->remade;
        }
        if (there && !(plan->marks[i] & SINK_SKIP)) {
            plan->marks[i] |= SINK_SKIP;
            ++plan->skipped;
        }
    }
    return 0;
}

int shards_told(const char *extension, const struct sink_options *asked, const struct list *list,
                const struct journal_told *told, int directory, struct sink_plan *plan,
                struct failure *failure)
{
    struct shards_found found = {NULL, 0};
    int code = 0;
    if (shards_visit(directory, extension, add, &found)) {
        failure_set(failure, "plan", "EIO", "cannot look at the shards in the output directory");
        code = EXIT_CREATE;
    } else if (found.count && asked->existing == EXISTING_ERROR) {
        failure_set(failure, "plan", "exists",
                    "shards are there: remove them, or use --existing skip or overwrite");
        code = EXIT_CREATE;
    }
    if (found.count)
        qsort(found.shards, found.count, sizeof *found.shards, by_number);
    for (size_t i = 0; i < told->count; ++i) {
        struct shard_found *shard = shard_of(&found, &told->facts[i]);
        if (shard)
            shard->told = true;
    }
    if (code == 0)
        code = refuse_stranger(&found, extension, failure);
    if (code == 0)
        code = mark(asked, list, told, &found, plan, failure);
    free(found.shards);
    return code;
}
