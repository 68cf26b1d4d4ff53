/* What builds, their revisions and the answers about them are called. */
#ifndef PARALLAX_SAY_HISTORIES_NAME_H
#define PARALLAX_SAY_HISTORIES_NAME_H

#include "analysis/data/history.h"

extern const char *const histories_answers[EQUIVALENCES]; /* "undecided", "equal", … */

/* "A", … "Z", "#27", … */
void histories_name(size_t build, char *buffer, size_t size);

/* The revision of Parallax; "unknown"; joined by " + " where there are several. Safe for a
 * terminal, as the next. */
void histories_revision(const struct cells *build, char *buffer, size_t size);

/* "; compiler GCC 13.1.0; flags -O3": what a build has in other ways than one of the others, by its
 * first study; but for the revision. "" where that is all. */
void histories_apart(const struct history *history, size_t build, char *buffer, size_t size);

/* "omp block 1x2", of the first build that has the cell. */
void histories_cell(const struct history *history, const struct history_cell *cell, char *buffer,
                    size_t size);

#endif
