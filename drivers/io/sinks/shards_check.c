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
#include "drivers/io/sinks/shards_told.h"

static int remove_shard(void *context, int directory, const char *name, int rank, int number)
{
    (void)context;
    (void)rank;
    (void)number;
    return file_remove(directory, name);
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

int shards_begin(void *state, struct failure *failure)
{
    const struct shards *shards = state;
    if (!outputs_replaced(shards->asked) ||
        shards_visit(shards->directory, shards->format->extension, remove_shard, NULL) == 0)
        return 0;
    return failure_errno(failure, "plan", "cannot remove the shards that are to be replaced",
                         errno);
}

static int look_into(const char *directory, int *opened, struct failure *failure)
{
    *opened = file_enter(directory, "", FILE_FOLLOW, true);
    if (*opened >= 0)
        return 0;
    failure_errno(failure, "plan", "cannot look into the output directory", errno);
    return EXIT_CREATE;
}

static int check_told(const struct shard_format *format, const struct sink_options *asked,
                      const struct list *list, struct sink_plan *plan, struct failure *failure)
{
    struct journal_told told = {0};
    int code = journal_read(&told, asked->directory, JOURNAL_PLACE, asked->work, failure);
    int directory = file_enter(asked->directory, "", FILE_FOLLOW, false);
    if (code == 0 && directory >= 0 && !outputs_replaced(asked)) /* before it is swept */
        code = shards_adopt(format, asked, &told, directory, failure);
    if (code == 0)
        code = outputs_check(asked, list, &told, plan, failure);
    if (code == 0 && directory < 0)
        code = look_into(asked->directory, &directory, failure);
    if (code == 0 && outputs_replaced(asked)) /* as if none were there: shards_begin() */
        code = refuse_inputs(list, format->extension, directory, failure);
    else if (code == 0)
        code = shards_told(format->extension, asked, list, &told, directory, plan, failure);
    if (directory >= 0)
        close(directory);
    journal_free(&told);
    return code;
}

int shards_check(const struct shard_format *format, const struct sink_options *asked,
                 const struct list *list, struct sink_plan *plan, struct failure *failure)
{
    const char *why = asked->in_place ? "--in-place replaces files; it does not go with --archive"
                      : asked->per_directory >= 0
                          ? "--files-per-directory is for files; it does not go with --archive"
                          : NULL;
    if (why) {
        failure_set(failure, "plan", "EINVAL", "%s", why);
        return EXIT_USAGE;
    }
    int code = shards_lock(asked->directory, failure);
    if (code == 0)
        code = check_told(format, asked, list, plan, failure);
    if (code == 0)
        journal_compact(asked->directory, JOURNAL_PLACE, asked->work);
    return code;
}
