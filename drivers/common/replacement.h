/* A text file that takes its name when it is whole; what had the name stays until then. */
#ifndef PARALLAX_COMMON_REPLACEMENT_H
#define PARALLAX_COMMON_REPLACEMENT_H

#include <stdio.h>

struct replacement {
    FILE *out; /* for the caller to write to */
    char *path, *temporary;
};

/* Why nothing may be written under the name `path`: a link, a directory, a FIFO … has it. NULL:
 * it is free, or a regular file's. Opens nothing. */
const char *replacement_refusal(const char *path);

/* Begins a file that is to be called `path`, in that one's directory. 0, or -1 with errno (EINVAL:
 * replacement_refusal() says more). */
int replacement_begin(struct replacement *replacement, const char *path);

/* Ends it: all of it is there under its name, with the permissions of what it replaces. 0, or -1
 * with errno: then what had the name before is as it was, and the new file is gone. */
int replacement_finish(struct replacement *replacement);

/* Ends it without a trace. */
void replacement_abandon(struct replacement *replacement);

#endif
