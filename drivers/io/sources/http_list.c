/* The list of a run's URLs. */
#include "drivers/io/sources/http_list.h"

#include <ctype.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <xxhash.h>

#include "drivers/common/sha256.h"
#include "drivers/io/path.h"
#include "drivers/io/stream.h"
#include "drivers/io/table.h"
#include "drivers/io/url.h"

/* What is known while the list grows. */
struct growth {
    struct bytes text, hidden;
    int count;
};

static int no_memory(struct failure *failure)
{
    return failure_set(failure, "list", "memory", "no memory for the list of URLs");
}

static int append_text(struct bytes *bytes, const char *text)
{
    return bytes_append(bytes, text, strlen(text) + 1);
}

/* What may be shown of it: two URLs that differ in what is hidden stay two. */
static int append_shown(struct growth *growth, const char *url)
{
    size_t size = strlen(url) + 32;
    char *shown = malloc(size);
    if (!shown)
        return -1;
    strcpy(shown, url);
    url_conceal(shown, "");
    size_t length = strlen(shown);
    if (length && shown[length - 1] == '*')
        snprintf(shown + length, size - length, "#%d", growth->count + 1);
    int result = append_text(&growth->text, shown);
    free(shown);
    return result;
}

/* `given`: what its result is called; NULL: as the URL says. */
static int append_url(struct growth *growth, const char *url, const char *hash, const char *given,
                      struct failure *failure)
{
    char *name = given ? strdup(given) : url_name(url);
    if (name && given)
        path_simplify(name);
    int result = name && append_shown(growth, url) == 0 && append_text(&growth->text, name) == 0 &&
                         append_text(&growth->hidden, url) == 0 &&
                         append_text(&growth->hidden, hash) == 0
                     ? 0
                     : no_memory(failure);
    free(name);
    ++growth->count;
    return result;
}

/* Makes 64 digits lower case. False: they are none. */
static bool is_hash(char *digits)
{
    if (strlen(digits) != SHA256_TEXT - 1 ||
        strspn(digits, "0123456789abcdefABCDEF") != SHA256_TEXT - 1)
        return false;
    for (char *c = digits; *c; ++c)
        *c = (char)tolower((unsigned char)*c);
    return true;
}

/* "sha256:" and 64 digits, which become lower case; NULL: it is not. */
static char *hash_of(char *word)
{
    char *hash = word + strlen("sha256:");
    return strncmp(word, "sha256:", strlen("sha256:")) == 0 && is_hash(hash) ? hash : NULL;
}

/* One line, which is changed. `place` is named instead of it, which may hold secrets. */
static int add_line(struct growth *growth, char *line, const char *place, struct failure *failure)
{
    static const char blanks[] = " \t\r";
    line += strspn(line, blanks);
    size_t length = strcspn(line, blanks);
    char *rest = line + length + strspn(line + length, blanks), *hash = "";
    if (*line == '\0' || *line == '#')
        return 0;
    line[length] = '\0';
    rest[strcspn(rest, blanks)] = '\0';
    if (!url_is_http(line))
        return failure_set(failure, "list", "EINVAL", "%s does not begin with http:// or https://",
                           place);
    if (*rest && !(hash = hash_of(rest)))
        return failure_set(failure, "list", "EINVAL",
                           "%s: behind the URL there may be sha256: and 64 digits, no more", place);
    line[strcspn(line, "#")] = '\0'; /* no server gets to see a fragment */
    return append_url(growth, line, hash, NULL, failure);
}

/* What a table is read for. */
struct reading {
    struct growth *growth;
    const struct table_wish *wish;
};

static int add_row(void *context, const struct table_row *row, struct failure *failure)
{
    const struct reading *reading = context;
    char hash[SHA256_TEXT] = "";
    if (!url_is_http(row->value) || strpbrk(row->value, " \t\r\n"))
        return table_wrong(reading->wish, row->line, failure,
                           "no URL without blanks that begins with http:// or https://");
    if (row->hash && *row->hash) {
        snprintf(hash, sizeof hash, "%s", row->hash);
        if (strlen(row->hash) != SHA256_TEXT - 1 || !is_hash(hash))
            return table_wrong(reading->wish, row->line, failure, "the SHA-256 is not 64 digits");
    }
    if (row->name && !path_stays_below(row->name))
        return table_wrong(reading->wish, row->line, failure,
                           "\"%.80s\" is no name below the output", row->name);
    char *url = strndup(row->value, strcspn(row->value, "#"));
    int result =
        url ? append_url(reading->growth, url, hash, row->name, failure) : no_memory(failure);
    free(url);
    return result;
}

static int add_lines(struct growth *growth, char *line, struct failure *failure)
{
    int result = 0;
    if (strncmp(line, "\xef\xbb\xbf", 3) == 0)
        line += 3; /* a byte order mark, as editors on Windows write it */
    for (int number = 1; result == 0 && line; ++number) {
        char place[64], *end = strchr(line, '\n');
        if (end)
            *end = '\0';
        snprintf(place, sizeof place, "--urls-from: line %d", number);
        result = add_line(growth, line, place, failure);
        line = end ? end + 1 : NULL;
    }
    return result;
}

static int add_file(struct growth *growth, const struct source_options *options,
                    struct failure *failure)
{
    static const char *const usual[] = {"url", "image_url", "uri", NULL};
    const struct table_wish wish = {"--urls-from", options->column, usual, options->name_column,
                                    options->hash_column};
    struct reading reading = {growth, &wish};
    struct bytes text = {0};
    enum table_kind kind = table_kind_of(options->urls_from, options->list_format);
    int result = stream_read(options->urls_from, options->stop, &text, failure);
    if (result == 0 && bytes_append(&text, "", 1))
        result = no_memory(failure);
    if (result == 0 && memchr(text.data, '\0', text.size) != text.data + text.size - 1)
        result = failure_set(failure, "list", "corrupt", "the list of URLs has NUL bytes in it");
    if (result == 0) {
        --text.size;
        table_end_lines(&text);
        result = kind == TABLE_LINES ? add_lines(growth, (char *)text.data, failure)
                                     : table_read(kind, &wish, &text, add_row, &reading, failure);
    }
    bytes_free(&text);
    return result;
}

/* Of what is shown, and of what a server is asked for beyond it: queries and hashes as well. The
 * record shows the fingerprint. So user and password have no part in it, since short ones could be
 * guessed from it, and what queries hide goes through SHA-256, which nobody can undo. */
static int set_fingerprint(struct list *list, int count)
{
    struct bytes asked = {0};
    const char *text = list->hidden;
    int result = bytes_append(&asked, list->text, list->text_size);
    for (int i = 0; i < count && result == 0; ++i) {
        size_t size;
        const char *url = url_host(text, &size), *hash = http_list_next(text);
        result = append_text(&asked, url) == 0 && append_text(&asked, hash) == 0 ? 0 : -1;
        text = http_list_next(hash);
    }
    char digits[SHA256_TEXT];
    if (result == 0)
        sha256_text(asked.data, asked.size, digits);
    if (result == 0)
        list->fingerprint = XXH3_64bits(digits, strlen(digits));
    bytes_free(&asked);
    return result;
}

int http_list(const struct source_options *options, struct list *list, struct failure *failure)
{
    struct growth growth = {0};
    int result = 0;
    for (int i = 0; i < options->operand_count && result == 0; ++i) {
        char place[64], *line = strdup(options->operands[i]);
        snprintf(place, sizeof place, "input %d", i + 1);
        result = line ? add_line(&growth, line, place, failure) : no_memory(failure);
        free(line);
    }
    if (result == 0 && options->urls_from)
        result = add_file(&growth, options, failure);
    list->text = (char *)growth.text.data;
    list->text_size = growth.text.size;
    list->text_capacity = growth.text.capacity;
    list->hidden = (char *)growth.hidden.data;
    list->hidden_size = growth.hidden.size;
    if (result == 0 && growth.count == 0)
        return failure_set(failure, "list", "no-input", "there is no URL in the input");
    if (result == 0 && (list_index(list) || set_fingerprint(list, growth.count)))
        return no_memory(failure);
    return result;
}

const char *http_list_next(const char *text)
{
    return text + strlen(text) + 1;
}
