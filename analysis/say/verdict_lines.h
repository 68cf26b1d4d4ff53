/* The five lines of a verdict, from its facts. */
#ifndef PARALLAX_SAY_VERDICT_LINES_H
#define PARALLAX_SAY_VERDICT_LINES_H

#include "analysis/say/verdict_line.h"

struct verdict_lines {
    struct verdict_line answer; /* an instruction: what to do, with the command to type */
    struct verdict_line speed;  /* how fast that is, and how much faster */
    struct verdict_line why;    /* what it is compared with, and where the time goes */
    struct verdict_line trust;  /* how sure it is, and what could not be seen */
    struct verdict_line limit;  /* up to where it was measured */
};

/* Fills all five: none is empty. */
void verdict_lines_make(struct verdict_lines *lines, const struct verdict_facts *facts);

/* --- One each --- */
void verdict_answer(struct verdict_line *line, const struct verdict_facts *facts);
void verdict_speed(struct verdict_line *line, const struct verdict_facts *facts);
void verdict_why(struct verdict_line *line, const struct verdict_facts *facts);
void verdict_trust(struct verdict_line *line, const struct verdict_facts *facts);
void verdict_limit(struct verdict_line *line, const struct verdict_facts *facts);

#endif
