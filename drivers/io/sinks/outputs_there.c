/* Files as results: what has their names already. */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "drivers/common/temporary.h"
#include "drivers/io/file.h"
#include "drivers/io/sinks/outputs.h"

/* A link that somebody made to a file counts as that. */
static enum outputs_state state_of(int directory, const char *base, const struct walk_look *input,
                                   struct stat *found)
{
    if (fstatat(directory, base, found, AT_SYMLINK_NOFOLLOW))
        return OUTPUTS_ABSENT;
    struct stat status = *found;
    if (S_ISLNK(found->st_mode) && fstatat(directory, base, &status, 0))
        return OUTPUTS_OTHER;
    if (!S_ISREG(status.st_mode))
        return OUTPUTS_OTHER;
    bool older = input->bytes >= 0 && walk_look_of(&status).modified < input->modified;
    return status.st_size == 0 || older ? OUTPUTS_STALE : OUTPUTS_WHOLE;
}

void outputs_close(struct outputs_there *there)
{
    if (there->open)
        close(there->parent);
    free(there->below);
    *there = (struct outputs_there){.parent = -1, .sweeps = there->sweeps};
}

/* The directory of `name`, which most often is the one before. */
static int enter(struct outputs_there *there, const struct sink_options *options, const char *name,
                 size_t length)
{
    if (there->below && strlen(there->below) == length && memcmp(there->below, name, length) == 0) {
        errno = ENOENT;
        return there->open ? 0 : -1;
    }
    outputs_close(there);
    there->below = strndup(name, length);
    if (!there->below) {
        errno = ENOMEM;
        return -1;
    }
    there->parent =
        file_enter(options->directory, there->below, options->follow ? FILE_FOLLOW : 0, false);
    there->open = there->parent >= 0;
    there->empty = there->open && there->sweeps && temporary_sweep(there->parent);
    return there->open ? 0 : -1;
}

int outputs_look(struct outputs_there *there, const struct sink_options *options, const char *name,
                 const struct walk_look *input, struct stat *found)
{
    const char *slash = strrchr(name, '/');
    if (enter(there, options, name, slash ? (size_t)(slash - name) : 0))
        return errno == ELOOP || errno == ENOMEM ? -1 : OUTPUTS_ABSENT;
    if (there->empty)
        return OUTPUTS_ABSENT;
    return state_of(there->parent, slash ? slash + 1 : name, input, found);
}

enum outputs_state outputs_state_of(const struct sink_options *options, const char *name,
                                    const char *path, struct stat *found)
{
    struct outputs_there there = {.parent = -1};
    struct stat source;
    struct walk_look input = walk_look_of(stat(path, &source) == 0 ? &source : NULL);
    int state = outputs_look(&there, options, name, &input, found);
    outputs_close(&there);
    return state < 0 ? OUTPUTS_OTHER : (enum outputs_state)state;
}
