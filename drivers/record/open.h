/* Opens a results file and its tables without believing them; private to record*.c. Functions
 * return 0, or an exit code after they filled the message. */
#ifndef PARALLAX_RECORD_OPEN_H
#define PARALLAX_RECORD_OPEN_H

#include <stdbool.h>
#include <stdint.h>

#include "drivers/record/hdf5.h"
#include "drivers/record/seal.h"

enum { RECORD_UNKNOWN = -1 }; /* schema */

/* No text of ours comes near this; HDF5 would allocate whatever a file says. */
enum { RECORD_LONG_TEXT_MAX = 64 << 20 };

struct record_source {
    const char *path;
    char *message; /* the caller's */
    size_t message_size;
    int descriptor;        /* of the file, which it keeps locked; negative: not open */
    bool locks;            /* HDF5 is to lock it too */
    uint64_t size;         /* bytes */
    enum record_seal seal; /* as it was found */
    hid_t file;
    int schema;
};

/* Fills the message, printf-like, after the path; returns `code`. */
int record_refuse(const struct record_source *source, int code, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* Looks at source->path without HDF5: sets descriptor, locks, size and seal. Waits for a program
 * that has locked it, warns in the message where there are no locks, else leaves it empty. The
 * caller closes the descriptor, if there is one, on failure too. */
int record_look(struct record_source *source);

/* Opens the file, which was looked at; sets file and schema. The caller closes file with H5Fclose.
 */
int record_open(struct record_source *source);

/* The same for a damaged one, of which a copy in memory is opened: cut or not, it ends where it
 * ends. The schema is unknown. */
int record_open_copy(struct record_source *source);

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
