/* Whether the ranks of a run are alike: one program on one kind of CPU. */
#ifndef PARALLAX_RUN_ALIKE_H
#define PARALLAX_RUN_ALIKE_H

#include "drivers/models/model.h"

enum alike { ALIKE, ALIKE_NOT_CPUS, ALIKE_NOT_PROGRAMS };

enum { ALIKE_TEXT = 400 };

/* What a rank finds of itself; "" and 0 where it cannot, which is alike to all. */
struct alike_rank {
    char cpu_model[96];
    uint64_t program; /* hash of the file that it runs */
};

/* Compares all with rank 0's; text[ALIKE_TEXT] names the first that differs, other programs before
 * other CPUs, or is "". */
enum alike alike_judge(const struct alike_rank *rank, int ranks, char *text);

/* What a launcher has started, which may put ranks anywhere; ranks that a program has made itself
 * are alike. Collective; the answer and text[ALIKE_TEXT] are rank 0's. */
enum alike alike_find(struct team *team, char *text);

#endif
