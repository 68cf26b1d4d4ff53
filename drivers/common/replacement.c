/* A text file that takes its name when it is whole; what had the name stays until then. */
#include "drivers/common/replacement.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "drivers/common/temporary.h"

const char *replacement_refusal(const char *path)
{
    struct stat status;
    if (lstat(path, &status))
        return NULL;
    if (S_ISLNK(status.st_mode))
        return "it is a symbolic link: name the file that it leads to";
    if (S_ISDIR(status.st_mode))
        return "it is a directory: name a file";
    return S_ISREG(status.st_mode) ? NULL : "it is no regular file: name another";
}

/* "directory/" of a path, or "./"; the caller frees it. */
static char *directory_of(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash ? strndup(path, (size_t)(slash - path) + 1) : strdup("./");
}

static void sweep(const char *directory)
{
    int fd = open(directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0)
        return;
    temporary_sweep(fd);
    close(fd);
}

static char *temporary_beside(const char *path)
{
    char name[TEMPORARY_SIZE];
    char *directory = directory_of(path), *temporary = NULL;
    if (directory) {
        size_t size = strlen(directory) + sizeof name;
        const char *slash = strrchr(path, '/');
        sweep(directory);
        temporary_name(name, slash ? slash + 1 : path);
        temporary = malloc(size);
        if (temporary)
            snprintf(temporary, size, "%s%s", directory, name);
    }
    free(directory);
    return temporary;
}

int replacement_begin(struct replacement *replacement, const char *path)
{
    *replacement = (struct replacement){NULL, NULL, NULL};
    if (replacement_refusal(path)) {
        errno = EINVAL;
        return -1;
    }
    replacement->path = strdup(path);
    replacement->temporary = temporary_beside(path);
    int file = -1;
    if (replacement->path && replacement->temporary)
        file = open(replacement->temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
    struct stat old;
    if (file >= 0 && lstat(path, &old) == 0)
        temporary_take_over(file, &old);
    replacement->out = file < 0 ? NULL : fdopen(file, "w");
    if (replacement->out)
        return 0;
    int reason = errno;
    if (file >= 0) {
        close(file);
        unlink(replacement->temporary);
    }
    free(replacement->path);
    free(replacement->temporary);
    errno = reason;
    return -1;
}

/* Closes and frees, and removes what is still under the temporary name if it `failed`. */
static int end(struct replacement *replacement, int failed, int reason)
{
    if (failed)
        unlink(replacement->temporary);
    free(replacement->path);
    free(replacement->temporary);
    errno = reason;
    return failed ? -1 : 0;
}

int replacement_finish(struct replacement *replacement)
{
    int failed = ferror(replacement->out);
    errno = 0;
    if (failed) { /* that write took the reason with it: another one learns it */
        clearerr(replacement->out);
        fputc('\n', replacement->out);
    }
    if (fflush(replacement->out))
        failed = 1;
    int reason = errno ? errno : EIO;
    if (fclose(replacement->out) && !failed) {
        failed = 1; /* some file systems report a full quota here only */
        reason = errno;
    }
    if (!failed && replacement_refusal(replacement->path)) {
        failed = 1;
        reason = EINVAL;
    }
    if (!failed && temporary_publish(AT_FDCWD, replacement->temporary, replacement->path, true)) {
        failed = 1;
        reason = errno;
    }
    return end(replacement, failed, reason);
}

void replacement_abandon(struct replacement *replacement)
{
    fclose(replacement->out);
    end(replacement, 1, 0);
}
