/* The most memory that processes of one node have had together. */
#ifndef PARALLAX_RUN_PEAK_H
#define PARALLAX_RUN_PEAK_H

#include "drivers/record/record.h"

struct peak {
    char node[64];
    int64_t bytes; /* the sum of each process's own peak: what they share is counted for each; 0:
                      unknown */
};

/* The node with the most, by workers' rows [ranks * threads], rank after rank. */
void peak_find(struct peak *peak, const struct worker_row *rows, size_t ranks, size_t threads);

#endif
