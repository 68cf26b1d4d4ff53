/* What work in place has done so far: it cannot be seen from files that are input and output at
 * once.
 */
#include "drivers/io/sinks/journal.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "drivers/common/exit_code.h"
#include "drivers/common/size.h"
#include "drivers/common/temporary.h"
#include "drivers/io/file.h"
#include "drivers/io/path.h"

static const char ended[] = ".parallax-in-place.done";

/* What identifies a file under whatever name. */
static int print_identity(char *text, size_t size, const struct stat *status)
{
    return snprintf(text, size, "%" PRIuMAX " %" PRIdMAX " %" PRIdMAX ".%09ld",
                    (uintmax_t)status->st_ino, (intmax_t)status->st_size,
                    (intmax_t)status->st_mtim.tv_sec, status->st_mtim.tv_nsec);
}

static int cannot(const char *what, int error, struct failure *failure)
{
    failure_errno(failure, "plan", what, error);
    return error == ENOMEM ? EXIT_MEMORY : EXIT_IO;
}

static int add_name(struct journal_done *done, const char *name)
{
    char **names = realloc(done->names, size_product((size_t)done->count + 1, sizeof *names));
    char *copy = names ? strdup(name) : NULL;
    done->names = names ? names : done->names;
    if (!copy)
        return -1;
    path_simplify(copy);
    done->names[done->count++] = copy;
    return 0;
}

/* One entry, "identity name": done, if that file has that name. */
static int add_entry(struct journal_done *done, int directory, const char *entry)
{
    char identity[96];
    struct stat status;
    const char *size = strchr(entry, ' '), *time = size ? strchr(size + 1, ' ') : NULL;
    const char *name = time ? strchr(time + 1, ' ') : NULL;
    if (!name || fstatat(directory, name + 1, &status, AT_SYMLINK_NOFOLLOW))
        return 0;
    int length = print_identity(identity, sizeof identity, &status);
    if (length != (int)(name - entry) || memcmp(identity, entry, (size_t)length) != 0)
        return 0;
    return add_name(done, name + 1);
}

/* A process's file: texts that end with a NUL, the first of them the work. A last one without its
 * NUL was never followed by what it announces. */
static int read_file(const struct sink_options *options, int directory, const char *path,
                     struct journal_done *done, struct failure *failure)
{
    struct bytes bytes = {0};
    int code = 0;
    if (file_read(path, NULL, &bytes, failure)) {
        bytes_free(&bytes);
        return strcmp(failure->code, "empty") == 0 ? 0 : EXIT_IO;
    }
    const char *at = (char *)bytes.data, *end = at + bytes.size;
    const char *stop = memchr(at, '\0', bytes.size);
    if (stop && strcmp(at, options->work) != 0) {
        failure_set(failure, "plan", "exists",
                    "--in-place: other work here did not come to its end (%.100s): end it, or "
                    "--existing overwrite to forget it",
                    at);
        code = EXIT_CREATE;
    }
    while (code == 0 && stop && (at = stop + 1) < end &&
           (stop = memchr(at, '\0', (size_t)(end - at))))
        if (add_entry(done, directory, at))
            code = cannot("--in-place: cannot read what was done", ENOMEM, failure);
    bytes_free(&bytes);
    return code;
}

static int by_text(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

static void remove_entries(const char *path, bool locks)
{
    DIR *stream = opendir(path);
    for (const struct dirent *entry; stream && (entry = readdir(stream));)
        if (entry->d_name[1] == 'p' && (locks || strcmp(entry->d_name, JOURNAL_LOCK) != 0))
            unlinkat(dirfd(stream), entry->d_name, 0);
    if (stream)
        closedir(stream);
}

static void remove_tree(const char *path)
{
    remove_entries(path, true);
    rmdir(path);
}

int journal_read(const struct sink_options *options, struct journal_done *done,
                 struct failure *failure)
{
    *done = (struct journal_done){NULL, 0};
    char *path = path_join(options->directory, JOURNAL_PLACE);
    if (path && options->existing == EXISTING_OVERWRITE) {
        remove_entries(path, false);
        free(path);
        return 0;
    }
    DIR *stream = path ? opendir(path) : NULL;
    int directory = stream ? open(options->directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC) : -1;
    int code =
        path && (stream || errno == ENOENT) && (!stream || directory >= 0)
            ? 0
            : cannot("--in-place: cannot read what was done", path ? errno : ENOMEM, failure);
    for (const struct dirent *entry; code == 0 && stream && (entry = readdir(stream));) {
        bool own = entry->d_name[1] == 'p' && strcmp(entry->d_name, JOURNAL_LOCK) != 0;
        char *file = own ? path_join(path, entry->d_name) : NULL;
        if (file)
            code = read_file(options, directory, file, done, failure);
        free(file);
    }
    if (done->count)
        qsort(done->names, (size_t)done->count, sizeof *done->names, by_text);
    if (directory >= 0)
        close(directory);
    if (stream)
        closedir(stream);
    free(path);
    return code;
}

bool journal_has(const struct journal_done *done, const char *name)
{
    return done->count &&
           bsearch(&name, done->names, (size_t)done->count, sizeof *done->names, by_text);
}

void journal_free(struct journal_done *done)
{
    for (int i = 0; i < done->count; ++i)
        free(done->names[i]);
    free(done->names);
    *done = (struct journal_done){NULL, 0};
}

int journal_open(const struct sink_options *options, struct failure *failure)
{
    char name[TEMPORARY_SIZE];
    temporary_name(name, "");
    int directory = file_enter(options->directory, JOURNAL_PLACE, 0, true);
    int journal = directory < 0 ? -1
                                : openat(directory, name,
                                         O_WRONLY | O_CREAT | O_EXCL | O_APPEND | O_CLOEXEC, 0666);
    size_t size = strlen(options->work) + 1;
    if (journal >= 0 && write(journal, options->work, size) != (ssize_t)size) {
        close(journal);
        journal = -1;
    }
    if (journal < 0)
        cannot("--in-place: cannot note what is done", errno, failure);
    if (directory >= 0)
        close(directory);
    return journal;
}

int journal_note(int journal, const char *name, const struct stat *status)
{
    char identity[96];
    int length = print_identity(identity, sizeof identity, status);
    size_t size = (size_t)length + strlen(name) + 2;
    char *entry = malloc(size);
    if (!entry)
        return -1;
    snprintf(entry, size, "%s %s", identity, name);
    ssize_t written = write(journal, entry, size); /* at once: other threads write, too */
    int reason = written < 0 ? errno : ENOSPC;
    free(entry);
    errno = reason;
    return written == (ssize_t)size ? 0 : -1;
}

void journal_remove(const struct sink_options *options)
{
    char *path = path_join(options->directory, JOURNAL_PLACE);
    char *gone = path_join(options->directory, ended);
    if (path && gone) {
        remove_tree(gone); /* of a run that was killed here */
        if (rename(path, gone) == 0)
            remove_tree(gone);
    }
    free(path);
    free(gone);
}
