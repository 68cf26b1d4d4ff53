/* A watchdog: hears from the workers of a child what each waits for, and notices when all is
 * silent because they wait for each other. */
#ifndef PARALLAX_PROBES_DOG_H
#define PARALLAX_PROBES_DOG_H

#include <stdbool.h>

#include "drivers/probes/child.h"

enum { DOG_WORKERS = 8, DOG_TEXT = 160 };

enum dog_verdict {
    DOG_FINISHED, /* every worker came to its end */
    DOG_DEADLOCK, /* some wait for each other, in a circle */
    DOG_SILENT,   /* nothing happens, for another reason */
    DOG_ENDED     /* the child left before its workers were done */
};

struct dog_report {
    enum dog_verdict verdict;
    double seconds;          /* from the last sign of life; where it finished: from the first */
    char text[4 * DOG_TEXT]; /* who waits for what: "worker 0 holds lock A and waits …; …" */
};

/* Reads lines of workers 0 .. workers-1 until the verdict:
 *   N waits M TEXT   worker N cannot go on before worker M does something; TEXT says what for
 *   N goes           it goes on
 *   N done           it has come to its end
 * Other lines are passed over. Silence of limit_s with a circle of waiting workers is a deadlock;
 * without one it takes patience_s to be called silent. `workers` is at most DOG_WORKERS; each is
 * called `noun` N. The child is left as it is. */
void dog_watch(struct child *child, const char *noun, int workers, double limit_s,
               double patience_s, struct dog_report *report);

#endif
