/* JSON of any depth, printed as it comes: all that Parallax writes is written by this. */
#include "drivers/common/json.h"

#include <inttypes.h>
#include <math.h>

#include "drivers/common/number.h"
#include "drivers/common/utf8.h"

static void print_text(FILE *out, const char *text)
{
    fputc('"', out);
    while (*text) {
        int length = utf8_length(text);
        uint32_t character = length ? utf8_character(text, length) : 0xFFFD;
        if (character == '"' || character == '\\')
            fprintf(out, "\\%c", *text);
        else if (!length || utf8_acts(character))
            fprintf(out, "\\u%04x", (unsigned)character);
        else
            fwrite(text, 1, (size_t)length, out);
        text += length ? length : 1;
    }
    fputc('"', out);
}

static void break_line(const struct json *json)
{
    if (!json->is_line)
        fprintf(json->out, "\n%*s", json->depth, "");
}

/* What stands before a value. */
static void begin(struct json *json, const char *name)
{
    if (json->filled)
        fputs(json->is_line ? ", " : ",", json->out);
    if (json->depth > 0)
        break_line(json);
    if (name) {
        print_text(json->out, name);
        fputs(": ", json->out);
    }
    json->filled = true;
}

void json_open(struct json *json, const char *name, char bracket)
{
    begin(json, name);
    fputc(bracket, json->out);
    ++json->depth;
    json->filled = false;
}

void json_close(struct json *json, char bracket)
{
    --json->depth;
    if (json->filled)
        break_line(json);
    fputc(bracket, json->out);
    json->filled = json->depth > 0;
    if (json->depth == 0)
        fputc('\n', json->out);
}

void json_text(struct json *json, const char *name, const char *value)
{
    begin(json, name);
    print_text(json->out, value);
}

void json_path(struct json *json, const char *name, const char *value)
{
    json_text(json, name, value);
    if (utf8_is_valid(value))
        return;
    char bytes[256];
    snprintf(bytes, sizeof bytes, "%s_bytes", name);
    begin(json, bytes);
    fputc('"', json->out);
    utf8_print_bytes(json->out, value);
    fputc('"', json->out);
}

void json_number(struct json *json, const char *name, double value)
{
    begin(json, name);
    if (isfinite(value))
        fprintf(json->out, "%s", number_exact(value).text);
    else
        fputs("null", json->out);
}

void json_whole(struct json *json, const char *name, int64_t value)
{
    begin(json, name);
    fprintf(json->out, "%" PRId64, value);
}

void json_unsigned(struct json *json, const char *name, uint64_t value)
{
    begin(json, name);
    fprintf(json->out, "%" PRIu64, value);
}

void json_bool(struct json *json, const char *name, bool value)
{
    begin(json, name);
    fputs(value ? "true" : "false", json->out);
}

void json_null(struct json *json, const char *name)
{
    begin(json, name);
    fputs("null", json->out);
}

void json_begin(struct json *json, FILE *out)
{
    *json = (struct json){.out = out, .is_line = true};
    json_open(json, NULL, '{');
    json_whole(json, "parallax", 1);
}

void json_end(struct json *json)
{
    json_close(json, '}');
}
