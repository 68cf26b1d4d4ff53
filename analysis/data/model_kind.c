/* What a model can have, by what the results file says of it: no model is known by its name. */
#include "analysis/data/model_kind.h"

enum model_kind model_kind_of(const struct run_row *row)
{
    if (row->model_processes < 0 || row->model_threads < 0)
        return MODEL_UNKNOWN;
    if (row->model_processes)
        return row->model_threads ? MODEL_PROCESSES_OF_THREADS : MODEL_PROCESSES;
    return row->model_threads ? MODEL_THREADS : MODEL_SERIAL;
}

enum model_kind model_kind_of_workers(const struct run_row *row)
{
    const enum model_kind kind = model_kind_of(row);
    if (kind != MODEL_PROCESSES_OF_THREADS)
        return kind;
    return row->threads == 1 ? MODEL_PROCESSES : row->ranks == 1 ? MODEL_THREADS : kind;
}
