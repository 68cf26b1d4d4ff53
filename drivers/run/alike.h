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

struct alike_found {
    enum alike alike;
    char text[ALIKE_TEXT]; /* as alike_judge() says it */
};

/* DESIGN. Where outputs are made, ranks that are other programs are refused, as ranks with other
 * arguments are: versions may differ in pixels, and nothing in the outputs would tell which of them
 * are whose. No build is for one kind of CPU, so that one program is right on all nodes. What is
 * measured is recorded, said, and compared with no other; and so is all work on other CPUs, which
 * make the same pixels. */

/* What a launcher has started, which may put ranks anywhere; ranks that a program has made itself
 * are alike. 0, or -1 if they may not `make` outputs. Collective; *found is rank 0's. */
int alike_find(struct team *team, bool make, struct alike_found *found);

#endif
