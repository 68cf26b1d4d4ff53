/* What older programs meant by what they wrote; private to record/. */
#ifndef PARALLAX_RECORD_OLDER_H
#define PARALLAX_RECORD_OLDER_H

#include <hdf5.h>

#include "drivers/record/record.h"

/* Fills what follows from other fields of a run in a file of schema 1: who was asked to deal, why
 * the run must not be compared, what its model can have. Leaves runs of newer schemas as they are.
 */
void older_settle(struct run_row *row, int schema);

/* The schema of a file whose attributes cannot be read, by the fields that its table of runs has;
 * of another table: ours. */
int older_schema(hid_t type);

#endif
