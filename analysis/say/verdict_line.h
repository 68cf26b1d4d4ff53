/* One line of a verdict: whole sentences, as many as fit, in plain ASCII. */
#ifndef PARALLAX_SAY_VERDICT_LINE_H
#define PARALLAX_SAY_VERDICT_LINE_H

#include <stdbool.h>
#include <stddef.h>

#include "analysis/data/verdict_facts.h"

enum { VERDICT_COLUMNS = 91, VERDICT_WORDS = 256 }; /* behind the label; of one phrase */

struct verdict_line {
    char text[VERDICT_COLUMNS + 1];
};

/* Adds one sentence, after a blank if it is not the first; false, and nothing is added: there is no
 * room for all of it. What is not ASCII becomes a question mark. */
bool verdict_add(struct verdict_line *line, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* "2 threads", "one core", "2 processes of 4 threads": how a cell works. */
void verdict_way(const struct cell *cell, char *buffer, size_t size);

/* Three or four digits, no exponent: "1358", "0.52". */
void verdict_number(double value, char *buffer, size_t size);

/* "1.96 to 2.08", with two digits behind the point below 10, fewer above. */
void verdict_range(struct interval interval, char *buffer, size_t size);

/* "12,345" */
void verdict_count(long long count, char *buffer, size_t size);

#endif
