/* Command lines, run inside a test by a team or by the serial program. */
#ifndef PARALLAX_AGREE_RUN_LINE_H
#define PARALLAX_AGREE_RUN_LINE_H

#include "drivers/run/run.h"

struct outcome {
    int code;     /* as the program would exit */
    bool refused; /* the command line was; message says why */
    char message[OPTIONS_MESSAGE];
    struct measurement m; /* without samples */
    int64_t wrong;        /* units that verification found different */
};

/* Runs what "<kernel>_<model> line" would: the real parser and harness, no results file. The words
 * of `line` have single blanks between them. Collective. */
struct outcome line_run(struct team *team, const struct kernel *kernel, const char *line);

/* The same by the serial program on rank 0; what came of it, on all ranks. */
struct outcome line_run_serial(struct team *team, const struct kernel *kernel, const char *line);

/* What is wished of a model: TEST_RANKS ranks where it makes them (else it decides how many),
 * started as TEST_START says (else by fork); a lock that is released or held in the kernel, as
 * TEST_LOCK says.
 */
struct wish line_wish(void);

/* Options that only some models take: "--distribute own" where there are processes, else "". */
const char *line_own(const struct team *team);

/* "--transfer shared" in every third line that asks, where results go to rank 0; else "". */
const char *line_transfer(const struct team *team);

/* Whether every rank has this number. Collective. */
bool team_has_one(struct team *team, uint64_t number);

/* An empty directory that all ranks have entered, and its removal by rank 0 once they have left.
 * Ends the program if it cannot be had. */
void line_enter_directory(struct team *team);
void line_leave_directory(struct team *team);

/* A file in it, on rank 0: a PNM image of 1 or 3 channels. */
void line_make_image(const char *name, struct shape shape);
void line_make_file(const char *name, const char *text);

#endif
