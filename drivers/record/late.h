/* Writing results files as a module, so that a program loads HDF5 when it writes one: private to
 * late.c, which has the functions of record.h, and module.c, which calls them in the module. */
#ifndef PARALLAX_RECORD_LATE_H
#define PARALLAX_RECORD_LATE_H

#include "drivers/record/record.h"

#define RECORD_MODULE "parallax_record"
#define RECORD_LAYOUT                                                                              \
    (sizeof(struct record_writer) + 31 * sizeof(struct run_row) + 37 * sizeof(struct node_row) +   \
     41 * sizeof(struct fact_row) + 43 * sizeof(struct sample_row) +                               \
     47 * sizeof(struct worker_row) + 53 * sizeof(struct span_row) +                               \
     59 * sizeof(struct point_row))

/* See record.h. */
struct record_writer {
    void (*library)(char *compiled, char *linked, size_t size);
    struct record *(*create)(const char *path, const char *title, const char *uuid,
                             const char *created, char *message, size_t message_size);
    const char *(*message)(const struct record *record);
    int (*put_runs)(struct record *record, const struct run_row *rows, size_t count);
    int (*put_facts)(struct record *record, const struct fact_row *rows, size_t count);
    int (*put_nodes)(struct record *record, const struct node_row *rows, size_t count);
    int (*add_samples)(struct record *record, const struct sample_row *rows, size_t count);
    int (*add_workers)(struct record *record, const struct worker_row *rows, size_t count);
    int (*add_spans)(struct record *record, const struct span_row *rows, size_t count);
    int (*add_points)(struct record *record, const struct point_row *rows, size_t count);
    int (*flush)(struct record *record);
    int (*close)(struct record *record, const char *status, char *message, size_t message_size);
    void (*abandon)(struct record *record);
};

#endif
