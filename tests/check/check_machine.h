/* This machine's limits for one core, measured: memory bandwidth and 16-bit multiply-adds. */
#ifndef PARALLAX_CHECK_MACHINE_H
#define PARALLAX_CHECK_MACHINE_H

#include "tests/check/check_limits.h"
#include "tests/check/check_timing.h"

/* The ways to use a core to the full. */
enum machine_way { MACHINE_READ, MACHINE_COPY, MACHINE_STREAM, MACHINE_MULTIPLY, MACHINE_WAYS };

extern const char *const machine_way_names[MACHINE_WAYS];

enum { MACHINE_SETS = 3 };

struct machine_test {
    struct timed timed;
    const struct limits *limits;
    enum machine_way way;
    unsigned char *memory;
    double rate; /* 10^9 bytes or operations a second; NaN: cannot do it */
};

/* The instruction sets of this CPU, from the oldest to the newest. */
struct machine {
    char name[96];
    unsigned char *memory;
    int sets;
    unsigned cpu[MACHINE_SETS]; /* enum cpu_feature: what the set needs */
    struct machine_test tests[MACHINE_SETS][MACHINE_WAYS];
    const struct machine_test *memory_roof; /* set by machine_settle(): the highest bandwidth */
};

/* Finds out what there is to measure; ends the program when out of memory. */
void machine_open(struct machine *machine);

/* Fills items[] with what timing_run() shall time, at most MACHINE_SETS * MACHINE_WAYS; returns
 * their number. They point into *machine. */
int machine_items(struct machine *machine, struct timed **items);

/* Turns the medians into rates. */
void machine_settle(struct machine *machine, const struct timing *timing);

/* The set whose peak is the roof of a variant that needs `cpu`: the newest that needs no more. */
int machine_set(const struct machine *machine, unsigned cpu);

/* Prints the rates as a table. */
void machine_print(const struct machine *machine);

/* Frees the memory of the tests; their rates remain. */
void machine_close(struct machine *machine);

#endif
