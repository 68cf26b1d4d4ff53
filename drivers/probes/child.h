/* A child process whose lines are read: another program, or a function of this one. It may hang:
 * whoever waits for a line says for how long, and who is ended leaves nobody behind. */
#ifndef PARALLAX_PROBES_CHILD_H
#define PARALLAX_PROBES_CHILD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>
#include <sys/types.h>

struct child {
    pid_t pid;
    int out;      /* its standard output, to be read */
    FILE *errors; /* what it said on standard error */
    char text[1024];
    size_t used; /* bytes of text that are no line yet */
};

/* What a child does that is no program: returns its exit code. Lines go to descriptor 1. */
typedef int child_fn(void *context);

/* Starts argv[0], looked for in PATH, or a function; standard input is empty. The child and its
 * own are a process group. 0, or -1 with errno and nothing to end. */
int child_start(struct child *child, char *const *argv);
int child_call(struct child *child, child_fn *function, void *context);

/* The next line, without its end: 1; 0: none came within so many seconds; -1: there will be no
 * more. */
int child_line(struct child *child, double seconds, char *line, size_t size);

/* Waits for its end (at most so many seconds; longer than that, or `now`: it is told to end, then
 * made to) and frees what it held. Its exit code; 128 + N: ended by signal N. In why[size], where
 * it failed: what it said first. */
int child_end(struct child *child, double seconds, bool now, char *why, size_t size);

/* The path of a program that stands beside this one; false: there is none. */
bool child_beside(const char *name, char *path, size_t size);

#endif
