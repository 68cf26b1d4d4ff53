/* Results in large files: what is looked at before any work. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "drivers/common/exit_code.h"
#include "drivers/io/file.h"
#include "drivers/io/sinks/outputs.h"
#include "drivers/io/sinks/shards.h"

static int is_there(void *context, int directory, const char *name, int rank, int number)
{
    (void)directory;
    (void)rank;
    (void)number;
    snprintf(context, SHARD_NAME_SIZE, "%s", name);
    return 1;
}

static int remove_shard(void *context, int directory, const char *name, int rank, int number)
{
    (void)context;
    (void)rank;
    (void)number;
    return unlinkat(directory, name, 0);
}

/* Whether a path leads to a shard of the output directory, or to a member of one. */
static bool is_in_shard(const char *path, const char *extension, int directory)
{
    for (const char *at = path, *end; *at; at = *end ? end + 1 : end) {
        end = at + strcspn(at, "/");
        size_t length = (size_t)(end - at);
        char name[SHARD_NAME_SIZE];
        int rank, number;
        struct stat input, output;
        if (length >= sizeof name || strncmp(at, "shard-", 6) != 0)
            continue;
        snprintf(name, sizeof name, "%.*s", (int)length, at);
        char *file = shards_parse(name, extension, &rank, &number)
                         ? strndup(path, (size_t)(end - path))
                         : NULL;
        bool same = file && stat(file, &input) == 0 && fstatat(directory, name, &output, 0) == 0 &&
                    input.st_dev == output.st_dev && input.st_ino == output.st_ino;
        free(file);
        if (same)
            return true;
    }
    return false;
}

/* What is removed must be no input. */
static int refuse_inputs(const struct list *list, const char *extension, int directory,
                         struct failure *failure)
{
    for (int i = 0; i < list->count; ++i)
        if (is_in_shard(list_path(list, i), extension, directory)) {
            failure_set(failure, "plan", "exists",
                        "input \"%.120s\" is in a shard that --existing overwrite would remove: "
                        "choose another --output",
                        list_path(list, i));
            return EXIT_USAGE;
        }
    return 0;
}

/* What earlier runs have left. */
static int check_existing(const struct sink_options *asked, const char *extension,
                          const struct list *list, int directory, struct failure *failure)
{
    char name[SHARD_NAME_SIZE];
    if (asked->existing == EXISTING_OVERWRITE) {
        if (refuse_inputs(list, extension, directory, failure))
            return EXIT_USAGE;
        if (shards_visit(directory, extension, remove_shard, NULL) == 0)
            return 0;
        failure_errno(failure, "plan", "cannot remove the shards that are to be replaced", errno);
        return EXIT_CREATE;
    }
    int found = shards_visit(directory, extension, is_there, name);
    if (found == 0)
        return 0;
    if (found < 0)
        failure_errno(failure, "plan", "cannot look for shards in the output directory", errno);
    else
        failure_set(failure, "plan", "exists",
                    "%s is there: choose another --output, or --existing overwrite to remove all "
                    "shards that are there",
                    name);
    return EXIT_CREATE;
}

static const char *refusal(const struct sink_options *asked)
{
    if (asked->in_place)
        return "--in-place replaces files; it does not go with --archive";
    if (asked->per_directory >= 0)
        return "--files-per-directory is for files; it does not go with --archive";
    if (asked->resume)
        return "--resume does not go with --archive: nothing tells which results a shard has";
    return NULL;
}

int shards_check(const struct sink_options *asked, const char *extension, const struct list *list,
                 struct sink_plan *plan, struct failure *failure)
{
    const char *why = refusal(asked);
    if (why) {
        failure_set(failure, "plan", "EINVAL", "%s", why);
        return EXIT_USAGE;
    }
    const struct journal_told nothing = {0}; /* of what shards hold */
    int code = outputs_check(asked, list, &nothing, plan, failure);
    int directory = code ? -1 : file_enter(asked->directory, "", FILE_FOLLOW, true);
    if (directory >= 0) {
        code = check_existing(asked, extension, list, directory, failure);
        close(directory);
    }
    return code;
}
