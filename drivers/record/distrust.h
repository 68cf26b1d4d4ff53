/* What a hostile or damaged file could lie about, checked before HDF5 acts on it; private to
 * record*.c. */
#ifndef PARALLAX_RECORD_SOUND_H
#define PARALLAX_RECORD_SOUND_H

#include <hdf5.h>
#include <stdbool.h>
#include <stdint.h>

/* Whether the object at `path` is in this very file: no link may lead us to another. */
bool record_sound_path(hid_t file, const char *path);

/* Whether the members of a compound lie within it and are no more than fit: HDF5 takes a damaged
 * offset or size for granted and reads wherever it leads. */
bool record_sound_compound(hid_t stored);

/* Whether HDF5 can read the dataset from this file alone, in memory of a sensible size, and whether
 * the file can hold as many rows as it says. */
bool record_sound_storage(hid_t dataset, size_t row_size, uint64_t rows);

#endif
