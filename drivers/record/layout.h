/* Makes an empty results file: the root's attributes, and the tables with theirs; private to
 * record*.c. */
#ifndef PARALLAX_RECORD_LAYOUT_H
#define PARALLAX_RECORD_LAYOUT_H

#include "drivers/record/hdf5.h"

/* The attribute that tells a file of derived tables from one of runs. */
#define RECORD_LAYOUT_DERIVED "derived_schema"

/* Writes the root's attributes (status: running) and makes the group /provenance. Returns NULL, or
 * the name of what HDF5 could not write. */
const char *record_layout_root(hid_t file, const char *title, const char *uuid,
                               const char *created);

/* The root's attributes of a file of derived tables; as above. */
const char *record_layout_derived(hid_t file, const char *title, const char *schema);

/* Sets the attribute `status`, at most 15 bytes. 0, or -1: HDF5 failed. */
int record_layout_status(hid_t file, const char *status);

/* Creates a table without rows; a long text gets long_size bytes, its terminator included. *dataset
 * and *type (of a row in memory, see record_hdf5_stride) are the caller's, negative if not made. 0,
 * or -1: HDF5 failed. */
int record_layout_table(hid_t file, const struct record_table *table, size_t long_size,
                        hid_t *dataset, hid_t *type);

/* Makes a table anew, for longer texts. *dataset and *type are those of the old one before. */
int record_layout_again(hid_t file, const struct record_table *table, size_t long_size,
                        hid_t *dataset, hid_t *type);

#endif
