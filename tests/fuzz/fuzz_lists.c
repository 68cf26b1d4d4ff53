/* Fuzz target: lists of URLs and of paths, and patterns. */
#include <assert.h>
#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "drivers/io/glob.h"
#include "drivers/io/list.h"
#include "drivers/io/path.h"
#include "drivers/io/sources/http_list.h"
#include "drivers/io/url.h"
#include "tests/fuzz/fuzz.h"

static void expect(int result, const struct failure *failure, const struct list *list)
{
    assert(result == 0 || (failure->code && *failure->message));
    for (int i = 0; result == 0 && i < list->count; ++i)
        assert(path_stays_below(list_name(list, i)) && *list_path(list, i));
}

static void read_urls(const char *path)
{
    const struct source_options options = {.urls_from = path, .list_format = TABLE_LINES};
    struct failure failure = {.code = NULL};
    struct list list = {0};
    expect(http_list(&options, &list, &failure), &failure, &list);
    list_free(&list);
}

static void read_paths(const char *path, bool null_separated)
{
    const struct list_options options = {
        .files_from = path, .null_separated = null_separated, .table_kind = TABLE_LINES};
    struct failure failure = {.code = NULL};
    struct list list = {0};
    expect(list_find(&list, &options, &failure), &failure, &list);
    list_free(&list);
}

static void read_text(const char *text)
{
    struct glob glob = {0};
    char *hidden = url_concealed(text, " \t\n"), *name = url_is_http(text) ? url_name(text) : NULL;
    assert(hidden && strlen(hidden) <= strlen(text));
    assert(!name || path_stays_below(name));
    if (glob_parse(&glob, text) == 0) {
        uint64_t parts = glob_begin(&glob);
        fuzz_sink += (unsigned)glob_enter(&glob, parts, "holidays") +
                     glob_takes(&glob, parts, "a.jpg") + glob_names_ending(&glob);
    }
    glob_free(&glob);
    free(hidden);
    free(name);
}

/* Paths that are looked for: none of this machine's may come out of an input, nor a walk. */
static bool is_harmless(const uint8_t *data, size_t size)
{
    for (size_t i = 0; i < size; ++i)
        if ((data[i] && strchr("*?[", data[i])) ||
            ((data[i] == '/' || data[i] == '.') && (i == 0 || !isalnum(data[i - 1]))))
            return false;
    return true;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char path[] = "/tmp/parallax-fuzz-XXXXXX", *text = malloc(size + 1);
    int descriptor = mkstemp(path);
    assert(descriptor >= 0 && text);
    if (size)
        memcpy(text, data, size);
    text[size] = '\0';
    read_text(text);
    if (write(descriptor, data, size) == (ssize_t)size) {
        read_urls(path);
        for (int null = 0; null <= 1 && is_harmless(data, size); ++null)
            read_paths(path, null);
    }
    close(descriptor);
    unlink(path);
    free(text);
    return 0;
}
