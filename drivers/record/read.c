/* Reads results files into one set of rows: sealed ones here, others in a process of their own. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "drivers/common/exit_code.h"
#include "drivers/record/apart.h"
#include "drivers/record/rows.h"
#include "drivers/record/run_index.h"

static int block_take(void *context, const struct record_block *block)
{
    return record_take(context, block);
}

static int read_here(struct record_source *source, struct record_taker *taker)
{
    int code = record_open(source);
    if (code)
        return code;
    for (int i = 0; i < RECORD_TABLES && code == 0; ++i)
        code = record_visit(source, i, false, block_take, taker);
    H5Fclose(source->file);
    return code;
}

static int refuse_damaged(const struct record_source *source)
{
    size_t length = strlen(source->message);
    snprintf(source->message + length, source->message_size - length,
             "; `parallax salvage` saves what can be read of it");
    return EXIT_DATA;
}

static int read_apart(struct record_source *source, struct record_taker *taker)
{
    struct record_portion portion = {.first = 0, .count = RECORD_TABLES};
    int code = record_apart(source, &portion, taker);
    bool ours = source->seal == RECORD_SEAL_ZEROS;
    return portion.crashed || (ours && code == EXIT_DATA) ? refuse_damaged(source) : code;
}

int record_read(const char *path, struct results *results, char *message, size_t message_size)
{
    struct record_source source = {.path = path,
                                   .message = message,
                                   .message_size = message_size,
                                   .descriptor = -1,
                                   .file = H5I_INVALID_HID};
    struct record_taker taker;
    record_hdf5_start();
    record_take_begin(&taker, &source, results, NULL);
    int code = record_look(&source);
    if (code == 0 && source.seal == RECORD_SEAL_WRONG) {
        record_refuse(&source, EXIT_DATA, "damaged: it is not as its seal says");
        code = refuse_damaged(&source);
    } else if (code == 0) {
        code = source.seal == RECORD_SEAL_RIGHT ? read_here(&source, &taker)
                                                : read_apart(&source, &taker);
    }
    if (code)
        record_take_undo(&taker);
    if (source.descriptor >= 0)
        close(source.descriptor);
    return code;
}

void record_results_free(struct results *results)
{
    record_apart_end(); /* who is done with rows will hardly read more */
    for (size_t i = 0; i < results->fact_count; ++i)
        free((void *)results->facts[i].value);
    run_index_free(results);
    for (int i = 0; i < RECORD_TABLES; ++i)
        free(record_rows(results, &record_tables[i]));
    *results = (struct results){0};
}
