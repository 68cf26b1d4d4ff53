/* Finding the files below a directory. */
#ifndef PARALLAX_IO_WALK_H
#define PARALLAX_IO_WALK_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>
#include <sys/stat.h>

#include "drivers/common/failure.h"
#include "drivers/io/codecs/foreign.h"
#include "drivers/io/glob.h"

/* What may have images in it, and cannot be looked at. */
struct walk_unseen {
    char *path;
    struct failure failure; /* stage "list" */
};

/* What a look at a file told, so that nobody has to look again. */
struct walk_look {
    dev_t device;
    ino_t inode;
    int64_t bytes;    /* -1: it could not be looked at, and the rest is 0 */
    int64_t modified; /* nanoseconds since 1970 */
};

/* Growing arrays; zero-initialised is empty. */
struct walk_found {
    char **paths;
    struct walk_look *looks;
    int count, capacity, skipped;
    struct foreign foreign; /* files that were not taken, and are images by their names */
    struct walk_unseen *unseen;
    int unseen_count;
    const atomic_int *stop; /* not 0: walk_directory() gives up; NULL: never */
};

/* `status` NULL: there was none to be had. */
struct walk_look walk_look_of(const struct stat *status);

/* Appends a file; takes over `path`, also when it fails. 0, or -1 when out of memory (or path is
 * NULL). */
int walk_add(struct walk_found *found, char *path, struct walk_look look);

/* Appends to `unseen`; takes over `path`. The caller fills in the failure; NULL: no memory (or path
 * is NULL). */
struct failure *walk_add_unseen(struct walk_found *found, char *path);

/* What a walk leaves out. */
struct walk_rules {
    const struct stat *exclude; /* a directory that is not entered; NULL: none */
    const struct glob *glob;    /* what files have to match, instead of having a known ending; where
                                   its last part has no "." in it, they need both. NULL: none */
    bool names; /* all that is wanted: of what a directory says to be files one is looked at */
};

/* Appends the files with a known codec's extension below `directory`, sorted by the bytes of their
 * paths. Each costs one look, relative to its open directory; what cannot be an image, none. What
 * is no image by intention is counted in `skipped`: FIFOs, devices and sockets, links that lead in
 * circles; what is one by its name, of a format that no codec here reads, in `foreign`. What may be
 * one and cannot be seen goes to `unseen`, with the reason: a directory that
 * cannot be opened or read to its end or is nested more than 100 deep, a file or directory that
 * cannot be looked at, a link with a known extension that leads nowhere. Dot files and links to
 * directories are passed over. Uses no working directory: threads may run. "" is the working
 * directory, without its name in the paths. 0; 1 if the directory cannot be opened; -1 when out of
 * memory. */
int walk_directory(struct walk_found *found, const char *directory, const struct walk_rules *rules);

void walk_free(struct walk_found *found);
/* unseen NULL: does nothing. */
void walk_unseen_free(struct walk_unseen *unseen, int count);

#endif
