/* Images by the endings of their names that no codec here reads: told of where they are met. */
#ifndef PARALLAX_IO_CODECS_FOREIGN_H
#define PARALLAX_IO_CODECS_FOREIGN_H

#include <stdio.h>

enum { FOREIGN_KINDS = 38 };

/* How many files of each kind were passed over. */
struct foreign {
    int count[FOREIGN_KINDS];
};

/* Without the dot. */
extern const char *const foreign_endings[FOREIGN_KINDS];

/* Counts a file of this name, which no codec of this build has, if an image is called so. */
void foreign_add(struct foreign *foreign, const char *name);

/* So many in all. */
int foreign_total(const struct foreign *foreign);

/* "2 .heic, 1 .gif": the most frequent kind first. Nothing where there are none. */
void foreign_print(FILE *out, const struct foreign *foreign);

#endif
