/* Fuzz target: lists as CSV, TSV and JSON lines. */
#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "drivers/io/table.h"
#include "tests/fuzz/fuzz.h"

static int take(void *context, const struct table_row *row, struct failure *failure)
{
    (void)context, (void)failure;
    assert(row->value && row->line > 0);
    fuzz_sink += (unsigned)(strlen(row->value) + (row->name ? strlen(row->name) : 0) +
                            (row->hash ? strlen(row->hash) : 0));
    return 0;
}

static void read_as(enum table_kind kind, const struct table_wish *wish, const uint8_t *data,
                    size_t size)
{
    struct bytes text = {.data = malloc(size + 1), .size = size, .capacity = size + 1};
    struct failure failure = {.code = NULL};
    assert(text.data);
    if (size)
        memcpy(text.data, data, size);
    text.data[size] = '\0';
    if (table_read(kind, wish, &text, take, NULL, &failure))
        assert(failure.code && *failure.message);
    bytes_free(&text);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const char *const usual[] = {"path", "url", NULL};
    const struct table_wish first = {.option = "--files-from", .usual = usual};
    const struct table_wish all = {
        .option = "--files-from", .column = "url", .name = "name", .hash = "hash", .usual = usual};
    for (enum table_kind kind = TABLE_CSV; kind <= TABLE_JSONL; ++kind) {
        read_as(kind, &first, data, size);
        read_as(kind, &all, data, size);
    }
    return 0;
}
