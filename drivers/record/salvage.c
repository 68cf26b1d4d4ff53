/* Reads what can be read of a damaged results file: each table in a process of its own. */
#include "drivers/record/salvage.h"

#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "drivers/record/apart.h"

static void table_salvage(const struct record_source *look, struct record_taker *taker, int index,
                          struct record_salvaged *salvaged)
{
    char message[PATH_MAX + 600];
    struct record_source source = *look;
    struct record_portion portion = {.first = index, .count = 1, .damaged = !salvaged->whole};
    source.message = message;
    source.message_size = sizeof message;
    taker->source = &source;
    int code = record_apart(&source, &portion, taker);
    salvaged->tables[index].found = portion.tables[index].found;
    salvaged->tables[index].total = portion.tables[index].total;
    salvaged->tables[index].left_out = taker->left_out[index];
    salvaged->tables[index].saved = portion.tables[index].got - taker->left_out[index];
    const size_t path = strlen(source.path) + strlen(": "); /* a sentence begins with it */
    if (code)
        snprintf(salvaged->tables[index].reason, sizeof salvaged->tables[index].reason, "%.*s",
                 (int)sizeof salvaged->tables[index].reason - 1,
                 strlen(message) > path ? message + path : message);
}

int record_salvage(const char *path, struct results *results, struct record_salvaged *salvaged,
                   char *message, size_t message_size)
{
    struct record_source source = {.path = path,
                                   .message = message,
                                   .message_size = message_size,
                                   .descriptor = -1,
                                   .file = H5I_INVALID_HID};
    struct record_taker taker;
    size_t left_out[RECORD_TABLES] = {0};
    *salvaged = (struct record_salvaged){0};
    record_hdf5_start();
    int code = record_look(&source);
    salvaged->whole = source.seal == RECORD_SEAL_RIGHT;
    record_take_begin(&taker, &source, results, left_out);
    for (int i = 0; i < RECORD_TABLES && code == 0; ++i)
        table_salvage(&source, &taker, i, salvaged);
    if (source.descriptor >= 0)
        close(source.descriptor);
    return code;
}
