/* Whole files in and out, safely: regular files only, temporary name and rename. */
#ifndef PARALLAX_IO_FILE_H
#define PARALLAX_IO_FILE_H

#include <stdbool.h>
#include <sys/stat.h>

#include "drivers/common/failure.h"
#include "drivers/common/temporary.h"
#include "drivers/io/bytes.h"

/* Reads a whole regular file into *bytes (replaced), unless `probe` (NULL: none) refuses its first
 * bytes: then no more than these are read. Never blocks on a FIFO or device ("not-regular"); a file
 * whose inode, size or times changed while it was read is "changed"; zero bytes is "empty".
 * bytes->identity is made of these four: who reads the file again, on any node, and finds another
 * one has not read the same. 0, or -1 with *failure: stage "read", or the probe's; bytes->size is
 * what was read all the same. */
int file_read(const char *path, bytes_probe_fn *probe, struct bytes *bytes,
              struct failure *failure);

/* What a file is known by while a run lasts, on any node: its inode, size and times. Never 0. */
uint64_t file_identity(const struct stat *status);

/* What a file that is larger fails with: "too-large" beyond what was asked for, "memory" beyond
 * what there is for it. */
struct file_limits {
    int64_t bytes, memory;
};

/* The same in two steps; limits NULL: none. file_open() never blocks: the file, or -1 with errno.
 * file_read_open() closes it, or says why it could not be opened: errno must still be
 * file_open()'s. */
int file_open(const char *path);
int file_read_open(int file, const struct file_limits *limits, bytes_probe_fn *probe,
                   struct bytes *bytes, struct failure *failure);

/* What has `size` bytes: 0, or -1 with *failure, stage "read". */
int file_check_size(int64_t size, const struct file_limits *limits, struct failure *failure);

/* Takes what this machine holds of a file in memory away, so that who reads it next gets it from
 * where it is stored. -1: some of it is still there, as always in a file system in memory, or it
 * cannot be asked. */
int file_forget_pages(const char *path);

/* For bytes of a file that came by other means: -1 with *failure if there are none, else 0. */
int file_check_bytes(const struct bytes *bytes, struct failure *failure);

enum { FILE_REPLACE = 1, FILE_FOLLOW = 2, FILE_SYNC = 4 };

/* Writes `bytes` as directory/name: into a hidden temporary file beside it, then renamed, so that a
 * file under its final name is always complete. Makes missing directories. Without FILE_REPLACE an
 * existing file stays and the failure's code is "exists"; with it the new one has the old one's
 * permissions. Without FILE_FOLLOW no symbolic link below `directory` is followed ("ELOOP").
 * On failure nothing is left behind. 0 or -1, stage "write". */
int file_write(const char *directory, const char *name, const struct bytes *bytes, int how,
               struct failure *failure);

/* The same in steps, for who has to do something before a complete file takes its name. */
struct file_unnamed {
    char temporary[TEMPORARY_SIZE];
    struct stat status; /* as it is complete: a name does not change its size and time */
    int file;           /* open, until file_sync() or file_forget(); -1: it is closed */
};

/* Writes into a temporary file in `parent`, an open directory; `base` is what it will be called
 * there. `before`: the name of a temporary file of this process, of which the new one's is made;
 * NULL: there is none. With FILE_SYNC it is going to be synced: it stays open, and the system
 * begins to write it to the disk. 0, or -1 with errno, and nothing is left behind. */
int file_write_unnamed(int parent, const char *base, const char *before, const struct bytes *bytes,
                       int how, struct file_unnamed *file);
/* Returns when its bytes are on the disk, and closes it. 0, or -1 with errno. */
int file_sync(int parent, struct file_unnamed *file);
/* Closes it, to be opened again where it is synced: for who has too many open. */
void file_leave(struct file_unnamed *file);
/* Gives it its name. 0, or -1 with errno: it is still there. */
int file_name(int parent, const struct file_unnamed *file, const char *base, int how);
void file_forget(int parent, struct file_unnamed *file);

/* What to say of an errno of these. Always -1. */
int file_write_failure(int error, int how, struct failure *failure);

/* Opens directory/below, a directory, made if `make`; without FILE_FOLLOW, through no symbolic link
 * below `directory`. The caller closes it; -1 with errno, ELOOP for a link. */
int file_enter(const char *directory, const char *below, int how, bool make);

/* mkdir -p. 0, or -1 with errno. */
int file_make_directory(const char *path);

/* Removes a file: 0 also if it is not there, as a network's file system says that repeats a request
 * whose answer was lost. -1 with errno. */
int file_remove(int directory, const char *name);

/* Tries to create and remove a file in `directory` (made if missing), and removes what killed
 * processes left there: 0, or -1 with errno. */
int file_probe_directory(const char *directory);

#endif
