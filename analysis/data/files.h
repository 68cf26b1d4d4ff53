/* Results files: found in directories, and read into one set. */
#ifndef PARALLAX_DATA_FILES_H
#define PARALLAX_DATA_FILES_H

#include <stddef.h>

#include "drivers/record/record.h"

/* What came of reading a file. */
struct file_outcome {
    int code;         /* of record_read() */
    char *message;    /* why not, or a warning; "" */
    size_t run_count; /* that no file before it held */
};

struct files {
    char **paths; /* sorted bytewise, each once */
    size_t count, capacity;
    size_t unseen; /* directories below operands that could not be searched, links to nothing */
    struct file_outcome *outcomes; /* [count], in their order; NULL: not yet read */
};

/* Collects operands: a file is taken whatever its name, a directory is searched recursively for
 * *.h5 (not hidden ones, not through links to directories). Returns 0; EXIT_NO_INPUT, after saying
 * why on stderr, when an operand does not exist or nothing was found. *files is to be freed in
 * either case. */
int files_collect(struct files *files, int count, char **operands);
void files_free(struct files *files);

/* "parallax: MESSAGE" on stderr, for a terminal; the message names its file. */
void files_warn(const char *message);

/* Reads one file, as record_read(); its warnings go to stderr. */
int files_read_one(const char *path, struct results *results, char *message, size_t size);

/* Reads all files, once. A bad one is named on stderr and left out. Returns 0; EXIT_SOME_FAILED
 * when some were bad; the first one's code when all were. */
int files_read(struct files *files, struct results *results);

#endif
