/* Why experiments could not be made, as who would have made them noted beside the results. */
#ifndef PARALLAX_CLAIMS_REASONS_H
#define PARALLAX_CLAIMS_REASONS_H

#include <stddef.h>

enum { REASONS_MAX = 64 };

/* The file in a directory of results: a line for each claim, its number, a blank, a sentence. */
#define REASONS_FILE "claims.left-out"

struct reasons {
    struct reason {
        int number;
        char text[200];
    } list[REASONS_MAX];
    size_t count;
};

/* Reads the files of those operands that are directories. What is no such line is passed over, and
 * so are further ones than REASONS_MAX. */
void reasons_read(struct reasons *reasons, int count, char *const *operands);

/* Why the claim's experiment was left out, safe for a terminal; the last that was noted. NULL: it
 * was not. */
const char *reasons_find(const struct reasons *reasons, int number);

#endif
