/* File paths as text: nothing here looks at a file system, except for the working directory. */
#ifndef PARALLAX_IO_PATH_H
#define PARALLAX_IO_PATH_H

#include <stdbool.h>

/* "directory/name"; `name` alone when `directory` is "". The caller frees it; NULL: no memory. */
char *path_join(const char *directory, const char *name);

/* Removes ".", "..", "//" and a final "/" in place; ".." at the start of a relative path or behind
 * the root is dropped, so that the result never leads upwards. May give "". */
void path_simplify(char *path);

/* The absolute path, simplified. The caller frees it; NULL: no memory. */
char *path_absolute(const char *path);

/* Cuts the last part off an absolute, simplified path: its parent remains. */
void path_to_parent(char *path);

/* Shortens the absolute, simplified path `common` to what it has in common with `path`, in whole
 * parts. */
void path_to_common(char *common, const char *path);

/* Whether a path that others wrote stays below the directory that it is relative to: it is not
 * absolute, has no "..", and names something. */
bool path_stays_below(const char *path);

/* What follows `parent` in `path` (both absolute and simplified): "b/c" for "/a" and "/a/b/c".
 * NULL if `path` is not below it. */
const char *path_below(const char *path, const char *parent);

#endif
