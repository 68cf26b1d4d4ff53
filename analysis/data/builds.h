/* What programs were built of and what they ran under: what tells builds of Parallax apart. */
#ifndef PARALLAX_DATA_BUILDS_H
#define PARALLAX_DATA_BUILDS_H

#include <stddef.h>

#include "drivers/record/record.h"

enum build_part { BUILD_REVISION, BUILD_COMPILER, BUILD_KERNEL, BUILD_FLAGS, BUILD_PARTS };

struct build {
    const char *facts[BUILD_PARTS]; /* texts of the results; NULL: unknown, or no fact */
    char kernel[128];               /* releases of its nodes */
};

struct runs;

/* Fills the build of every run. */
void builds_find(struct runs *runs, const struct results *results);

/* A part as it was written, so not for a terminal yet; "": unknown. */
const char *build_part(const struct build *build, enum build_part part);

/* Orders builds; 0: they are alike in every part, and to the last character. */
int build_compare(const struct build *a, const struct build *b);

/* "at revision 1a2b3c4", "compiler GCC 12.2.0", …: appends one part to buffer[size]. */
void build_say_part(const struct build *build, enum build_part part, char *buffer, size_t size);

/* All of it in one text, safe for a terminal: "6.1.0-13-amd64; compiler GCC 12.2.0; …". */
void build_say(const struct build *build, char *buffer, size_t size);

#endif
