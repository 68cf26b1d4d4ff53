/* Just enough JSON for one flat object on one line. */
#include "drivers/common/json.h"

#include <inttypes.h>
#include <math.h>

/* Length of the UTF-8 sequence at s (shortest form, no surrogate), or 0. */
static int sequence_length(const unsigned char *s)
{
    int length = s[0] < 0x80 ? 1 : s[0] < 0xC2 ? 0 : s[0] < 0xE0 ? 2 : s[0] < 0xF0 ? 3 : 4;
    if (s[0] > 0xF4)
        return 0;
    for (int i = 1; i < length; ++i)
        if ((s[i] & 0xC0) != 0x80)
            return 0;
    if ((s[0] == 0xE0 && s[1] < 0xA0) || (s[0] == 0xED && s[1] > 0x9F) ||
        (s[0] == 0xF0 && s[1] < 0x90) || (s[0] == 0xF4 && s[1] > 0x8F))
        return 0;
    return length;
}

static void print_text(FILE *out, const char *text)
{
    fputc('"', out);
    for (const unsigned char *s = (const unsigned char *)text; *s;) {
        int length = sequence_length(s);
        if (length == 0) {
            fputs("\\ufffd", out);
            length = 1;
        } else if (*s == '"' || *s == '\\') {
            fprintf(out, "\\%c", *s);
        } else if (*s < 0x20 || *s == 0x7F) {
            fprintf(out, "\\u%04x", *s);
        } else {
            fwrite(s, 1, (size_t)length, out);
        }
        s += length;
    }
    fputc('"', out);
}

static void print_name(FILE *out, const char *name)
{
    fputs(", ", out);
    print_text(out, name);
    fputs(": ", out);
}

void json_begin(FILE *out)
{
    fputs("{\"parallax\": 1", out);
}

void json_text(FILE *out, const char *name, const char *value)
{
    print_name(out, name);
    print_text(out, value);
}

void json_number(FILE *out, const char *name, double value)
{
    print_name(out, name);
    if (isfinite(value))
        fprintf(out, "%.17g", value);
    else
        fputs("null", out);
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
