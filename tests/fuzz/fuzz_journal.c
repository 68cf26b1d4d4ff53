/* Fuzz target: lines of a journal, as they are and with the checksum that they should have. */
#include <assert.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "drivers/io/journal/entry.h"
#include "tests/fuzz/fuzz.h"

/* From a copy, whose end is guarded. */
static void parse(const char *line, size_t length)
{
    struct journal_fact fact;
    char *copy = malloc(length ? length : 1);
    assert(copy);
    if (length)
        memcpy(copy, line, length);
    if (entry_parse(copy, length, &fact))
        fuzz_sink += (unsigned)fact.key + fact.status;
    free(copy);
}

static void read_line(const char *line, size_t length)
{
    char summed[ENTRY_MAX];
    parse(line, length);
    if (length < 18 || length > sizeof summed)
        return;
    snprintf(summed, sizeof summed, "%016" PRIx64 " ", journal_hash(line + 17, length - 17));
    memcpy(summed + 17, line + 17, length - 17);
    parse(summed, length);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const char *text = (const char *)data, *end = text + size;
    while (size && text < end) {
        const char *next = memchr(text, '\n', (size_t)(end - text));
        read_line(text, (size_t)((next ? next : end) - text));
        text = next ? next + 1 : end;
    }
    return 0;
}
