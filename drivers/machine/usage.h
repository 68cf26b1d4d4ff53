/* What a thread, a process and a machine have used of their CPUs, and what was taken from them. */
#ifndef PARALLAX_MACHINE_USAGE_H
#define PARALLAX_MACHINE_USAGE_H

#include <stdint.h>

struct usage {
    double cpu_s;                 /* CPU time */
    int64_t involuntary_switches; /* times that it lost its CPU to another; -1: unknown */
    double ready_s;               /* it could have run and had no CPU; NaN: unknown */
};

/* Of the calling thread since its start. Costs some microseconds: a file is read. */
struct usage usage_of_thread(void);

/* CPU time of this process and its threads so far, in seconds; NaN: unknown. */
double usage_of_process(void);

/* CPU time so far of the processes that PARALLAX_COMPANIONS names ("123,456"): they are no part of
 * the program, and serve it. 0: none; one that is gone counts no more. */
double usage_of_companions(void);

/* CPU time of a machine since it was started, over all its CPUs, in seconds (steps of 10 ms). NaN:
 * unknown. */
struct usage_machine {
    double busy_s;   /* of whatever ran on them */
    double stolen_s; /* that the host gave to others */
};

/* The second one looks for /proc below `root`. */
struct usage_machine usage_of_machine(void);
struct usage_machine usage_below(const char *root);

#endif
