/* The error log's place, before any work. */
#include "drivers/job/log_place.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "drivers/common/exit_code.h"
#include "drivers/common/replacement.h"
#include "drivers/io/path.h"
#include "drivers/io/sinks/outputs.h"

/* A file by what it is, if it is there, or by its directory and its last name, if not. */
struct place {
    const char *base;
    struct stat file, directory;
    bool exists, has_directory;
};

static const char *base_of(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash ? slash + 1 : path;
}

static bool directory_find(const char *path, struct stat *status)
{
    const char *base = base_of(path);
    char *directory = base == path ? strdup(".") : strndup(path, (size_t)(base - path));
    bool found = directory && stat(directory, status) == 0;
    free(directory);
    return found;
}

static struct place place_of(const char *path)
{
    struct place place = {.base = base_of(path)};
    place.exists = stat(path, &place.file) == 0;
    place.has_directory = directory_find(path, &place.directory);
    return place;
}

static bool is_one(const struct stat *a, const struct stat *b)
{
    return a->st_dev == b->st_dev && a->st_ino == b->st_ino;
}

/* Most paths have another last name, and cost no look at the file system unless the log exists. */
static bool place_is(const struct place *place, const char *path)
{
    struct stat status;
    if (place->exists && stat(path, &status) == 0 && is_one(&status, &place->file))
        return true;
    return strcmp(place->base, base_of(path)) == 0 && place->has_directory &&
           directory_find(path, &status) && is_one(&status, &place->directory);
}

static bool is_output(const struct place *place, const struct job *job, int item)
{
    const struct sink_options *output = &job->options.output;
    char *name = outputs_name_of(output, &job->inputs.list, item, job->sink_plan.marks[item], NULL);
    char *full = name ? path_join(output->directory, name) : NULL;
    bool found = full && place_is(place, full);
    free(full);
    free(name);
    return found;
}

/* An item may lie in a file of another path than its own: a member, in its archive. */
static bool is_input(const struct place *place, const struct list *list, int item)
{
    if (place->exists) {
        const struct walk_look look = list_look(list, item);
        if (look.bytes >= 0 && look.device == place->file.st_dev &&
            look.inode == place->file.st_ino)
            return true;
    }
    return place_is(place, list_path(list, item));
}

/* What the log would destroy, "": nothing. */
static const char *destroys(const struct job *job, const char *log)
{
    const struct place place = place_of(log);
    const char *lists[] = {job->options.input.files_from, job->options.input.urls_from};
    for (size_t i = 0; i < sizeof lists / sizeof *lists; ++i)
        if (lists[i] && strcmp(lists[i], "-") != 0 && place_is(&place, lists[i]))
            return "the list of inputs";
    for (int i = 0; i < job->options.input.operand_count; ++i) /* which may have no image */
        if (place_is(&place, job->options.input.operands[i]))
            return "an input";
    for (int i = 0; i < job->inputs.list.count; ++i) {
        if (job->inputs.source->bytes && is_input(&place, &job->inputs.list, i))
            return "an input";
        if (job->options.output.directory && is_output(&place, job, i))
            return "an output";
    }
    return "";
}

static int check(const struct job *job, const char *log, struct failure *failure)
{
    struct replacement probe;
    const char *refusal = replacement_refusal(log), *what = destroys(job, log);
    if (*what) {
        failure_set(failure, "plan", "EINVAL", "--errors %.120s is %s: choose another name", log,
                    what);
        return EXIT_USAGE;
    }
    if (refusal) {
        failure_set(failure, "plan", "EINVAL", "cannot create the error log %.120s: %s", log,
                    refusal);
        return EXIT_CREATE;
    }
    if (replacement_begin(&probe, log)) {
        failure_errno(failure, "plan", "cannot create the error log that --errors names", errno);
        return EXIT_CREATE;
    }
    replacement_abandon(&probe);
    return 0;
}

int log_place_check(const struct job *job, struct failure *failure)
{
    int code = 0;
    if (job->team->rank == 0 && job->options.errors)
        code = check(job, job->options.errors, failure);
    team_broadcast(job->team, &code, sizeof code);
    return code;
}
