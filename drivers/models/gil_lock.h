/* One lock for all threads of a process, by the protocol of CPython's global interpreter lock
 * (Python/ceval_gil.c). */
#ifndef PARALLAX_MODELS_GIL_LOCK_H
#define PARALLAX_MODELS_GIL_LOCK_H

#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

/* How often it went from one thread to another. */
struct gil_lock_counts {
    int64_t switches; /* taken by another thread than the one before; the first taking is one */
    int64_t handed;   /* of these, because it was asked for */
    double handing_s; /* of these, from giving it up until it was taken: nobody computed */
};

/* Threads are known by a number each, from 0. */
struct gil_lock {
    pthread_mutex_t mutex;
    pthread_cond_t freed, taken;
    atomic_bool asked; /* a thread has waited for an interval, and still waits */
    bool held;
    int holder;      /* or who held it last; -1: nobody yet */
    bool handing;    /* it was given up since it was asked for, and not yet taken */
    double given_at; /* … when */
    double interval; /* seconds */
    struct gil_lock_counts counts;
};

/* 0, or -1 if the system has no such lock to give. */
int gil_lock_start(struct gil_lock *lock, double interval);
void gil_lock_stop(struct gil_lock *lock); /* nobody holds it or waits for it */

/* Returns once the calling thread, number `who`, holds the lock, which it does not yet. It waits
 * for an interval, and asks for the lock if it has not changed hands meanwhile; else it waits for
 * another one. */
void gil_lock_take(struct gil_lock *lock, int who);

/* The holder gives it up. Where it was asked for, it also waits until another thread has taken it:
 * without that the one that runs already would take it again before another has woken up. */
void gil_lock_give(struct gil_lock *lock);

/* The holder's boundary: gives the lock up and takes it again if it was asked for, else does
 * nothing. */
static inline void gil_lock_pass(struct gil_lock *lock, int who)
{
    if (!atomic_load_explicit(&lock->asked, memory_order_relaxed))
        return;
    gil_lock_give(lock);
    gil_lock_take(lock, who);
}

/* What was counted since gil_lock_start(). */
struct gil_lock_counts gil_lock_counts(struct gil_lock *lock);

#endif
