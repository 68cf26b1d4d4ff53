/* The list of input files: found on one process, sent as one block of text to the others. */
#ifndef PARALLAX_IO_LIST_H
#define PARALLAX_IO_LIST_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "drivers/common/failure.h"
#include "drivers/io/table.h"
#include "drivers/io/walk.h"

/* Item i is read from list_path(i) and its result is written below the output directory as
 * list_name(i): the path below the common parent of all inputs (or --root), never absolute, never
 * with "..". */
struct list {
    char *text; /* "path\0name\0" per item: what is sent to other processes */
    size_t text_size, text_capacity;
    size_t *offset; /* of each item's path; made by list_index() */
    char *hidden;   /* what a source alone may know of the items, in its own form, and nobody shows;
                       NULL: nothing. Sent as well */
    size_t hidden_size;
    int count;
    int skipped; /* FIFOs, devices, sockets and circles of links: no images by intention */
    struct foreign foreign;     /* images by their names, of formats that nobody here reads */
    struct walk_look *looks;    /* [count] at the file of each item, on the process that found the
                                   list; NULL on others, and where items are no files */
    int64_t bytes;              /* sum of the sizes of the files, as far as known */
    int unseen_count;           /* what may have images in it, and could not be looked at */
    struct walk_unseen *unseen; /* … on the process that found the list, NULL on others */
    uint64_t fingerprint; /* of all names and sizes, or URLs: whether two runs had the same input */
};

struct list_options {
    char *const *inputs; /* files and directories, as given */
    int count;
    const char *files_from;  /* a file of paths, one a line; "-" standard input; NULL: none */
    bool null_separated;     /* … separated by NUL bytes */
    int table_kind;          /* enum table_kind: what the file of paths is */
    struct table_wish table; /* … which columns, where it is a table */
    const char *root;        /* NULL: the common parent */
    const char *exclude;    /* a directory not to descend into (the output directory); NULL: none */
    const atomic_int *stop; /* not 0: give up; NULL: never */
    bool names; /* wanted alone: files that are found count as empty, as nobody looks at them */
};

/* Finds all inputs: what a pattern stands for, if no file has its name; directories recursively,
 * sorted by bytes, taking files whose extension is a known codec's (other files in a directory are
 * passed over, those of other images counted in `foreign`; dot files too); named files whatever
 * their name. Symbolic links to files are followed, to directories only when named; FIFOs, devices
 * and sockets are counted in `skipped`, never opened; what cannot be seen inside a directory is in
 * `unseen`. A path that is named and does not exist becomes an item all the same and fails when it
 * is read. A list's lines may end with CR LF, or all with CR. A table's paths are below the root,
 * or else the working directory, without "..". Returns 0, or -1 with *failure (stage "list"; code
 * "EINTR": `stop` was set). */
int list_find(struct list *list, const struct list_options *options, struct failure *failure);

/* Builds `offset` and `count` from text, after it was received. 0, or -1 when out of memory. */
int list_index(struct list *list);

/* The file of an item: as it was when the list was found, or else as it is now; -1 bytes: there is
 * none. */
struct walk_look list_look(const struct list *list, int item);

const char *list_path(const struct list *list, int item);
const char *list_name(const struct list *list, int item);
void list_free(struct list *list);

#endif
