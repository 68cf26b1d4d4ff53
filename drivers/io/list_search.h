/* The work of list_find(), shared by its files: list_find.c, and list_from.c for lists in files. */
#ifndef PARALLAX_IO_LIST_SEARCH_H
#define PARALLAX_IO_LIST_SEARCH_H

#include "drivers/io/bytes.h"
#include "drivers/io/list.h"

/* What is known while it works. */
struct search {
    struct walk_found found;
    struct walk_rules rules;
    char *root; /* absolute: --root, or what all inputs so far have in common */
    bool root_given;
    struct bytes names; /* char *, for items up to the last that has one: what its output is called,
                           as a table says; NULL: by its path */
};

/* -1 with *failure. */
int list_no_memory(struct failure *failure);

/* One path as it was named: a directory is searched, a pattern expanded (with `patterns`, and if
 * there is no file of that name). -1: no memory. */
int list_search_path(struct search *search, const char *path, bool patterns);

/* One path that is a file, or missing: status NULL. -1: no memory. */
int list_search_file(struct search *search, const char *path, const struct stat *status);

/* All that options->files_from names. -1 with *failure. */
int list_search_from(struct search *search, const struct list_options *options,
                     struct failure *failure);

/* The name that item i was given; NULL: none. */
const char *list_search_name(const struct search *search, int i);

void list_search_free(struct search *search);

#endif
