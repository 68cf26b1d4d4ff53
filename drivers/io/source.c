/* The sources that there are, choosing one, and what those without files share. */
#include "drivers/io/source.h"

#include <inttypes.h>

#include "drivers/common/size.h"

#define AT(member) offsetof(struct source_options, member)

enum { READ_AHEAD_MAX = 1024 };

const struct source *const sources[] = {&source_files, &source_synthetic, &source_null,
                                        &source_tar,   &source_http,      NULL};
const char *const source_pool_names[] = {"own", "shared", NULL};
const char *const source_names[] = {"files", "synthetic", "null", "tar", "http", NULL};

const struct option_entry source_common_options[] = {
    OPTION_LINE_CHOICE("source", AT(source), -1, source_names,
                       "where images come from (default: as files and options say); null: one "
                       "image in memory, to measure all the rest"),
    {OPTION_SECONDS, "source-delay", "SECONDS",
     "let every image wait for so long before it comes, as from a far disk", AT(delay), 0, 0, 3600,
     NULL, 0},
    OPTION_LINE_CHOICE("list-format", AT(list_format), TABLE_AUTO, table_kind_names,
                       "what --files-from and --urls-from read: lines, or a table with a header "
                       "line or names (auto: by the ending, .csv, .tsv, .jsonl, .ndjson)"),
    OPTION_LINE_TEXT("column", AT(column), "NAME",
                     "the table's column of paths (default: path, file, file_name, filename, image "
                     "or image_path) or URLs (url, image_url or uri)"),
    OPTION_LINE_TEXT("name-column", AT(name_column), "NAME",
                     "the column of what the outputs are called, below --output"),
    OPTION_LINE_TEXT("sha256-column", AT(hash_column), "NAME",
                     "the column of the SHA-256 that a URL's bytes must have"),
    OPTION_LINE_WHOLE("read-ahead", AT(read_ahead), 0, 0, READ_AHEAD_MAX,
                      "have so many images of each worker on their way while it works on another: "
                      "for storage that answers late; those of a worker come in groups of eight "
                      "times as many (default 0: none)"),
    {OPTION_LARGE, "max-bytes", "N",
     "what has more bytes, after unpacking, fails (default: URLs 268435456, files as much as there "
     "is memory)",
     AT(max_bytes), 0, 1, 1e15, NULL, 0},
    OPTION_LINE_FLAG("cold", AT(cold), 0,
                     "measuring: take files out of this machine's memory before each pass"),
    OPTION_LINE_END,
};

static int agree(const struct source **source, const struct source *other, struct failure *failure)
{
    if (*source && *source != other)
        return failure_set(failure, "list", "EINVAL",
                           "%s and %s as input do not go together; give the one or the other",
                           (*source)->name, other->name);
    *source = other;
    return 0;
}

static const struct source *taker_of(const char *operand)
{
    const struct source *taker = NULL;
    for (const struct source *const *source = sources; *source; ++source)
        if ((*source)->takes && (*source)->takes(operand))
            taker = *source;
    return taker;
}

int source_choose(const struct source_options *options, const struct source **source,
                  struct failure *failure)
{
    bool of_table = options->column || options->name_column || options->hash_column;
    if ((of_table || options->list_format != TABLE_AUTO) && !options->files_from &&
        !options->urls_from)
        return failure_set(failure, "list", "EINVAL",
                           "--list-format and columns are of a list: --files-from or --urls-from");
    *source = options->source < 0 ? NULL : sources[options->source];
    for (const struct source *const *other = sources; *other; ++other)
        if ((*other)->asked && (*other)->asked(options) && agree(source, *other, failure))
            return -1;
    for (int i = 0; i < options->operand_count; ++i)
        if (agree(source, taker_of(options->operands[i]), failure))
            return -1;
    return 0;
}

int source_made_shape(const struct source_options *options, int item, struct shape *shape,
                      struct failure *failure)
{
    *shape = options->shapes.shape[item % options->shapes.count];
    if (shape->height > SIDE_MAX / options->taller)
        return failure_set(failure, "list", "too-large",
                           "%" PRId64 " times %d rows are more than the %d that an image may have",
                           options->taller, shape->height, SIDE_MAX);
    shape->height = (int)(shape->height * options->taller);
    return 0;
}

enum { NAME_PAIR_MAX = 64 };

/* The two names of one item; their bytes with both ends. */
static int name_pair(char *pair, const char *kind, int item)
{
    return snprintf(pair, NAME_PAIR_MAX, "%s-%06d%c%s-%06d.png", kind, item, '\0', kind, item) + 1;
}

int source_list_made(const struct source_options *options, const char *kind, int count,
                     struct list *list, struct failure *failure)
{
    char pair[NAME_PAIR_MAX];
    int longest = name_pair(pair, kind, count - 1);
    int64_t needed = (int64_t)count * (longest + (int64_t)sizeof *list->offset);
    if (options->list_memory && needed > options->list_memory)
        return failure_set(failure, "list", "too-large",
                           "the names of %d images take %.0f MB of memory, more than the %.0f MB "
                           "that this process has: give fewer, or raise --max-memory",
                           count, (double)needed / 1e6, (double)options->list_memory / 1e6);
    struct bytes text = {0};
    int result = bytes_reserve(&text, size_product((size_t)count, (size_t)longest));
    for (int i = 0; i < count && result == 0; ++i) {
        int size = name_pair(pair, kind, i);
        result = bytes_append(&text, pair, (size_t)size);
    }
    list->text = (char *)text.data;
    list->text_size = text.size;
    list->text_capacity = text.capacity;
    if (result || list_index(list))
        return failure_set(failure, "list", "memory", "out of memory for %d names", count);
    return 0;
}
