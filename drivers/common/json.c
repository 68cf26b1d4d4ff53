/* Just enough JSON for one flat object on one line. */
#include "drivers/common/json.h"

#include <inttypes.h>
#include <math.h>

#include "drivers/common/utf8.h"

void json_print_text(FILE *out, const char *text)
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

static void print_name(FILE *out, const char *name)
{
    fputs(", ", out);
    json_print_text(out, name);
    fputs(": ", out);
}

void json_begin(FILE *out)
{
    fputs("{\"parallax\": 1", out);
}

void json_text(FILE *out, const char *name, const char *value)
{
    print_name(out, name);
    json_print_text(out, value);
}

void json_path(FILE *out, const char *name, const char *value)
{
    json_text(out, name, value);
    if (utf8_is_valid(value))
        return;
    fprintf(out, ", \"%s_bytes\": \"", name);
    utf8_print_bytes(out, value);
    fputc('"', out);
}

void json_print_number(FILE *out, double value)
{
    if (isfinite(value))
        fprintf(out, "%.17g", value);
    else
        fputs("null", out);
}

void json_number(FILE *out, const char *name, double value)
{
    print_name(out, name);
    json_print_number(out, value);
}

void json_whole(FILE *out, const char *name, int64_t value)
{
    print_name(out, name);
    fprintf(out, "%" PRId64, value);
}

void json_bool(FILE *out, const char *name, int value)
{
    print_name(out, name);
    fputs(value ? "true" : "false", out);
}

void json_end(FILE *out)
{
    fputs("}\n", out);
}
