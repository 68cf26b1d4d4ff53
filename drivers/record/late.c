/* Writes results files by a module that is loaded for the first of them: HDF5 and what it needs are
 * half of what a program without results would load. One thread, as record.h says. */
#include "drivers/record/late.h"

#include <errno.h>
#include <stdbool.h>
#include <stdio.h>

#include "drivers/common/module.h"

static const struct record_writer *writer; /* there as soon as a record is */

static bool load(char *message, size_t size)
{
    if (!writer)
        writer = module_find(RECORD_MODULE, "record_writer", RECORD_LAYOUT, message, size);
    return writer;
}

void record_library(char *compiled, char *linked, size_t size)
{
    char message[256];
    if (load(message, sizeof message)) {
        writer->library(compiled, linked, size);
        return;
    }
    snprintf(compiled, size, "unknown");
    snprintf(linked, size, "unknown");
}

struct record *record_create(const char *path, const char *title, const char *uuid,
                             const char *created, char *message, size_t message_size)
{
    if (load(message, message_size))
        return writer->create(path, title, uuid, created, message, message_size);
    errno = ELIBACC;
    return NULL;
}

const char *record_message(const struct record *record)
{
    return writer->message(record);
}

int record_put_runs(struct record *record, const struct run_row *rows, size_t count)
{
    return writer->put_runs(record, rows, count);
}

int record_put_facts(struct record *record, const struct fact_row *rows, size_t count)
{
    return writer->put_facts(record, rows, count);
}

int record_put_nodes(struct record *record, const struct node_row *rows, size_t count)
{
    return writer->put_nodes(record, rows, count);
}

int record_add_samples(struct record *record, const struct sample_row *rows, size_t count)
{
    return writer->add_samples(record, rows, count);
}

int record_add_workers(struct record *record, const struct worker_row *rows, size_t count)
{
    return writer->add_workers(record, rows, count);
}

int record_add_spans(struct record *record, const struct span_row *rows, size_t count)
{
    return writer->add_spans(record, rows, count);
}

int record_add_points(struct record *record, const struct point_row *rows, size_t count)
{
    return writer->add_points(record, rows, count);
}

int record_flush(struct record *record)
{
    return writer->flush(record);
}

int record_close(struct record *record, const char *status, char *message, size_t message_size)
{
    return writer->close(record, status, message, message_size);
}

void record_abandon(struct record *record)
{
    if (record)
        writer->abandon(record);
}
