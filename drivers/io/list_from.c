/* Lists of paths in files: one a line, or a column of a table. */
#include <stdlib.h>
#include <string.h>

#include "drivers/io/list_search.h"
#include "drivers/io/path.h"
#include "drivers/io/stream.h"

/* Lines of a list from Windows end with CR LF; a name may end with CR as well, if there is one. */
static void drop_carriage_return(char *line)
{
    struct stat status;
    size_t length = strlen(line);
    if (length && line[length - 1] == '\r' && lstat(line, &status))
        line[length - 1] = '\0';
}

/* Whether lines end with CR, as far as there are any; but what is one name and no more may have CR
 * in it. */
static bool has_carriage_returns(const char *line)
{
    struct stat status;
    return strchr(line, '\r') && lstat(line, &status) != 0;
}

/* Whether it has the ends of lines where NUL bytes are meant; but a list of one may be a name with
 * such in it. */
static bool is_lines(const char *line, const char *end)
{
    struct stat status;
    return line < end && !memchr(line, '\0', (size_t)(end - line)) &&
           memchr(line, '\n', (size_t)(end - line)) && lstat(line, &status) != 0;
}

/* The paths in `text`, which a NUL byte must follow. */
static int search_text(struct search *search, struct bytes *text, bool null_separated,
                       struct failure *failure)
{
    char *line = (char *)text->data, *end = line + text->size;
    if (text->size >= 3 && memcmp(line, "\xef\xbb\xbf", 3) == 0)
        line += 3; /* a byte order mark, as editors on Windows write it */
    if (text->size >= 2 && (memcmp(line, "\xff\xfe", 2) == 0 || memcmp(line, "\xfe\xff", 2) == 0))
        return failure_set(failure, "list", "corrupt",
                           "the list of files is in UTF-16: save it as UTF-8");
    if (!null_separated && memchr(line, '\0', (size_t)(end - line)))
        return failure_set(failure, "list", "corrupt",
                           "the list of files has NUL bytes in it: give -0 as well");
    if (!null_separated && has_carriage_returns(line))
        table_end_lines(text);
    if (null_separated && is_lines(line, end))
        return failure_set(failure, "list", "corrupt",
                           "the list of files has lines and no NUL byte: leave out -0 (--null)");
    while (line < end) {
        char *stop = memchr(line, null_separated ? '\0' : '\n', (size_t)(end - line));
        if (!stop)
            stop = end;
        *stop = '\0';
        if (!null_separated)
            drop_carriage_return(line);
        if (*line && list_search_path(search, line, false))
            return list_no_memory(failure);
        line = stop + 1;
    }
    return 0;
}

const char *list_search_name(const struct search *search, int i)
{
    char *const *names = (char *const *)(void *)search->names.data;
    return (size_t)i < search->names.size / sizeof *names ? names[i] : NULL;
}

void list_search_free(struct search *search)
{
    char **names = (char **)(void *)search->names.data;
    for (size_t i = 0; i < search->names.size / sizeof *names; ++i)
        free(names[i]);
    bytes_free(&search->names);
    walk_free(&search->found);
    free(search->root);
}

/* What a table is read for. */
struct reading {
    struct search *search;
    const struct list_options *options;
};

/* A table comes from anywhere: it names files of the root alone, and outputs below the output. */
static int check_row(const struct reading *reading, const struct table_row *row,
                     struct failure *failure)
{
    const struct search *search = reading->search;
    const struct table_wish *wish = &reading->options->table;
    char *absolute = search->root_given ? path_absolute(row->value) : NULL;
    if (search->root_given && !absolute)
        return list_no_memory(failure);
    bool inside = absolute ? !!path_below(absolute, search->root) : path_stays_below(row->value);
    free(absolute);
    if (!inside)
        return table_wrong(wish, row->line, failure, "\"%.80s\" is outside of %s", row->value,
                           search->root_given ? "the --root"
                                              : "the working directory: --root DIR allows DIR");
    if (row->name && !path_stays_below(row->name))
        return table_wrong(wish, row->line, failure, "\"%.80s\" is no name below the output",
                           row->name);
    return 0;
}

static int add_row(void *context, const struct table_row *row, struct failure *failure)
{
    const struct reading *reading = context;
    struct search *search = reading->search;
    struct stat status;
    if (check_row(reading, row, failure))
        return -1;
    bool there = stat(row->value, &status) == 0;
    if (list_search_file(search, row->value, there ? &status : NULL))
        return list_no_memory(failure);
    char *name = row->name ? strdup(row->name) : NULL;
    if (name)
        path_simplify(name);
    const char *none = NULL;
    size_t before = (size_t)(search->found.count - 1) * sizeof name;
    while (row->name && search->names.size < before)
        if (bytes_append(&search->names, &none, sizeof none))
            break;
    if (row->name && (!name || bytes_append(&search->names, &name, sizeof name))) {
        free(name);
        return list_no_memory(failure);
    }
    return 0;
}

int list_search_from(struct search *search, const struct list_options *options,
                     struct failure *failure)
{
    struct bytes text = {0};
    struct reading reading = {search, options};
    int result = stream_read(options->files_from, options->stop, &text, failure);
    if (result == 0 && bytes_append(&text, "", 1))
        result = list_no_memory(failure);
    if (result == 0) {
        --text.size;
        enum table_kind kind = table_kind_of(options->files_from, options->table_kind);
        result = kind == TABLE_LINES || options->null_separated
                     ? search_text(search, &text, options->null_separated, failure)
                     : table_read(kind, &options->table, &text, add_row, &reading, failure);
    }
    bytes_free(&text);
    return result;
}
