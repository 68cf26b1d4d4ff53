/* What stands where in a shard that is an HDF5 file. Functions return -1 where HDF5 failed. */
#ifndef PARALLAX_IO_SINKS_HDF5_LAYOUT_H
#define PARALLAX_IO_SINKS_HDF5_LAYOUT_H

#include <hdf5.h>

#include "drivers/io/sinks/shards.h"

/* How long the texts of a row are at most. */
struct hdf5_texts {
    size_t name, source;
};

/* An open file; 0: not open. */
struct hdf5_layout {
    hid_t file, bytes, index, row; /* row: the type of the index, in memory and in the file */
    struct hdf5_texts texts;
    size_t row_size;
};

/* A new file, empty but for its tables, whose chunks have so many bytes and rows. */
int hdf5_layout_create(struct hdf5_layout *layout, const char *path, struct hdf5_texts texts,
                       hsize_t chunk, hsize_t rows);
/* Writes the row of an item to row[layout->row_size]. */
void hdf5_layout_row(const struct hdf5_layout *layout, const struct shard_item *item,
                     uint64_t offset, uint8_t *row);
/* So many bytes and rows stay, from the first on. */
int hdf5_layout_cut(const struct hdf5_layout *layout, uint64_t bytes, uint64_t rows);
/* What has been written is in the file, which can be opened from here on. */
int hdf5_layout_flush(const struct hdf5_layout *layout);
/* All is written: closes the file and what is in it. */
int hdf5_layout_complete(struct hdf5_layout *layout);
/* Closes whatever is open. */
void hdf5_layout_close(struct hdf5_layout *layout);

/* The file at `path` again, to be mended: the table's row is not known. */
int hdf5_layout_open(struct hdf5_layout *layout, const char *path);

/* Part of /bytes, of an open table or of a file. */
int hdf5_layout_read(hid_t bytes, uint64_t offset, size_t size, uint8_t *data);
int hdf5_layout_read_file(const char *path, uint64_t offset, size_t size, uint8_t *data);

/* A file that has the files `names` beside it as its groups. */
int hdf5_layout_link(const char *path, char *const *names, int count);

#endif
