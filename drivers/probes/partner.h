/* Somebody who gets an image and gives it back: a thread, or a process by pipe, socket or shared
 * memory. */
#ifndef PARALLAX_PROBES_PARTNER_H
#define PARALLAX_PROBES_PARTNER_H

#include <pthread.h>
#include <stdint.h>

#include "drivers/probes/child.h"
#include "drivers/probes/repeat.h"

enum partner_kind { PARTNER_POINTER, PARTNER_SHARED, PARTNER_PIPE, PARTNER_SOCKET, PARTNER_KINDS };

struct partner {
    enum partner_kind kind;
    size_t bytes;           /* of the image */
    uint8_t *image;         /* ours; of a thread and of shared memory also theirs */
    uint8_t mark;           /* its first and last byte, which the partner counts up */
    int ours[2], theirs[2]; /* descriptors to read from and to write to */
    struct child child;
    pthread_t thread;
    pthread_mutex_t lock; /* of turn */
    pthread_cond_t changed;
    int turn; /* 0: ours, 1: theirs, -1: it is over */
};

/* Makes one for images of so many bytes, 2 or more. 0, or -1 and why[REPEAT_WHY]. */
int partner_start(struct partner *partner, enum partner_kind kind, size_t bytes, char *why);
void partner_stop(struct partner *partner);

/* A repeat function whose context is a struct partner: half the time until the image, looked at by
 * the partner, is back. An image that is not as it should be is a failure. */
repeat_fn partner_exchange;

/* The longest image, in bytes, of which the kernel takes all before the partner reads; infinite:
 * nothing is copied. */
double partner_limit(const struct partner *partner);

#endif
