/* The memory that the processes of one program share; private to processes*.c. */
#ifndef PARALLAX_MODELS_PROCESSES_SHARED_H
#define PARALLAX_MODELS_PROCESSES_SHARED_H

#include <stdatomic.h>
#include <stdint.h>

enum { SLOT_BYTES = 1 << 18 }; /* a message's piece: more than a row of the widest image */

struct processes_shared {
    _Alignas(64) atomic_int arrived; /* at the barrier of this round */
    atomic_uint round;
    _Alignas(64) atomic_llong dealt[2];
    _Alignas(64) atomic_int stop; /* enum stop: somebody has stopped */
    int pixel_bytes;
    atomic_int left;              /* processes that came to their end */
    _Alignas(64) uint8_t slots[]; /* [ranks][SLOT_BYTES]; those not used cost no memory */
};

extern struct processes_shared *processes_shared;

/* Returns once *round is no longer `seen`. */
void processes_wait(atomic_uint *round, unsigned seen);

/* Raises *round and wakes all that wait for it. */
void processes_wake(atomic_uint *round);

#endif
