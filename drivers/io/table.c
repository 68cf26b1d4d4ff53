/* Lists as tables: CSV and TSV, and what all kinds share. */
#include "drivers/io/table.h"

#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

const char *const table_kind_names[] = {"auto", "lines", "csv", "tsv", "jsonl", NULL};

enum table_kind table_kind_of(const char *path, enum table_kind asked)
{
    static const struct {
        const char *ending;
        enum table_kind kind;
    } endings[] = {{".csv", TABLE_CSV},
                   {".tsv", TABLE_TSV},
                   {".jsonl", TABLE_JSONL},
                   {".ndjson", TABLE_JSONL}};
    const char *dot = strrchr(path, '.');
    for (size_t i = 0; asked == TABLE_AUTO && dot && i < sizeof endings / sizeof *endings; ++i)
        if (strcasecmp(dot, endings[i].ending) == 0)
            return endings[i].kind;
    return asked == TABLE_AUTO ? TABLE_LINES : asked;
}

int table_wrong(const struct table_wish *wish, size_t line, struct failure *failure,
                const char *format, ...)
{
    char what[200];
    va_list list;
    va_start(list, format);
    vsnprintf(what, sizeof what, format, list);
    va_end(list);
    return failure_set(failure, "list", "corrupt", "%s, line %zu: %s", wish->option, line, what);
}

/* What is left of a text, and where its records begin. */
struct cursor {
    const struct table_wish *wish;
    char *at, *end, separator;
    size_t line;  /* of `at` */
    size_t began; /* line of the record */
};

/* Takes one field off, which ends with a NUL from then on. Returns what stood behind it: the
 * separator, '\n', or 0 at the end; -1 with *failure. */
static int take_field(struct cursor *c, const char *record, char **field, struct failure *failure)
{
    bool quoted = *c->at == '"';
    char *out = c->at += quoted;
    *field = out;
    while (c->at < c->end) {
        if (c->at - record > TABLE_RECORD_MAX)
            return table_wrong(c->wish, c->began, failure, "it has more than %d bytes%s",
                               TABLE_RECORD_MAX, quoted ? ": is a quote not closed?" : "");
        if (quoted && *c->at == '"' && c->at[1] != '"') {
            ++c->at;
            quoted = false;
            if (c->at < c->end && *c->at != c->separator && *c->at != '\n' &&
                strncmp(c->at, "\r\n", 2) != 0 && c->at + (*c->at == '\r') != c->end)
                return table_wrong(c->wish, c->line, failure, "there is text behind a quote");
            continue;
        }
        if (!quoted && (*c->at == c->separator || *c->at == '\n'))
            break;
        c->line += *c->at == '\n';
        c->at += quoted && *c->at == '"'; /* of two, the second */
        *out++ = *c->at++;
    }
    if (quoted)
        return table_wrong(c->wish, c->began, failure, "a quote is not closed");
    int behind = c->at < c->end ? (unsigned char)*c->at++ : 0;
    if (behind != c->separator && out > *field && out[-1] == '\r')
        --out;
    *out = '\0';
    c->line += behind == '\n';
    return behind;
}

/* Takes one record off: how many fields it has, those beyond `room` without a place in field[]; 0
 * at the end, -1 with *failure. */
static int take_record(struct cursor *c, char **field, int room, struct failure *failure)
{
    while (c->at < c->end) {
        const char *record = c->at;
        int count = 0, behind = c->separator;
        c->began = c->line;
        char *text = NULL;
        while (behind == c->separator) {
            if ((behind = take_field(c, record, &text, failure)) < 0)
                return -1;
            if (count < room)
                field[count] = text;
            ++count;
        }
        if (count > 1 || *text)
            return count;
    }
    return 0;
}

static int find_column(char *const *header, int count, const char *name)
{
    for (int i = 0; name && i < count; ++i)
        if (strcmp(header[i], name) == 0)
            return i;
    for (int i = 0; name && i < count; ++i)
        if (strcasecmp(header[i], name) == 0)
            return i;
    return -1;
}

/* Which columns are {value, name, hash}; -1: there is none. */
static int find_columns(const struct cursor *c, char *const *header, int count, int column[3],
                        struct failure *failure)
{
    const struct table_wish *wish = c->wish;
    const char *const wanted[] = {wish->column, wish->name, wish->hash};
    for (int k = 0; k < 3; ++k) {
        column[k] = find_column(header, count, wanted[k]);
        if (wanted[k] && column[k] < 0)
            return table_wrong(wish, c->began, failure, "there is no column \"%.60s\"", wanted[k]);
    }
    for (int k = 0; !wish->column && wish->usual[k] && column[0] < 0; ++k)
        column[0] = find_column(header, count, wish->usual[k]);
    return column[0] >= 0
               ? 0
               : table_wrong(wish, c->began, failure,
                             "there is no column \"%s\" (the first is \"%.40s\"): name one by "
                             "--column, or say --list-format lines",
                             wish->usual[0], header[0]);
}

static int read_separated(struct cursor *c, table_row_fn *each, void *context,
                          struct failure *failure)
{
    char *field[TABLE_COLUMNS_MAX];
    int column[3], columns = take_record(c, field, TABLE_COLUMNS_MAX, failure), count;
    if (columns <= 0)
        return columns;
    if (columns > TABLE_COLUMNS_MAX)
        return table_wrong(c->wish, c->began, failure, "there are more than %d columns",
                           TABLE_COLUMNS_MAX);
    if (find_columns(c, field, columns, column, failure))
        return -1;
    while ((count = take_record(c, field, columns, failure)) > 0) {
        if (count != columns)
            return table_wrong(c->wish, c->began, failure, "it has %d fields, the header %d", count,
                               columns);
        const struct table_row row = {c->began, field[column[0]],
                                      column[1] < 0 ? NULL : field[column[1]],
                                      column[2] < 0 ? NULL : field[column[2]]};
        if (!*row.value)
            return table_wrong(c->wish, c->began, failure, "its field is empty");
        if (each(context, &row, failure))
            return -1;
    }
    return count;
}

void table_end_lines(struct bytes *text)
{
    char *at = (char *)text->data, *end = at + text->size;
    const char *first = text->size ? memchr(at, '\r', text->size) : NULL;
    if (!first || first + 1 == end || memchr(at, '\n', text->size))
        return;
    for (; at < end; ++at)
        *at = (char)(*at == '\r' ? '\n' : *at);
}

int table_read(enum table_kind kind, const struct table_wish *wish, struct bytes *text,
               table_row_fn *each, void *context, struct failure *failure)
{
    char *begin = (char *)text->data;
    if (memchr(begin, '\0', text->size))
        return failure_set(
            failure, "list", "corrupt", "%s: the table has NUL bytes in it%s", wish->option,
            text->size >= 2 && (begin[0] == '\0' || begin[1] == '\0') ? ": save it as UTF-8" : "");
    table_end_lines(text);
    size_t mark = strncmp(begin, "\xef\xbb\xbf", 3) == 0 ? 3 : 0; /* as Windows writes it */
    if (kind == TABLE_JSONL)
        return table_read_jsonl(wish, begin + mark, text->size - mark, each, context, failure);
    struct cursor cursor = {
        wish, begin + mark, begin + text->size, kind == TABLE_TSV ? '\t' : ',', 1, 1};
    return read_separated(&cursor, each, context, failure);
}
