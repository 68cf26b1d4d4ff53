/* A directory of a test's own, and small files in it. */
#ifndef PARALLAX_SCRATCH_H
#define PARALLAX_SCRATCH_H

#include <stdbool.h>

/* cmocka setup and teardown: make an empty directory, enter it and leave *state alone; remove it
 * with all that is in it. */
int scratch_enter(void **state);
int scratch_leave(void **state);

/* Its absolute path. */
const char *scratch_path(void);

/* Makes a file (and directories for it) that holds `text`. The test fails if that fails. */
void scratch_file(const char *path, const char *text);

/* Whether there is anything, of any kind, under this name. */
bool scratch_exists(const char *path);

/* How many entries a directory has, hidden ones too. */
int scratch_count(const char *directory);

/* The text of a file; in a buffer that the next call uses again. */
const char *scratch_text(const char *path);

/* Runs `body` in a process that is not root and has no privileges; returns its result, 0 to 100. */
int scratch_unprivileged(int (*body)(void));

#endif
