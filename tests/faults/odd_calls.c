/* Loaded before a program: system calls with files whose path holds $ODD_PATH answer oddly, as
 * $ODD_CALLS says: close (it fails), interrupted (writes, every other time), nothing (a write takes
 * no byte and says no reason). */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>
#include <unistd.h>

static bool is_odd(const char *call, int file)
{
    char link[64], path[4096] = "";
    const char *calls = getenv("ODD_CALLS"), *wanted = getenv("ODD_PATH");
    if (file <= STDERR_FILENO || !calls || !wanted || strcmp(calls, call) != 0)
        return false;
    snprintf(link, sizeof link, "/proc/self/fd/%d", file);
    return readlink(link, path, sizeof path - 1) > 0 && strstr(path, wanted);
}

/* Whether a write is to end with *result. */
static bool fails(int file, ssize_t *result)
{
    static atomic_int turn;
    *result = 0;
    if (is_odd("nothing", file))
        return true;
    if (!is_odd("interrupted", file) || atomic_fetch_add(&turn, 1) % 2)
        return false;
    errno = EINTR;
    *result = -1;
    return true;
}

ssize_t write(int file, const void *data, size_t size)
{
    ssize_t (*real)(int, const void *, size_t), result;
    *(void **)&real = dlsym(RTLD_NEXT, "write");
    return fails(file, &result) ? result : real(file, data, size);
}

ssize_t pwrite(int file, const void *data, size_t size, off_t at)
{
    ssize_t (*real)(int, const void *, size_t, off_t), result;
    *(void **)&real = dlsym(RTLD_NEXT, "pwrite");
    return fails(file, &result) ? result : real(file, data, size, at);
}

int close(int file)
{
    const bool odd = is_odd("close", file);
    int (*real)(int);
    *(void **)&real = dlsym(RTLD_NEXT, "close");
    int result = real(file);
    errno = odd ? EIO : errno;
    return odd ? -1 : result;
}
