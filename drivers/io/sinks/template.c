/* Templates of outputs' names, taken apart. */
#include "drivers/io/sinks/template.h"

#include <string.h>

static const char *const words[] = {"stem", "dir", "ext", "hash8", "index", "w", "h"};

struct template_part template_next(const char **at)
{
    const char *begin = *at;
    size_t length = strcspn(begin, "{}");
    if (!*begin)
        return (struct template_part){WORD_END, begin, 0};
    if (length) {
        *at = begin + length;
        return (struct template_part){WORD_LITERAL, begin, length};
    }
    if (begin[1] == begin[0]) {
        *at = begin + 2;
        return (struct template_part){WORD_LITERAL, begin, 1};
    }
    const char *end = *begin == '{' ? strchr(begin, '}') : NULL;
    if (!end)
        return (struct template_part){WORD_LONE_BRACE, begin, strlen(begin)};
    *at = end + 1;
    length = (size_t)(end - begin) - 1;
    for (enum template_word word = 0; word < WORDS; ++word)
        if (strlen(words[word]) == length && memcmp(words[word], begin + 1, length) == 0)
            return (struct template_part){word, begin + 1, length};
    return (struct template_part){WORD_UNKNOWN, begin, length + 2};
}

static bool is_size(enum template_word word)
{
    return word == WORD_W || word == WORD_H;
}

bool template_has(const char *text, enum template_word word)
{
    for (struct template_part part; (part = template_next(&text)).word < WORD_END;)
        if (part.word == word)
            return true;
    return false;
}

/* What stands on one side of a size and may be anything: a name's part, or directories. */
struct side {
    bool name, directories;
};

static void see(struct side *side, struct template_part part)
{
    if (part.word == WORD_LITERAL && memchr(part.text, '/', part.length))
        side->name = false;
    side->name |= part.word == WORD_STEM || part.word == WORD_DIR;
    side->directories |= part.word == WORD_DIR;
}

/* Behind a size: up to the next "/" a name's part counts. */
static struct side behind(const char *at)
{
    struct side side = {false, false};
    bool same = true;
    for (struct template_part part; (part = template_next(&at)).word < WORD_END;) {
        same = same && !(part.word == WORD_LITERAL && memchr(part.text, '/', part.length));
        side.name |= same && (part.word == WORD_STEM || part.word == WORD_DIR);
        side.directories |= part.word == WORD_DIR;
    }
    return side;
}

/* Whether names of two images could be equal because of their sizes: see DESIGN. */
static bool is_ambiguous(const char *text)
{
    struct side before = {false, false};
    for (struct template_part part; (part = template_next(&text)).word < WORD_END;) {
        struct side after = behind(text);
        if (is_size(part.word) &&
            ((before.name && after.name) || (before.directories && after.directories)))
            return true;
        see(&before, part);
    }
    return false;
}

bool template_leads_upwards(const char *path)
{
    for (const char *at = path; at; at = strchr(at, '/')) {
        at += *at == '/';
        if (at[0] == '.' && at[1] == '.' && (!at[2] || at[2] == '/'))
            return true;
        if (!*at)
            break;
    }
    return false;
}

bool template_names_nothing(const char *path)
{
    const char *slash = strrchr(path, '/');
    const char *base = slash ? slash + 1 : path;
    return !*base || strcmp(base, ".") == 0;
}

int template_check(const char *text, struct failure *failure)
{
    const char *at = text;
    struct template_part part;
    while ((part = template_next(&at)).word < WORD_END)
        ;
    if (part.word == WORD_UNKNOWN)
        return failure_set(failure, "plan", "EINVAL",
                           "--name: %.*s is no word; there are {stem} {dir} {ext} {hash8} {index} "
                           "{w} {h}, and {{ for a brace",
                           part.length < 40 ? (int)part.length : 40, part.text);
    if (part.word == WORD_LONE_BRACE)
        return failure_set(failure, "plan", "EINVAL",
                           "--name: a brace of its own at \"%.40s\": {{ and }} stand for braces",
                           part.text);
    if (template_names_nothing(text))
        return failure_set(failure, "plan", "EINVAL",
                           "--name \"%.80s\" names no file: end it with a file's name", text);
    if (*text == '/' || template_leads_upwards(text))
        return failure_set(failure, "plan", "EINVAL",
                           "--name \"%.80s\" leads out of the output directory: no \"..\", and no "
                           "\"/\" at its beginning",
                           text);
    if (is_ambiguous(text))
        return failure_set(failure, "plan", "EINVAL",
                           "--name \"%.80s\": {w} and {h} between other words of a name could make "
                           "two names one: put them before or behind {stem} and {dir}",
                           text);
    return 0;
}
