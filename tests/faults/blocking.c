/* Loaded before a program: reading a file whose name ends in "blocks.ppm" never returns, as on a
 * file server that is gone. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static int is_blocking(int file)
{
    char link[64], path[4096];
    snprintf(link, sizeof link, "/proc/self/fd/%d", file);
    ssize_t length = readlink(link, path, sizeof path - 1);
    path[length < 0 ? 0 : length] = '\0';
    const char *end = length > 10 ? path + length - 10 : path;
    return strcmp(end, "blocks.ppm") == 0;
}

ssize_t read(int file, void *data, size_t size)
{
    ssize_t (*real)(int, void *, size_t);
    *(void **)&real = dlsym(RTLD_NEXT, "read");
    while (is_blocking(file))
        pause();
    return real(file, data, size);
}
