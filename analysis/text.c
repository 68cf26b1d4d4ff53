/* Text for people and for programs: escaping, numbers, wrapping. */
#include "analysis/text.h"

#include <math.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/memory.h"
#include "drivers/common/number.h"
#include "drivers/common/terminal.h"
#include "drivers/common/utf8.h"
#include "drivers/common/wrap.h"

void text_plain(char *buffer, size_t size, const char *text)
{
    size_t used = 0;
    for (int skipped; *text != '\0'; text += skipped) {
        const int length = utf8_shown(text, &skipped);
        const size_t bytes = length > 0 ? (size_t)length : 1;
        if (used + bytes >= size)
            break;
        memcpy(buffer + used, length > 0 ? text : "?", bytes);
        used += bytes;
    }
    buffer[used] = '\0';
}

void text_complain(const char *who, const char *name, const char *why)
{
    char plain[4096];
    text_plain(plain, sizeof plain, name);
    fprintf(stderr, "%s: %s: ", who, plain);
    text_plain(plain, sizeof plain, why);
    fprintf(stderr, "%s\n", plain);
}

static bool is_number(const char *text)
{
    if (strspn(text, "+-.0123456789eE") != strlen(text)) {
        return false; /* strtod() also takes nan, inf and hexadecimal */
    }
    char *end;
    strtod(text, &end);
    return end != text && *end == '\0';
}

static void print_csv(FILE *out, const char *guard, const char *text)
{
    const char *quote = strpbrk(text, ",\"\r\n") ? "\"" : "";
    fprintf(out, "%s%s", quote, guard);
    for (int skipped; *text != '\0'; text += skipped) {
        const int length = strchr("\t\r\n", *text) ? (skipped = 1) : utf8_shown(text, &skipped);
        if (*text == '"')
            fputc('"', out);
        fwrite(length > 0 ? text : "?", 1, length > 0 ? (size_t)length : 1, out);
    }
    fputs(quote, out);
}

void text_csv(FILE *out, const char *text)
{
    const bool formula = text[0] != '\0' && strchr("=+-@\t\r", text[0]);
    print_csv(out, formula && !is_number(text) ? "'" : "", text);
}

void text_csv_data(FILE *out, const char *text)
{
    print_csv(out, "", text);
}

/* What is in `doubled` is written twice. */
static void print_gnuplot(FILE *out, const char *doubled, const char *text)
{
    fputc('\'', out);
    for (int skipped; *text != '\0'; text += skipped) {
        const int length = utf8_shown(text, &skipped);
        if (strchr(doubled, *text))
            fputc(*text, out);
        fwrite(length > 0 ? text : "?", 1, length > 0 ? (size_t)length : 1, out);
    }
    fputc('\'', out);
}

void text_gnuplot(FILE *out, const char *text)
{
    print_gnuplot(out, "'", text);
}

void text_gnuplot_tic(FILE *out, const char *text)
{
    print_gnuplot(out, "'%", text);
}

static bool is_name_character(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' ||
           c == '_';
}

void text_file_name(char *buffer, size_t size, const char *text)
{
    size_t length = 0;
    bool gap = false;
    for (; *text != '\0'; ++text) {
        if (!is_name_character(*text) || (length == 0 && *text == '.')) {
            gap = true;
            continue;
        }
        if (length + 2 >= size)
            break;
        if (gap && length > 0)
            buffer[length++] = '-';
        buffer[length++] = *text;
        gap = false;
    }
    buffer[length] = '\0';
}

void text_number(char *buffer, size_t size, double value, int digits)
{
    if (!isfinite(value)) {
        snprintf(buffer, size, "%s", number_short(value, digits).text);
        return;
    }
    const int magnitude = fabs(value) > 0 ? (int)floor(log10(fabs(value))) : 0;
    const int decimals = digits - 1 - magnitude;
    if (decimals < 0)
        snprintf(buffer, size, "%s", number_short(value, digits).text);
    else
        snprintf(buffer, size, "%.*f", decimals > 9 ? 9 : decimals, value);
}

void text_interval(char *buffer, size_t size, double low, double high, int digits)
{
    if (isnan(low) || isnan(high)) {
        snprintf(buffer, size, "-");
        return;
    }
    char first[32], second[32];
    text_number(first, sizeof first, low, digits);
    text_number(second, sizeof second, high, digits);
    snprintf(buffer, size, "[%s, %s]", first, second);
}

void text_append(char *buffer, size_t size, const char *format, ...)
{
    const size_t length = strlen(buffer);
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(buffer + length, size - length, format, arguments);
    va_end(arguments);
}

void text_wrap(FILE *out, const char *text, int width, const char *indent)
{
    const int blanks = (int)strlen(indent);
    fputs(indent, out);
    wrap_print(out, text, terminal_fit(out, width), blanks, blanks);
}

void text_say(FILE *out, int indent, const char *format, ...)
{
    va_list arguments, again;
    va_start(arguments, format);
    va_copy(again, arguments);
    const int length = vsnprintf(NULL, 0, format, arguments);
    char *lines = memory_array((size_t)length + 1, 1);
    vsnprintf(lines, (size_t)length + 1, format, again);
    va_end(again);
    va_end(arguments);
    wrap_lines(out, lines, indent);
    free(lines);
}
