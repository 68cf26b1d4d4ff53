/* A lock of a source or a sink, inside which a process's workers take turns. */
#ifndef PARALLAX_IO_LOCK_H
#define PARALLAX_IO_LOCK_H

struct lock;

/* NULL: no memory. lock_free() takes NULL, too; nobody may hold it. */
struct lock *lock_make(void);
void lock_free(struct lock *lock);

/* Waits until no other thread holds it. Not to be taken twice. */
void lock_take(struct lock *lock);
void lock_give(struct lock *lock);

#endif
