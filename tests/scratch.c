/* A directory of a test's own, and small files in it. */
#include "scratch.h"

#include <dirent.h>
#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "drivers/io/file.h"

static char path_now[] = "/tmp/parallax-test-XXXXXX";

int scratch_enter(void **state)
{
    (void)state;
    memcpy(path_now + strlen(path_now) - 6, "XXXXXX", 6);
    return mkdtemp(path_now) && chmod(path_now, 0777) == 0 ? chdir(path_now) : -1;
}

int scratch_leave(void **state)
{
    (void)state;
    char command[128]; /* a test may have locked a directory */
    snprintf(command, sizeof command, "chmod -R u+rwx %s; rm -rf %s", path_now, path_now);
    return chdir("/") ? -1 : system(command);
}

const char *scratch_path(void)
{
    return path_now;
}

void scratch_file(const char *path, const char *text)
{
    char *directory = strdup(path);
    assert_non_null(directory);
    char *slash = strrchr(directory, '/');
    if (slash) {
        *slash = '\0';
        assert_int_equal(file_make_directory(directory), 0);
    }
    free(directory);
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(text, 1, strlen(text), file), strlen(text));
    assert_int_equal(fclose(file), 0);
}

bool scratch_exists(const char *path)
{
    struct stat status;
    return lstat(path, &status) == 0;
}

int scratch_count(const char *directory)
{
    DIR *stream = opendir(directory);
    assert_non_null(stream);
    int count = 0;
    for (const struct dirent *entry; (entry = readdir(stream));)
        count += strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0;
    closedir(stream);
    return count;
}

const char *scratch_text(const char *path)
{
    static char text[4096];
    FILE *file = fopen(path, "rb");
    assert_non_null(file);
    text[fread(text, 1, sizeof text - 1, file)] = '\0';
    fclose(file);
    return text;
}

int scratch_unprivileged(int (*body)(void))
{
    enum { NOBODY = 65534 };
    fflush(NULL);
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        if (geteuid() == 0 && (setgid(NOBODY) || setuid(NOBODY)))
            _exit(101);
        _exit(body());
    }
    int status = 0;
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFEXITED(status) && WEXITSTATUS(status) <= 100);
    return WEXITSTATUS(status);
}
