/* Loaded before a program: the machine says that it has another CPU, as a cluster's other nodes. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdio.h>
#include <string.h>

FILE *fopen(const char *path, const char *mode)
{
    static char text[] = "processor\t: 0\nmodel name\t: Another CPU\n";
    FILE *(*real)(const char *, const char *);
    if (strcmp(path, "/proc/cpuinfo") == 0)
        return fmemopen(text, sizeof text - 1, "r");
    *(void **)&real = dlsym(RTLD_NEXT, "fopen");
    return real(path, mode);
}
