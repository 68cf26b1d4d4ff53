/* What writing and reading the results file have in common with HDF5; private to record*.c. */
#ifndef PARALLAX_RECORD_HDF5_H
#define PARALLAX_RECORD_HDF5_H

#include <hdf5.h>
#include <stdbool.h>

#include "drivers/record/record.h"
#include "drivers/record/tables.h"

/* To be called before all else, any number of times. From then on HDF5 prints no errors, in the
 * whole process; record_hdf5_cause() has them. */
void record_hdf5_start(void);

/* The innermost text of the last HDF5 error. Static storage; valid until the next error. */
const char *record_hdf5_cause(void);

/* Lets go of an identifier of any kind; a negative one is none. */
void record_hdf5_release(hid_t id);

/* How all results files are opened: closing one closes what is in it. Without `locks` HDF5 asks
 * for none. Negative: HDF5 failed. The caller releases it. */
hid_t record_hdf5_access(bool locks);

/* Makes an empty file in place of the one at `path`, which is ours alone, behind a block of
 * RECORD_SEAL_BYTES zeros; message: "", or the warning that there are no locks. Negative: HDF5
 * failed. */
hid_t record_hdf5_create(const char *path, char *message, size_t message_size);

/* Makes sure that the disk has room for `bytes` more of data: when HDF5 meets a full disk it has
 * already written half of what belongs together. 0, or -1 with the cause. */
int record_hdf5_reserve(hid_t file, size_t bytes);

/* Flushes, gives back what was reserved and not used, closes. 0, or -1 with the cause; *file is
 * negative then if HDF5 has tried to close it, which must not be asked twice. */
int record_hdf5_close(hid_t *file);

/* How `count` rows of at most `size` bytes are moved: HDF5 would clear a megabyte for every table,
 * however small, and for every block; 64 kB stay in the cache. Negative: HDF5 failed. The caller
 * releases it. */
hid_t record_hdf5_transfer(size_t size, size_t count);

/* Makes the table `first + count` rows long and writes the last `count`, each of the size of `type`
 * in memory. 0, or -1 with the cause. */
int record_hdf5_write(hid_t dataset, hid_t type, const void *rows, size_t first, size_t count);

/* The bytes of one row as HDF5 sees it in memory: the structure, behind it the long text
 * if the table has one. */
size_t record_hdf5_stride(const struct record_table *table, size_t long_size);

/* The bytes that the longest of the values needs, its terminator included; at least 1. */
size_t record_hdf5_width(const struct fact_row *rows, size_t count);

/* Puts facts with their values behind them into `block`, which has room for count * stride bytes.
 */
void record_hdf5_widen(const struct fact_row *rows, size_t count, char *block, size_t stride);

/* Adds `field` to the compound `type` of such a row. long_size: bytes of a long text with its
 * terminator; cset: of the text in the file (HDF5 converts none). 0, or -1: HDF5 failed. */
int record_hdf5_insert(hid_t type, const struct record_table *table,
                       const struct record_field *field, size_t long_size, H5T_cset_t cset);

#endif
