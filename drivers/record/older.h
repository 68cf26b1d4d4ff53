/* What older programs meant by what they wrote; private to record/. */
#ifndef PARALLAX_RECORD_OLDER_H
#define PARALLAX_RECORD_OLDER_H

#include "drivers/record/record.h"

/* Fills what follows from other fields of a run in a file of schema 1: who was asked to deal, why
 * the run must not be compared, what its model can have. Leaves runs of newer schemas as they are.
 */
void older_settle(struct run_row *row, int schema);

#endif
