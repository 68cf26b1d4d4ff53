/* Where verbs write to: directories that are made, files that take their name when they are whole.
 */
#include "analysis/verbs/output.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>

#include "analysis/text.h"
#include "drivers/common/exit_code.h"

/* mkdir -p */
int output_directory(const char *who, const char *directory)
{
    char path[4096];
    if (strlen(directory) >= sizeof path || directory[0] == '\0') {
        fprintf(stderr, "%s: -o: an empty name, or one too long\n", who);
        return EXIT_CREATE;
    }
    for (const char *slash = strchr(directory + 1, '/'); slash; slash = strchr(slash + 1, '/')) {
        snprintf(path, sizeof path, "%.*s", (int)(slash - directory), directory);
        (void)mkdir(path, 0777); /* what matters is whether the last one is there */
    }
    struct stat status;
    if ((mkdir(directory, 0777) != 0 && errno != EEXIST) || stat(directory, &status) != 0) {
        const int error = errno;
        text_complain(who, directory, strerror(error));
        return exit_code_of_output(error);
    }
    if (!S_ISDIR(status.st_mode)) {
        text_complain(who, directory, "is no directory");
        return EXIT_CREATE;
    }
    return EXIT_OK;
}

/* What has the name may be the reason, and says more. */
static int complain(const char *who, const char *path, int error, int code)
{
    const char *refusal = replacement_refusal(path);
    char reason[256];
    snprintf(reason, sizeof reason, "%s%s", strerror(error),
             error == ENOENT ? ": make its directory first" : "");
    text_complain(who, path, refusal ? refusal : reason);
    return code;
}

int output_begin(struct replacement *file, const char *who, const char *path)
{
    return replacement_begin(file, path) == 0
               ? EXIT_OK
               : complain(who, path, errno, exit_code_of_output(errno));
}

int output_finish(struct replacement *file, const char *who, const char *path)
{
    return replacement_finish(file) == 0 ? EXIT_OK : complain(who, path, errno, EXIT_IO);
}

int output_is_no_input(const char *who, const char *path, const struct files *files)
{
    struct stat output, input;
    if (stat(path, &output) != 0)
        return EXIT_OK;
    for (size_t i = 0; i < files->count; ++i)
        if (stat(files->paths[i], &input) == 0 && input.st_dev == output.st_dev &&
            input.st_ino == output.st_ino) {
            text_complain(who, path, "is one of the files that are read; name another with -o");
            return EXIT_CREATE;
        }
    return EXIT_OK;
}
