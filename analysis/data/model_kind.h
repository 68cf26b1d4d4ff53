/* What a model can have, by what the results file says of it: no model is known by its name. */
#ifndef PARALLAX_DATA_MODEL_KIND_H
#define PARALLAX_DATA_MODEL_KIND_H

#include "drivers/record/record.h"

/* In the order that results are sorted by. MODEL_SERIAL: one process, one thread. */
enum model_kind {
    MODEL_SERIAL,
    MODEL_THREADS,
    MODEL_PROCESSES,
    MODEL_PROCESSES_OF_THREADS,
    MODEL_UNKNOWN,
    MODEL_KINDS
};

enum model_kind model_kind_of(const struct run_row *row);

/* The same of what a run had: one process of several threads is threads, and processes of one
 * thread are processes. */
enum model_kind model_kind_of_workers(const struct run_row *row);

#endif
