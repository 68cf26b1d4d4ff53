/* Locks of results files, on file systems with and without them; private to record/. */
#ifndef PARALLAX_RECORD_LOCK_H
#define PARALLAX_RECORD_LOCK_H

#include <stdbool.h>
#include <stddef.h>

enum { RECORD_LOCK_SECONDS = 5 }; /* so long is waited for another program */

enum record_lock {
    RECORD_LOCK_TAKEN,   /* until the descriptor is closed */
    RECORD_LOCK_OFF,     /* switched off by HDF5_USE_FILE_LOCKING, HDF5's own variable */
    RECORD_LOCK_MISSING, /* the file system has none: errno says what it said */
    RECORD_LOCK_BUSY     /* another program's, all the time that was waited */
};

/* Locks an open file: for itself, or with other readers. */
enum record_lock record_lock_take(int file, bool alone);

/* Whether HDF5 could lock the file at `path` for itself, and waits until it could; what was taken
 * is given back. */
enum record_lock record_lock_try(const char *path);

/* Makes HDF5 open files of this process without locks, where its property list does not: versions
 * before 1.10.7, or a variable that says otherwise. */
void record_lock_switch_off(void);

/* The warning that a file has no locks, once in a process; then "". */
void record_lock_warn(const char *path, int error, char *message, size_t message_size);

#endif
