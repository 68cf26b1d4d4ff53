/* Where verbs write to: directories that are made, files that take their name when they are whole.
 */
#ifndef PARALLAX_VERBS_OUTPUT_H
#define PARALLAX_VERBS_OUTPUT_H

#include "analysis/data/files.h"
#include "drivers/common/replacement.h"

/* Each returns 0 or an exit code, after it said why on stderr; `who`: "parallax VERB". */

/* Makes the directory and those above it where they are missing. */
int output_directory(const char *who, const char *directory);

/* Begins a file, which replaces a regular one of that name; the caller prints to file->out.
 * output_finish() ends it in any case. */
int output_begin(struct replacement *file, const char *who, const char *path);
int output_finish(struct replacement *file, const char *who, const char *path);

/* Refuses an output that is one of the files which are read. */
int output_is_no_input(const char *who, const char *path, const struct files *files);

#endif
