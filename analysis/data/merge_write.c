/* Writes merged runs: the same runs make the same file, bit for bit. */
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/data/merge.h"
#include "analysis/memory.h"
#include "drivers/common/exit_code.h"

/* FNV-1a: the file's name follows from its runs, so that merging again does not rename it. */
static uint64_t hash_names(const struct merge *merge, uint64_t hash)
{
    for (size_t i = 0; i < merge->kept_count; ++i) {
        for (const char *c = merge->kept[i]->row->run; *c != '\0'; ++c) {
            hash = (hash ^ (unsigned char)*c) * UINT64_C(0x100000001b3);
        }
    }
    return hash;
}

/* Version 8: made as its maker likes. */
static void make_uuid(const struct merge *merge, char *uuid, size_t size)
{
    const uint64_t high = hash_names(merge, UINT64_C(0xcbf29ce484222325));
    const uint64_t low = hash_names(merge, high);
    snprintf(uuid, size, "%08" PRIx64 "-%04" PRIx64 "-8%03" PRIx64 "-%04" PRIx64 "-%012" PRIx64,
             high >> 32, high >> 16 & 0xffff, high & 0xfff, (low >> 48 & 0x3fff) | 0x8000,
             low & UINT64_C(0xffffffffffff));
}

static const char *common_status(const struct merge *merge)
{
    for (size_t i = 0; i < merge->kept_count; ++i) {
        if (strcmp(merge->kept[i]->row->status, "complete") != 0)
            return "stopped";
    }
    return "complete";
}

static int put_rows(struct record *record, int index, void *rows, size_t count)
{
    switch (index) {
    case TABLE_RUNS:
        return record_put_runs(record, rows, count);
    case TABLE_SAMPLES:
        return record_add_samples(record, rows, count);
    case TABLE_WORKERS:
        return record_add_workers(record, rows, count);
    case TABLE_SPANS:
        return record_add_spans(record, rows, count);
    case TABLE_POINTS:
        return record_add_points(record, rows, count);
    case TABLE_FACTS:
        return record_put_facts(record, rows, count);
    default:
        return record_put_nodes(record, rows, count);
    }
}

/* What is appended, and not put once, goes in blocks: workers may have millions of rows. */
static int put_table(const struct merge *merge, struct record *record, int index)
{
    enum { BLOCK_ROWS = 4096 };
    const bool appended = index == TABLE_SAMPLES || index == TABLE_WORKERS ||
                          index == TABLE_SPANS || index == TABLE_POINTS;
    const size_t row_size = record_tables[index].row_size;
    size_t count = 0, filled = 0;
    for (size_t i = 0; i < merge->kept_count; ++i)
        count += merge->kept[i]->count[index];
    const size_t most = appended && count > BLOCK_ROWS ? BLOCK_ROWS : count;
    char *rows = memory_array(most, row_size);
    int result = 0;
    for (size_t i = 0; i < merge->kept_count && result == 0; ++i) {
        const struct merge_run *run = merge->kept[i];
        for (size_t j = 0; j < run->count[index] && result == 0; ++j) {
            memcpy(rows + filled++ * row_size, merge->rows[index][run->first[index] + j], row_size);
            if (filled == most) {
                result = put_rows(record, index, rows, filled);
                filled = 0;
            }
        }
    }
    if (result == 0 && (filled > 0 || count == 0))
        result = put_rows(record, index, rows, filled);
    free(rows);
    return result;
}

int merge_write(const struct merge *merge, const char *path,
                const char *(*unchanged)(const void *context), const void *context, char *message,
                size_t size)
{
    char uuid[37], title[64];
    make_uuid(merge, uuid, sizeof uuid);
    snprintf(title, sizeof title, "Parallax: %zu runs", merge->kept_count);
    struct record *record = record_replace(
        path, title, uuid, merge->kept[merge->kept_count - 1]->row->created, message, size);
    if (!record)
        return exit_code_of_output(errno);
    const char *changed = unchanged(context);
    if (changed) {
        snprintf(message, size, "%s", changed);
        record_abandon(record);
        return EXIT_STOPPED;
    }
    for (int index = 0; index < RECORD_TABLES; ++index) {
        if (put_table(merge, record, index) != 0) {
            snprintf(message, size, "%s", record_message(record));
            record_abandon(record);
            return EXIT_IO;
        }
    }
    return record_close(record, common_status(merge), message, size) == 0 ? EXIT_OK : EXIT_IO;
}
