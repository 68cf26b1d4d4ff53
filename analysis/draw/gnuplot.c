/* Running gnuplot. */
#include "analysis/draw/gnuplot.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <sys/wait.h>
#include <unistd.h>

#include "analysis/memory.h"
#include "analysis/text.h"
#include "drivers/common/exit_code.h"
#include "drivers/common/replacement.h"

enum { PATH_SIZE = 4096, AT_ONCE_MAX = 16 };

const char *const gnuplot_endings[] = {".svg", "-dark.svg", ".png", ".pdf", NULL};

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

bool gnuplot_is_there(void)
{
    char path[PATH_SIZE];
    return find_program(path);
}

/* gnuplot would follow a link, and wait for the reader of a FIFO. */
static bool may_draw(const char *directory, const char *stem)
{
    for (size_t i = 0; gnuplot_endings[i]; ++i) {
        char path[PATH_SIZE];
        snprintf(path, sizeof path, "%s/%s%s", directory, stem, gnuplot_endings[i]);
        const char *refusal = replacement_refusal(path);
        if (refusal) {
            text_complain("parallax report", path, refusal);
            return false;
        }
    }
    return true;
}

static pid_t begin(const char *program, const char *directory, const char *stem)
{
    char script[PATH_SIZE];
    snprintf(script, sizeof script, "%s.gp", stem);
    const pid_t child = fork();
    if (child == 0) {
        (void)setenv("LC_ALL", "C.UTF-8", 1); /* the scripts are in UTF-8, with decimal points */
        if (chdir(directory) == 0) /* the scripts name their files relative to themselves */
            execl(program, "gnuplot", "-d", script, (char *)NULL);
        _exit(1);
    }
    return child;
}

static int end(pid_t child)
{
    int status = 0;
    while (child > 0 && waitpid(child, &status, 0) < 0) {
        if (errno != EINTR)
            return EXIT_IO;
    }
    return child > 0 && WIFEXITED(status) && WEXITSTATUS(status) == 0 ? EXIT_OK : EXIT_IO;
}

void gnuplot_run(const char *directory, struct gnuplot_job *jobs, size_t count)
{
    char program[PATH_SIZE];
    const long cpus = sysconf(_SC_NPROCESSORS_ONLN);
    const size_t at_once = cpus < 1 ? 1 : cpus > AT_ONCE_MAX ? AT_ONCE_MAX : (size_t)cpus;
    pid_t *children = memory_array(count + at_once, sizeof *children);
    const bool is_there = find_program(program);
    fflush(NULL);
    for (size_t i = 0; i < count + at_once; ++i) {
        if (i >= at_once && children[i - at_once] > 0)
            jobs[i - at_once].code = end(children[i - at_once]);
        if (i >= count)
            continue;
        const bool may = is_there && may_draw(directory, jobs[i].stem);
        jobs[i].code = may ? EXIT_IO : EXIT_CREATE;
        children[i] = may ? begin(program, directory, jobs[i].stem) : -1;
    }
    free(children);
}
