/* Why images failed: how often, and an example that says what to do. */
#ifndef PARALLAX_RUN_FAILURE_CAUSES_H
#define PARALLAX_RUN_FAILURE_CAUSES_H

#include <stdio.h>

#include "drivers/common/failure.h"
#include "drivers/models/model.h"

enum { CAUSES = 64 };

/* Of one process; zero-filled: none. Further causes than there is room for count as the last. */
struct causes {
    struct cause {
        char stage[16], code[24];
        uint64_t count;
    } of[CAUSES];
    const char *path[CAUSES]; /* the first that failed so; with its failure, the caller's */
    const struct failure *failure[CAUSES];
};

void causes_add(struct causes *causes, const char *path, const struct failure *failure);

/* Prints on `words` (NULL: nothing) the most frequent causes of all processes, each with its count
 * and an example. Collective; rank 0 prints. */
void causes_print(struct team *team, const struct causes *mine, FILE *words);

#endif
