/* File paths as text. */
#include "drivers/io/path.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

char *path_join(const char *directory, const char *name)
{
    size_t left = strlen(directory), right = strlen(name);
    char *path = malloc(left + right + 2);
    if (!path)
        return NULL;
    memcpy(path, directory, left);
    if (left && path[left - 1] != '/')
        path[left++] = '/';
    memcpy(path + left, name, right + 1);
    return path;
}

void path_simplify(char *path)
{
    char *start = path + (*path == '/');
    char *out = start;
    for (const char *in = start; *in;) {
        size_t length = strcspn(in, "/");
        if (length == 2 && memcmp(in, "..", 2) == 0) {
            while (out > start && *--out != '/')
                continue;
        } else if (length && !(length == 1 && *in == '.')) {
            if (out > start)
                *out++ = '/';
            memmove(out, in, length);
            out += length;
        }
        in += length;
        in += *in == '/';
    }
    *out = '\0';
}

static char *working_directory(void)
{
    for (size_t size = 256; size <= 1 << 20; size *= 2) {
        char *directory = malloc(size);
        if (!directory || getcwd(directory, size))
            return directory;
        free(directory);
    }
    return strdup("/"); /* it was deleted: names come out the same below any root */
}

char *path_absolute(const char *path)
{
    char *absolute;
    if (*path == '/') {
        absolute = strdup(path);
    } else {
        char *directory = working_directory();
        absolute = directory ? path_join(directory, path) : NULL;
        free(directory);
    }
    if (absolute)
        path_simplify(absolute);
    return absolute;
}

void path_to_parent(char *path)
{
    char *slash = strrchr(path, '/');
    if (slash)
        slash[slash == path] = '\0';
}

const char *path_below(const char *path, const char *parent)
{
    size_t length = strlen(parent);
    if (strcmp(parent, "/") == 0)
        return path[1] ? path + 1 : NULL;
    return strncmp(path, parent, length) == 0 && path[length] == '/' ? path + length + 1 : NULL;
}

void path_to_common(char *common, const char *path)
{
    while (strcmp(common, path) != 0 && !path_below(path, common) && strcmp(common, "/") != 0)
        path_to_parent(common);
}

bool path_stays_below(const char *path)
{
    if (*path == '/')
        return false;
    bool named = false;
    while (*path) {
        size_t length = strcspn(path, "/");
        if (length == 2 && memcmp(path, "..", 2) == 0)
            return false;
        named = named || (length && !(length == 1 && *path == '.'));
        path += length;
        path += *path == '/';
    }
    return named;
}
