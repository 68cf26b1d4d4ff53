/* Results in large files: what belongs to all of them. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "drivers/common/size.h"
#include "drivers/io/path.h"
#include "drivers/io/sinks/shards.h"

struct names {
    char **names;
    int count;
};

static int add(void *context, int directory, const char *name, int rank, int number)
{
    (void)directory;
    (void)rank;
    (void)number;
    struct names *found = context;
    char **names = realloc(found->names, size_product((size_t)found->count + 1, sizeof *names));
    if (!names)
        return -1;
    found->names = names;
    names[found->count] = strdup(name);
    return names[found->count++] ? 0 : -1;
}

static int by_text(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

/* -1 with *failure. */
static int make(const struct shards *shards, const struct names *found, struct failure *failure)
{
    char temporary[TEMPORARY_SIZE];
    temporary_name(temporary, "");
    char *path = path_join(shards->asked->directory, temporary);
    if (!path)
        return failure_set(failure, "write", "memory", "out of memory for a file name");
    int result = shards->format->gather(path, found->names, found->count, failure);
    if (result == 0 && temporary_publish(shards->directory, temporary, SHARDS_GATHERED, true))
        result = failure_errno(failure, "write", "cannot write " SHARDS_GATHERED, errno);
    if (result)
        (void)unlink(path);
    free(path);
    return result;
}

int shards_gather(void *state, struct failure *failure)
{
    const struct shards *shards = state;
    struct names found = {NULL, 0};
    int result = shards_visit(shards->directory, shards->format->extension, add, &found);
    if (result)
        failure_errno(failure, "write", "cannot look for the shards", errno);
    if (found.names)
        qsort(found.names, (size_t)found.count, sizeof *found.names, by_text);
    if (result == 0 && found.count)
        result = make(shards, &found, failure);
    for (int i = 0; i < found.count; ++i)
        free(found.names[i]);
    free(found.names);
    return result;
}
