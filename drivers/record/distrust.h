/* What a hostile or damaged file could lie about, checked before HDF5 acts on it; private to
 * record*.c. */
#ifndef PARALLAX_RECORD_DISTRUST_H
#define PARALLAX_RECORD_DISTRUST_H

#include <hdf5.h>
#include <stdbool.h>
#include <stdint.h>

/* Whether the object at `path` is in this very file: no link may lead us to another. */
bool record_distrust_path(hid_t file, const char *path);

/* Whether the members of a compound lie within it and are no more than fit: HDF5 takes a damaged
 * offset or size for granted and reads wherever it leads. */
bool record_distrust_compound(hid_t stored);

/* Whether HDF5 can read the dataset from this file alone, in memory of a sensible size, and whether
 * the file can hold as many rows as it says. */
bool record_distrust_storage(hid_t dataset, size_t row_size, uint64_t rows);

#endif
