/* Opens a results file and its tables without believing them; private to record*.c. Functions
 * return 0, or an exit code after they filled the message. */
#ifndef PARALLAX_RECORD_OPEN_H
#define PARALLAX_RECORD_OPEN_H

#include <stdint.h>

#include "drivers/record/hdf5.h"

struct record_source {
    const char *path;
    char *message; /* the caller's */
    size_t message_size;
    hid_t file;
    int schema;
};

/* Fills the message, printf-like, after the path; returns `code`. */
int record_refuse(const struct record_source *source, int code, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* Opens source->path; sets file and schema. The caller closes file with H5Fclose. */
int record_open(struct record_source *source);

struct record_opened {
    hid_t dataset, type; /* type: of a row in memory, with the fields that the file has */
    uint64_t rows;
    size_t stored;  /* bytes of a row in the file */
    size_t stride;  /* bytes from row to row in memory */
    char *defaults; /* one such row: what fields say that the file does not have */
};

/* Opens one table. On success the caller closes it. */
int record_open_table(const struct record_source *source, const struct record_table *table,
                      struct record_opened *opened);
void record_close_table(struct record_opened *opened);

#endif
