/* Loaded before a program: a network's file system that repeats requests whose answers were lost.
 * What has succeeded is done again, and then fails: the name is there already, or there no more. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

/* What the call that has this name in the C library says, but for success. */
#define REPEATED(name, error, types, arguments)                                                    \
    int(*real) types;                                                                              \
    *(void **)&real = dlsym(RTLD_NEXT, name);                                                      \
    if (real arguments == 0)                                                                       \
        errno = error;                                                                             \
    return -1;

int linkat(int from, const char *old, int to, const char *new, int flags)
{
    REPEATED("linkat", EEXIST, (int, const char *, int, const char *, int),
             (from, old, to, new, flags))
}

int renameat2(int from, const char *old, int to, const char *new, unsigned flags)
{
    REPEATED("renameat2", flags ? EEXIST : ENOENT, (int, const char *, int, const char *, unsigned),
             (from, old, to, new, flags))
}

int renameat(int from, const char *old, int to, const char *new)
{
    REPEATED("renameat", ENOENT, (int, const char *, int, const char *), (from, old, to, new))
}

int rename(const char *old, const char *new)
{
    REPEATED("rename", ENOENT, (const char *, const char *), (old, new))
}

int mkdirat(int directory, const char *name, mode_t mode)
{
    REPEATED("mkdirat", EEXIST, (int, const char *, mode_t), (directory, name, mode))
}

int mkdir(const char *name, mode_t mode)
{
    REPEATED("mkdir", EEXIST, (const char *, mode_t), (name, mode))
}

int unlinkat(int directory, const char *name, int flags)
{
    REPEATED("unlinkat", ENOENT, (int, const char *, int), (directory, name, flags))
}

int unlink(const char *name)
{
    REPEATED("unlink", ENOENT, (const char *), (name))
}
