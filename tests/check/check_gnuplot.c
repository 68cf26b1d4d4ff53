/* Running gnuplot. */
#include "tests/check/check_gnuplot.h"

#include <errno.h>
#include <string.h>
#include <sys/types.h>
#include <sys/wait.h>
#include <unistd.h>

enum { DIRECTORY_SIZE = 4096, NOT_FOUND = 127 };

void gnuplot_text(FILE *out, const char *text)
{
    fputc('\'', out);
    for (; *text; ++text) {
        fputc((unsigned char)*text < ' ' ? '?' : *text, out);
        if (*text == '\'')
            fputc('\'', out);
    }
    fputc('\'', out);
}

static void become_gnuplot(const char *path)
{
    char directory[DIRECTORY_SIZE];
    const char *slash = strrchr(path, '/');
    size_t length = slash ? (size_t)(slash - path) + 1 : 0;
    memcpy(directory, path, length < sizeof directory ? length : 0);
    directory[length < sizeof directory ? length : 0] = '\0';
    if (length > 0 && chdir(directory))
        return;
    execlp("gnuplot", "gnuplot", "-d", path + length, (char *)NULL);
    if (errno == ENOENT)
        _exit(NOT_FOUND);
}

int gnuplot_run(const char *path)
{
    fflush(NULL);
    pid_t child = fork();
    if (child == 0) {
        become_gnuplot(path);
        _exit(1);
    }
    int status = 0;
    while (child > 0 && waitpid(child, &status, 0) < 0)
        if (errno != EINTR)
            return GNUPLOT_FAILED;
    if (child < 0 || !WIFEXITED(status))
        return GNUPLOT_FAILED;
    if (WEXITSTATUS(status) == NOT_FOUND)
        return GNUPLOT_MISSING;
    return WEXITSTATUS(status) == 0 ? 0 : GNUPLOT_FAILED;
}
