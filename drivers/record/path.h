/* Where a results file lives while it is written, and how it gets its name; private to record*.c.
 */
#ifndef PARALLAX_RECORD_PATH_H
#define PARALLAX_RECORD_PATH_H

#include <stdbool.h>
#include <stddef.h>

/* The hidden name beside `path`, which says who writes: DIRECTORY/.NAME.parallax-….tmp. The caller
 * frees it; NULL: no memory. */
char *record_path_temporary(const char *path);

/* Where an unfinished file is kept, for whoever wants what is in it: DIRECTORY/.NAME.tmp. The
 * caller frees it; NULL: no memory. */
char *record_path_unfinished(const char *path);

/* Makes the directories that `path` needs, if it `makes` any, then `temporary` as an empty file of
 * its own, and removes what killed processes left in the directory. 0, or -1 with errno and a
 * sentence in message, also if another process writes it, if an unfinished one is kept, or if
 * `path` exists unless it `replaces` that (all EEXIST). */
int record_path_create(const char *path, const char *temporary, bool replaces, bool makes,
                       char *message, size_t message_size);

/* Renames the finished `temporary` to `path`, both safe on disk when it returns. Replaces a
 * file only if it may. 0, or -1 with errno. */
int record_path_publish(const char *path, const char *temporary, bool replaces);

#endif
