/* Pictures that an earlier report left in a directory. */
#include "analysis/draw/earlier.h"

#include <dirent.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "analysis/draw/gnuplot.h"

static const char script[] = ".gp";

static bool is_ours(int directory, const char *name)
{
    char begin[sizeof EARLIER_MARK] = "";
    const size_t length = strlen(name), ending = sizeof script - 1;
    if (length <= ending || strcmp(name + length - ending, script) != 0)
        return false;
    const int file = openat(directory, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
    if (file < 0)
        return false;
    const ssize_t got = read(file, begin, sizeof begin - 1);
    close(file);
    return got == (ssize_t)sizeof begin - 1 && strcmp(begin, EARLIER_MARK) == 0;
}

static void remove_one(int directory, const char *name, const char *ending)
{
    char path[512];
    const int stem = (int)(strlen(name) - (sizeof script - 1));
    struct stat status; /* a link or a FIFO in a picture's place is refused later, not removed */
    if (snprintf(path, sizeof path, "%.*s%s", stem, name, ending) < (int)sizeof path &&
        fstatat(directory, path, &status, AT_SYMLINK_NOFOLLOW) == 0 && S_ISREG(status.st_mode))
        unlinkat(directory, path, 0);
}

void earlier_remove(const char *directory)
{
    DIR *stream = opendir(directory);
    if (!stream)
        return;
    for (const struct dirent *entry; (entry = readdir(stream));) {
        if (!is_ours(dirfd(stream), entry->d_name))
            continue;
        for (int i = 0; gnuplot_endings[i]; ++i)
            remove_one(dirfd(stream), entry->d_name, gnuplot_endings[i]);
        remove_one(dirfd(stream), entry->d_name, ".dat");
        remove_one(dirfd(stream), entry->d_name, script);
    }
    closedir(stream);
}
