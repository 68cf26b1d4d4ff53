/* What a tar archive has, found by its headers. */
#include "drivers/io/sources/tar_index.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "drivers/io/bytes.h"
#include "drivers/io/sources/tar_header.h"

/* What headers before a member have said of it. */
struct ahead {
    struct bytes name; /* with its NUL; size 0: nothing */
    int64_t size;      /* -1: nothing */
    bool sparse;
};

/* What is known while an archive is read. */
struct reading {
    struct tar_file *file;
    int64_t at; /* of the header */
    uint8_t block[TAR_BLOCK];
    struct ahead ahead;
    struct bytes extra; /* a header's data */
    struct failure *failure;
};

static int damaged(struct reading *r, const char *what)
{
    return failure_set(r->failure, "read", "corrupt",
                       "the archive is damaged at byte %" PRId64
                       ": %s; what follows there is not read",
                       r->at, what);
}

static int truncated(struct reading *r)
{
    return failure_set(r->failure, "read", "truncated",
                       "the archive ends at byte %" PRId64 " or before, without an end: copy it "
                       "again",
                       r->at);
}

static int set_name(struct reading *r, const void *text, size_t size)
{
    r->ahead.name.size = 0;
    if (bytes_append(&r->ahead.name, text, strnlen(text, size)) ||
        bytes_append(&r->ahead.name, "", 1))
        return failure_set(r->failure, "read", "memory", "out of memory for a name");
    return 0;
}

/* One record of a pax header, "key=value". */
static int take_record(struct reading *r, const char *record, size_t size)
{
    static const char path[] = "path=", bytes[] = "size=", sparse[] = "GNU.sparse.";
    if (size > strlen(path) && memcmp(record, path, strlen(path)) == 0)
        return size > TAR_NAME_MAX ? damaged(r, "a name is too long")
                                   : set_name(r, record + strlen(path), size - strlen(path));
    if (size >= strlen(sparse) && memcmp(record, sparse, strlen(sparse)) == 0)
        r->ahead.sparse = true;
    if (size > strlen(bytes) && memcmp(record, bytes, strlen(bytes)) == 0) {
        int64_t value = 0;
        for (size_t i = strlen(bytes); i < size; ++i) {
            if (record[i] < '0' || record[i] > '9' || value > INT64_MAX / 10 - 1)
                return damaged(r, "a size is no number");
            value = 10 * value + (record[i] - '0');
        }
        r->ahead.size = value;
    }
    return 0;
}

/* Records of "LENGTH key=value\n", of which the length counts all. */
static int take_records(struct reading *r)
{
    const char *at = (const char *)r->extra.data, *end = at + r->extra.size;
    while (at < end && *at) {
        size_t length = 0, digits = 0;
        while (at + digits < end && at[digits] >= '0' && at[digits] <= '9' && digits < 8)
            length = 10 * length + (size_t)(at[digits++] - '0');
        if (digits == 0 || length < digits + 3 || length > (size_t)(end - at) ||
            at[digits] != ' ' || at[length - 1] != '\n')
            return damaged(r, "an extended header makes no sense");
        if (take_record(r, at + digits + 1, length - digits - 2))
            return -1;
        at += length;
    }
    return 0;
}

/* The data of a header that is about the next one, or about all that follow, or names what a link
 * leads to: of these two nothing is needed. */
static int take_extra(struct reading *r, int64_t size, int type)
{
    if (type == 'g' || type == 'K')
        return 0;
    if (type == 'x' && size > TAR_EXTENDED_MAX)
        return damaged(r, "an extended header is too long");
    if (type == 'L' && size > TAR_NAME_MAX)
        return damaged(r, "a name is too long");
    if (bytes_reserve(&r->extra, (size_t)size + 1))
        return failure_set(r->failure, "read", "memory", "out of memory for a name");
    int64_t count =
        tar_file_read(r->file, r->extra.data, (size_t)size, r->at + TAR_BLOCK, r->failure);
    if (count < size)
        return count < 0 ? -1 : truncated(r);
    r->extra.size = (size_t)size;
    return type == 'L' ? set_name(r, r->extra.data, r->extra.size) : take_records(r);
}

static enum tar_kind kind_of(int type, const char *name, bool sparse)
{
    switch (type) {
    case '0':
    case '\0':
    case '7':
        if (*name && name[strlen(name) - 1] == '/')
            return TAR_DIRECTORY;
        return sparse ? TAR_SPARSE : TAR_FILE;
    case '1':
    case '2':
        return TAR_LINK;
    case '5':
        return TAR_DIRECTORY;
    case 'S':
        return TAR_SPARSE;
    default:
        return TAR_SPECIAL;
    }
}

/* The name in the header itself: in two parts, where it is POSIX'. */
static int own_name(struct reading *r)
{
    char text[TAR_PREFIX_SIZE + 1 + TAR_NAME_SIZE + 1];
    const char *block = (const char *)r->block;
    bool posix = memcmp(block + TAR_MAGIC, "ustar", 6) == 0 && block[TAR_PREFIX];
    int prefix = posix ? (int)strnlen(block + TAR_PREFIX, TAR_PREFIX_SIZE) : 0;
    int size = snprintf(text, sizeof text, "%.*s%s%.*s", prefix, block + TAR_PREFIX,
                        posix ? "/" : "", TAR_NAME_SIZE, block);
    return set_name(r, text, (size_t)size);
}

/* Passes over what belongs to the header of a sparse file, so that r->at is its last block. */
static int pass_map(struct reading *r)
{
    bool more = r->block[TAR_TYPE] == 'S' && r->block[TAR_MORE];
    while (more) {
        r->at += TAR_BLOCK;
        int64_t count = tar_file_read(r->file, r->block, TAR_BLOCK, r->at, r->failure);
        if (count < TAR_BLOCK)
            return count < 0 ? -1 : truncated(r);
        more = r->block[TAR_MORE_AGAIN];
    }
    return 0;
}

/* A header that is one. Returns the size of what follows it; -1: *failure. */
static int64_t take_header(struct reading *r, tar_member_fn *each, void *context)
{
    int64_t size = tar_header_number(r->block + TAR_SIZE, TAR_SIZE_SIZE);
    int type = r->block[TAR_TYPE];
    bool extra = type == 'x' || type == 'L' || type == 'K' || type == 'g';
    if (!extra && r->ahead.size >= 0)
        size = r->ahead.size;
    if (size < 0 || size > INT64_MAX - r->at - 2 * TAR_BLOCK)
        return damaged(r, "a size is no number");
    if (extra)
        return take_extra(r, size, type) ? -1 : size;
    if (r->ahead.name.size == 0 && own_name(r))
        return -1;
    const char *name = (const char *)r->ahead.name.data;
    enum tar_kind kind = kind_of(type, name, r->ahead.sparse);
    const struct tar_member member = {name, kind, r->at + TAR_BLOCK, size};
    bool wrong = each(context, &member, r->failure) || pass_map(r);
    r->ahead.name.size = 0;
    r->ahead.size = -1;
    r->ahead.sparse = false;
    return wrong ? -1 : kind == TAR_LINK || kind == TAR_DIRECTORY ? 0 : size;
}

int tar_index(struct tar_file *file, const atomic_int *stop, tar_member_fn *each, void *context,
              struct failure *failure)
{
    struct reading r = {.file = file, .ahead.size = -1, .failure = failure};
    int64_t size = 0;
    while (size >= 0) {
        int64_t count = tar_file_read(file, r.block, TAR_BLOCK, r.at, failure);
        if (count < TAR_BLOCK) {
            size = count < 0 ? -1 : truncated(&r);
            break;
        }
        if (tar_header_is_empty(r.block))
            break;
        if (stop && atomic_load(stop))
            size = failure_set(failure, "list", "EINTR", "stopped by a signal");
        else if (!tar_header_is_whole(r.block))
            size = damaged(&r, "its checksum is wrong");
        else
            size = take_header(&r, each, context);
        r.at += TAR_BLOCK + (size + TAR_BLOCK - 1) / TAR_BLOCK * TAR_BLOCK;
    }
    bytes_free(&r.ahead.name);
    bytes_free(&r.extra);
    return size < 0 ? -1 : 0;
}
