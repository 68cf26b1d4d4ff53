/* URLs as text. */
#include "drivers/io/url.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

enum { PART_MAX = 200 };

static const char scheme_end[] = "://";

bool url_is(const char *text)
{
    size_t length = 0;
    while (isalnum((unsigned char)text[length]) || (text[length] && strchr("+-.", text[length])))
        ++length;
    return isalpha((unsigned char)text[0]) &&
           strncmp(text + length, scheme_end, strlen(scheme_end)) == 0;
}

bool url_is_http(const char *text)
{
    return strncasecmp(text, "http://", 7) == 0 || strncasecmp(text, "https://", 8) == 0;
}

/* What is behind user and password, in the part from `begin` to `end` that has the host. */
static const char *behind_user(const char *begin, const char *end)
{
    for (const char *at = end; at > begin; --at)
        if (at[-1] == '@')
            return at;
    return begin;
}

void url_conceal(char *text, const char *ends)
{
    bool inside = false;
    char *out = text;
    for (const char *in = text; *in;) {
        if (strncmp(in, scheme_end, strlen(scheme_end)) == 0) {
            const char *begin = in + strlen(scheme_end);
            size_t whole = strcspn(begin, ends), host = strcspn(begin, "/?#");
            const char *end = begin + (host < whole ? host : whole);
            const char *shown = behind_user(begin, end);
            memmove(out, in, strlen(scheme_end));
            out += strlen(scheme_end);
            if (shown > begin + 1) {
                *out++ = '*';
                *out++ = '@';
            }
            in = shown;
            inside = true;
        } else if (inside && (*in == '?' || *in == '#')) {
            size_t hidden = strcspn(++in, ends);
            *out++ = in[-1];
            if (hidden)
                *out++ = '*';
            in += hidden;
            inside = false;
        } else {
            inside = inside && !strchr(ends, *in);
            *out++ = *in++;
        }
    }
    *out = '\0';
}

char *url_concealed(const char *text, const char *ends)
{
    char *copy = strdup(text);
    if (copy)
        url_conceal(copy, ends);
    return copy;
}

const char *url_host(const char *url, size_t *size)
{
    const char *begin = strstr(url, scheme_end);
    begin = begin ? begin + strlen(scheme_end) : url;
    const char *end = begin + strcspn(begin, "/?#");
    begin = behind_user(begin, end);
    *size = (size_t)(end - begin);
    return begin;
}

/* Appends a part of a path, cleaned, and returns the end. */
static char *append_part(char *out, const char *part, size_t size)
{
    size = size < PART_MAX ? size : PART_MAX;
    for (size_t i = 0; i < size; ++i) {
        unsigned char c = (unsigned char)part[i];
        bool safe = c < 128 && (isalnum(c) || strchr("-._~%+=,@", c)) && !(i == 0 && c == '.');
        *out++ = safe ? (char)c : '_';
    }
    return out;
}

static bool is_dots(const char *part, size_t size)
{
    return (size == 1 && part[0] == '.') || (size == 2 && part[0] == '.' && part[1] == '.');
}

char *url_name(const char *url)
{
    char *name = malloc(strlen(url) + sizeof "_/index");
    if (!name)
        return NULL;
    size_t size;
    const char *host = url_host(url, &size);
    char *out = append_part(name, host, size);
    if (size == 0)
        *out++ = '_';
    for (char *c = name; c < out; ++c)
        *c = (char)tolower((unsigned char)*c);
    const char *at = host + size;
    bool named = false;
    while (*at == '/') {
        size = strcspn(++at, "/?#");
        named = size > 0 && !is_dots(at, size);
        if (named) {
            *out++ = '/';
            out = append_part(out, at, size);
        }
        at += size;
    }
    strcpy(out, named ? "" : "/index");
    return name;
}
