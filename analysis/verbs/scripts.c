/* The verbs that are scripts. As with git's, who calls `parallax sweep` need not know where it
 * lies. */
#include "analysis/verbs/scripts.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "drivers/common/exit_code.h"

enum { PLACE_MAX = 4096 };

const struct script_verb script_verbs[] = {
    {"quickstart", "quickstart.sh", NULL, "Measures on this machine: an answer in five lines."},
    {"sweep", "sweep.sh", NULL, "Measures a kernel under several models on growing cores."},
    {"submit", "sweep.sh", "--submit", "The same in SLURM jobs."},
    {"status", "sweep.sh", "--status", "What is done and missing of what was submitted."},
    {"resume", "sweep.sh", "--resume", "Submits what is missing."},
    {"list", "list.sh", NULL, "Kernels, models, settings, launchers, job scripts."},
    {NULL, NULL, NULL, NULL},
};

static void leave_folder(char *path)
{
    char *slash = strrchr(path, '/');
    *(slash ? slash : path) = '\0';
}

/* The folder of this program, "": not known; and from there the other, which is relative. */
static void find_from_self(char *path, const char *other)
{
    ssize_t length = readlink("/proc/self/exe", path, PLACE_MAX - 1);
    path[length > 0 ? length : 0] = '\0';
    leave_folder(path);
    for (; strncmp(other, "../", 3) == 0; other += 3)
        leave_folder(path);
    if (length > 0)
        snprintf(path + strlen(path), PLACE_MAX, "/%s", other);
}

const char *scripts_place(void)
{
    /* As installed, wherever it was moved to; as installed; as built. */
    static const char *const places[] = {PARALLAX_TO_SCRIPTS, PARALLAX_SCRIPTS,
                                         "../libexec/parallax", NULL};
    static char place[2 * PLACE_MAX];
    char file[sizeof place + sizeof "/sweep.sh"];
    for (const char *const *p = places; *p; ++p) {
        if (**p == '/')
            snprintf(place, sizeof place, "%s", *p);
        else
            find_from_self(place, *p);
        snprintf(file, sizeof file, "%s/sweep.sh", place);
        if (access(file, X_OK) == 0)
            return place;
    }
    return NULL;
}

int scripts_run(const char *verb, const char *file, const char *word, int count, char **words)
{
    const char *place = scripts_place();
    if (!place) {
        fprintf(stderr,
                "parallax %s: %s is neither beside this program nor in " PARALLAX_SCRIPTS
                "; install Parallax anew with all that belongs to it\n",
                verb, file);
        return EXIT_CONFIG;
    }
    char path[3 * PLACE_MAX];
    snprintf(path, sizeof path, "%s/%s", place, file);
    char **argv = calloc((size_t)count + 3, sizeof *argv);
    if (!argv || setenv("PARALLAX_VERB", verb, 1) != 0) {
        fprintf(stderr, "parallax %s: out of memory\n", verb);
        free(argv);
        return EXIT_MEMORY;
    }
    int used = 0;
    argv[used++] = path;
    if (word)
        argv[used++] = (char *)(size_t)word; /* execv() changes none */
    memcpy(argv + used, words, (size_t)count * sizeof *argv);
    execv(path, argv);
    fprintf(stderr, "parallax %s: %s: %s\n", verb, path, strerror(errno));
    free(argv);
    return EXIT_CONFIG;
}
