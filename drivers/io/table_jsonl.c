/* JSON lines as lists, by jansson. */
#include <jansson.h>
#include <stdbool.h>
#include <string.h>
#include <strings.h>

#include "drivers/io/table_engine.h"

/* The text of a member; NULL with *failure where it is none, or missing. */
static const char *text_of(const struct table_wish *wish, size_t line, const json_t *object,
                           const char *name, struct failure *failure)
{
    const json_t *value = json_object_get(object, name);
    if (!value)
        table_wrong(wish, line, failure, "it has no \"%.60s\"", name);
    else if (!json_is_string(value))
        table_wrong(wish, line, failure, "\"%.60s\" is no text", name);
    return json_string_value(value);
}

static const char *usual_name(const struct table_wish *wish, const json_t *object)
{
    const char *key;
    json_t *value;
    for (const char *const *name = wish->usual; *name; ++name)
        json_object_foreach((json_t *)object, key,
                            value) if (strcasecmp(key, *name) == 0) return key;
    return wish->usual[0];
}

static int read_object(const struct table_wish *wish, size_t line, const json_t *object,
                       table_row_fn *each, void *context, struct failure *failure)
{
    struct table_row row = {line, NULL, NULL, NULL};
    if (!json_is_object(object))
        return table_wrong(wish, line, failure, "it is no JSON object");
    const char *name = wish->column ? wish->column : usual_name(wish, object);
    if (!(row.value = text_of(wish, line, object, name, failure)) ||
        (wish->name && !(row.name = text_of(wish, line, object, wish->name, failure))) ||
        (wish->hash && !(row.hash = text_of(wish, line, object, wish->hash, failure))))
        return -1;
    if (!*row.value)
        return table_wrong(wish, line, failure, "\"%.60s\" is empty", name);
    return each(context, &row, failure);
}

static int read_line(const struct table_wish *wish, size_t line, const char *text, size_t size,
                     table_row_fn *each, void *context, struct failure *failure)
{
    json_error_t error;
    if (strspn(text, " \t\r") >= size)
        return 0;
    if (size > TABLE_RECORD_MAX)
        return table_wrong(wish, line, failure, "it has more than %d bytes", TABLE_RECORD_MAX);
    json_t *object = json_loadb(text, size, JSON_REJECT_DUPLICATES, &error);
    if (!object)
        return table_wrong(wish, line, failure, "%.100s at byte %d", error.text, error.position);
    int result = read_object(wish, line, object, each, context, failure);
    json_decref(object);
    return result;
}

int table_jsonl_read(const struct table_wish *wish, char *text, size_t size, table_row_fn *each,
                     void *context, struct failure *failure)
{
    const char *at = text, *end = text + size;
    int result = 0;
    for (size_t line = 1; at < end && result == 0; ++line) {
        const char *stop = memchr(at, '\n', (size_t)(end - at));
        size_t length = stop ? (size_t)(stop - at) : (size_t)(end - at);
        result = read_line(wish, line, at, length, each, context, failure);
        at += length + 1;
    }
    return result;
}
