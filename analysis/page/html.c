/* HTML: escaping, and files inside a page. */
#include "analysis/page/html.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/memory.h"
#include "drivers/common/utf8.h"

static const char *entity_of(char c)
{
    switch (c) {
    case '&':
        return "&amp;";
    case '<':
        return "&lt;";
    case '>':
        return "&gt;";
    case '"':
        return "&quot;";
    case '\'':
        return "&#39;";
    default:
        return NULL;
    }
}

void html_text(FILE *out, const char *text)
{
    for (int skipped; *text != '\0'; text += skipped) {
        const char *entity = entity_of(*text);
        const int length = *text == '\n' ? (skipped = 1) : utf8_shown(text, &skipped);
        if (entity)
            fputs(entity, out);
        else
            fwrite(length > 0 ? text : "?", 1, length > 0 ? (size_t)length : 1, out);
    }
}

void html_format(FILE *out, const char *format, ...)
{
    char text[4096];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    html_text(out, text);
}

void html_link(FILE *out, const char *name, const char *text)
{
    fputs("<a href=\"", out);
    html_text(out, name);
    fputs("\">", out);
    html_text(out, text);
    fputs("</a>", out);
}

void html_data(FILE *out, const char *type, const void *bytes, size_t size)
{
    static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    const unsigned char *next = bytes;
    fprintf(out, "data:%s;base64,", type);
    for (; size > 0; size -= size < 3 ? size : 3, next += 3) {
        const uint32_t word = (uint32_t)next[0] << 16 | (uint32_t)(size > 1 ? next[1] : 0) << 8 |
                              (uint32_t)(size > 2 ? next[2] : 0);
        const char four[] = {digits[word >> 18], digits[word >> 12 & 63],
                             size > 1 ? digits[word >> 6 & 63] : '=',
                             size > 2 ? digits[word & 63] : '='};
        fwrite(four, 1, sizeof four, out);
    }
}

int html_data_of_file(FILE *out, const char *type, const char *path)
{
    char *bytes = NULL, chunk[1 << 14];
    size_t size = 0;
    FILE *in = fopen(path, "rb");
    if (!in)
        return -1;
    for (size_t got; (got = fread(chunk, 1, sizeof chunk, in)) > 0; size += got) {
        bytes = memory_resize(bytes, size + got, 1);
        memcpy(bytes + size, chunk, got);
    }
    const int failed = ferror(in);
    fclose(in);
    if (failed == 0)
        html_data(out, type, bytes, size);
    free(bytes);
    return failed == 0 ? 0 : -1;
}
