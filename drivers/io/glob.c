/* Patterns that stand for files. */
#include "drivers/io/glob.h"

#include <fnmatch.h>
#include <stdlib.h>
#include <string.h>

bool glob_is(const char *text)
{
    return strpbrk(text, "*?[");
}

static bool is_any_depth(const char *part)
{
    return strcmp(part, "**") == 0;
}

/* Cuts the leading parts without wildcards off: the base. Returns the rest. */
static char *split_base(struct glob *glob)
{
    char *rest = glob->text;
    for (char *slash; (slash = strchr(rest, '/')); rest = slash + 1) {
        *slash = '\0';
        bool wild = glob_is(rest);
        *slash = '/';
        if (wild)
            break;
    }
    size_t length = (size_t)(rest - glob->text);
    glob->base = length ? strndup(glob->text, length) : strdup("");
    if (glob->base && length > 1)
        glob->base[length - 1] = '\0'; /* the slash, unless it is the root */
    return rest;
}

int glob_parse(struct glob *glob, const char *pattern)
{
    *glob = (struct glob){.text = strdup(pattern)};
    char *rest = glob->text ? split_base(glob) : NULL;
    if (!rest || !glob->base)
        return -1;
    while (rest) {
        char *slash = strchr(rest, '/');
        if (slash)
            *slash = '\0';
        bool again =
            glob->count && is_any_depth(rest) && is_any_depth(glob->parts[glob->count - 1]);
        if (*rest && strcmp(rest, ".") != 0 && !again) {
            if (glob->count == GLOB_PARTS_MAX)
                return 1;
            glob->parts[glob->count++] = rest;
        }
        rest = slash ? slash + 1 : NULL;
    }
    return 0;
}

void glob_free(struct glob *glob)
{
    free(glob->text);
    free(glob->base);
    *glob = (struct glob){0};
}

/* `**` may stand for nothing, so that the part behind it may match as well. */
static uint64_t close_over(const struct glob *glob, uint64_t parts)
{
    for (int i = 0; i < glob->count; ++i)
        if (parts >> i & 1 && is_any_depth(glob->parts[i]))
            parts |= UINT64_C(1) << (i + 1);
    return parts;
}

uint64_t glob_begin(const struct glob *glob)
{
    return close_over(glob, 1);
}

static bool matches(const char *part, const char *name)
{
    return fnmatch(part, name, FNM_PERIOD) == 0;
}

uint64_t glob_enter(const struct glob *glob, uint64_t parts, const char *name)
{
    uint64_t next = 0;
    for (int i = 0; i < glob->count; ++i) {
        if (!(parts >> i & 1))
            continue;
        if (is_any_depth(glob->parts[i]))
            next |= *name == '.' ? 0 : UINT64_C(1) << i;
        else if (i + 1 < glob->count && matches(glob->parts[i], name))
            next |= UINT64_C(1) << (i + 1);
    }
    return close_over(glob, next) & ~(UINT64_C(1) << glob->count);
}

bool glob_takes(const struct glob *glob, uint64_t parts, const char *name)
{
    int last = glob->count - 1;
    return last >= 0 && parts >> last & 1 && matches(glob->parts[last], name);
}

bool glob_names_ending(const struct glob *glob)
{
    return glob->count && strchr(glob->parts[glob->count - 1], '.');
}
