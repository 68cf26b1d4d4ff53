/* Files, named or found in directories, as bytes. */
#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/stat.h>

#include "drivers/io/file.h"
#include "drivers/io/source.h"
#include "drivers/io/sources/files_ahead.h"

#define AT(member) offsetof(struct source_options, member)

static const struct option_entry options[] = {
    OPTION_LINE_TEXT(
        "files-from", AT(files_from), "FILE",
        "read paths from FILE, one a line, or a column of CSV, TSV or JSON lines; - is "
        "standard input"),
    OPTION_LINE_FLAG("null", AT(null_separated), '0',
                     "paths in --files-from, and those that --list prints, end with a NUL byte"),
    OPTION_LINE_TEXT("root", AT(root), "DIR",
                     "outputs mirror the tree below DIR (default: the common parent)"),
    OPTION_LINE_END,
};

struct files {
    const struct list *list;
    const struct source_options *asked;
    struct files_ahead *ahead; /* [workers]; NULL: files are opened when they are read */
    int workers;
    _Atomic uint64_t *identity; /* [list->count] as this process read each first; 0: not yet */
};

/* Whatever no other source takes; what is not there fails when it is read. */
static bool files_takes(const char *operand)
{
    (void)operand;
    return true;
}

static bool files_asked(const struct source_options *asked)
{
    return asked->files_from;
}

static int refuse_empty(const struct list *list, struct failure *failure)
{
    char kinds[101] = "";
    FILE *out = foreign_total(&list->foreign) ? fmemopen(kinds, sizeof kinds - 1, "w") : NULL;
    if (out) {
        fputs(" of those kinds that are read (", out);
        foreign_print(out, &list->foreign);
        fputs(")", out);
        fclose(out);
    }
    return failure_set(failure, "list", "no-input",
                       "there is no image%s in the input; a directory's images are found by the "
                       "ending of their names, other files must be named",
                       kinds);
}

/* Where some are there, each that is not fails by itself. */
static int refuse_missing(const struct list *list, struct failure *failure)
{
    char what[160];
    struct stat status;
    for (int i = 0; i < list->count; ++i)
        if (list->looks[i].bytes >= 0)
            return 0;
    if (stat(list_path(list, 0), &status) == 0)
        return 0; /* it has come just now */
    int error = errno;
    snprintf(what, sizeof what, "none of %d input%s is there: \"%.100s\"", list->count,
             list->count == 1 ? "" : "s", list_path(list, 0));
    return failure_errno(failure, "list", what, error);
}

static int files_list(void *state, const struct source_options *asked, struct list *list,
                      struct failure *failure)
{
    (void)state;
    static const char *const usual[] = {"path",  "file",       "file_name", "filename",
                                        "image", "image_path", NULL};
    const struct list_options wanted = {
        .inputs = asked->operands,
        .count = asked->operand_count,
        .files_from = asked->files_from,
        .null_separated = asked->null_separated,
        .table_kind = asked->list_format,
        .table = {"--files-from", asked->column, usual, asked->name_column, NULL},
        .root = asked->root,
        .exclude = asked->exclude,
        .stop = asked->stop,
        .names = asked->names};
    if (asked->hash_column)
        return failure_set(failure, "list", "unsupported",
                           "--sha256-column is of URLs, which --urls-from reads");
    if (list_find(list, &wanted, failure))
        return -1;
    if (list->count == 0 && list->unseen_count)
        return failure_set(failure, "list", list->unseen->failure.code,
                           "there is no image in the input that can be seen: \"%.80s\": %.120s",
                           list->unseen->path, list->unseen->failure.message);
    return list->count ? refuse_missing(list, failure) : refuse_empty(list, failure);
}

/* As many for each worker as were asked for, or as a process may have open beside all else. */
static int open_ahead(struct files *files, int depth, int workers)
{
    enum { FILES_ELSE = 64, FILES_WORKER = 8 };
    struct rlimit limit;
    if (getrlimit(RLIMIT_NOFILE, &limit) == 0 && limit.rlim_cur != RLIM_INFINITY) {
        rlim_t outputs = limit.rlim_cur / 4; /* that wait to be synced: publish.c */
        rlim_t fixed = FILES_ELSE + outputs + (rlim_t)workers * FILES_WORKER;
        rlim_t left = limit.rlim_cur > fixed ? (limit.rlim_cur - fixed) / (rlim_t)workers : 0;
        depth = left < (rlim_t)depth ? (int)left : depth;
    }
    files->ahead = depth ? calloc((size_t)workers, sizeof *files->ahead) : NULL;
    if (depth && !files->ahead)
        return -1;
    for (; depth && files->workers < workers; ++files->workers)
        if (files_ahead_open(&files->ahead[files->workers], files->list, depth))
            return -1;
    return 0;
}

static int files_open(void *state, const struct source_options *asked, const struct list *list,
                      int workers, struct failure *failure)
{
    struct files *files = state;
    files->list = list;
    files->asked = asked;
    if (workers && asked->read_ahead && open_ahead(files, asked->read_ahead, workers))
        return failure_set(failure, "list", "memory", "out of memory to read ahead");
    files->identity = workers ? calloc((size_t)list->count, sizeof *files->identity) : NULL;
    if (workers && !files->identity)
        return failure_set(failure, "list", "memory", "out of memory for %d files", list->count);
    return 0;
}

/* Without memory for it files are opened when they are read. */
static void files_expect(void *state, int worker, const int *items, int count)
{
    struct files *files = state;
    if (files->ahead)
        files_ahead_expect(&files->ahead[worker], items, count);
}

static int files_forget(void *state, int item)
{
    const struct files *files = state;
    return file_forget_pages(list_path(files->list, item));
}

/* Iterations and verification read an item again, and are to find the same. */
static int files_bytes(void *state, int worker, int item, bytes_probe_fn *probe,
                       struct bytes *bytes, struct failure *failure)
{
    struct files *files = state;
    uint64_t first = 0;
    int file = files->ahead ? files_ahead_take(&files->ahead[worker], item) : -1;
    if (file < 0)
        file = file_open(list_path(files->list, item));
    const struct file_limits limits = {files->asked->max_bytes, files->asked->item_memory};
    if (file_read_open(file, &limits, probe, bytes, failure))
        return -1;
    if (atomic_compare_exchange_strong(&files->identity[item], &first, bytes->identity) ||
        first == bytes->identity)
        return 0;
    return failure_set(failure, "read", "changed",
                       "it is not what was read before: somebody changed it meanwhile");
}

static int files_accept(void *state, int item, struct bytes *bytes, struct failure *failure)
{
    (void)state;
    (void)item;
    return file_check_bytes(bytes, failure);
}

static void files_identify(const void *state, FILE *key)
{
    const struct files *files = state;
    fprintf(key, "files %" PRIu64, files->list->fingerprint);
}

static void files_close(void *state)
{
    struct files *files = state;
    for (int w = 0; files->ahead && w < files->workers; ++w)
        files_ahead_close(&files->ahead[w]);
    free(files->ahead);
    free(files->identity);
}

const struct source source_files = {
    .name = "files",
    .state_size = sizeof(struct files),
    .options = options,
    .takes = files_takes,
    .asked = files_asked,
    .list = files_list,
    .open = files_open,
    .expect = files_expect,
    .forget = files_forget,
    .bytes = files_bytes,
    .accept = files_accept,
    .identify = files_identify,
    .close = files_close,
};
