/* Running gnuplot. */
#include "analysis/draw/gnuplot.h"

#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <sys/wait.h>
#include <unistd.h>

#include "analysis/text.h"
#include "drivers/common/exit_code.h"
#include "drivers/common/replacement.h"

enum { PATH_SIZE = 4096 };

/* Whatever lies in the working directory or in the report's is not what PATH is to find. */
static bool find_program(char path[PATH_SIZE])
{
    const char *directories = getenv("PATH");
    while (directories && *directories != '\0') {
        const size_t length = strcspn(directories, ":");
        struct stat status;
        const int size =
            snprintf(path, PATH_SIZE, "%.*s/gnuplot", (int)(length % PATH_SIZE), directories);
        if (directories[0] == '/' && length < PATH_SIZE && size < PATH_SIZE &&
            access(path, X_OK) == 0 && stat(path, &status) == 0 && S_ISREG(status.st_mode))
            return true;
        directories += length + (directories[length] == ':' ? 1 : 0);
    }
    return false;
}

/* gnuplot would follow a link, and wait for the reader of a FIFO. */
static bool may_draw(const char *directory, const char *stem)
{
    static const char *const extensions[] = {"svg", "png"};
    for (size_t i = 0; i < sizeof extensions / sizeof extensions[0]; ++i) {
        char path[PATH_SIZE];
        snprintf(path, sizeof path, "%s/%s.%s", directory, stem, extensions[i]);
        const char *refusal = replacement_refusal(path);
        if (refusal) {
            text_complain("parallax report", path, refusal);
            return false;
        }
    }
    return true;
}

int gnuplot_run(const char *directory, const char *stem)
{
    char script[PATH_SIZE], program[PATH_SIZE];
    if (!find_program(program))
        return EXIT_CONFIG;
    if (!may_draw(directory, stem))
        return EXIT_CREATE;
    snprintf(script, sizeof script, "%s.gp", stem);
    fflush(NULL);
    const pid_t child = fork();
    if (child == 0) {
        if (chdir(directory) == 0) /* the scripts name their files relative to themselves */
            execl(program, "gnuplot", "-d", script, (char *)NULL);
        _exit(1);
    }
    int status = 0;
    while (child > 0 && waitpid(child, &status, 0) < 0) {
        if (errno != EINTR)
            return EXIT_IO;
    }
    return child > 0 && WIFEXITED(status) && WEXITSTATUS(status) == 0 ? EXIT_OK : EXIT_IO;
}
