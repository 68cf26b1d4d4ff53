/* Shards that are HDF5 files.
 *
 * DESIGN. /bytes are the results as they would be in files, one behind the other; /index has a row
 * for each: name, source, offset, size, width, height, hash. HDF5 is not to meet a full disk, of
 * which it does not recover: room for all that is accepted is reserved before, so that what does
 * not fit is refused. Blocks are written when a chunk is full, and when results are settled. */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "drivers/io/path.h"
#include "drivers/io/sinks/hdf5_engine.h"
#include "drivers/io/sinks/hdf5_layout.h"
#include "drivers/io/sinks/hdf5_mend.h"
#include "drivers/record/hdf5.h"

enum { CHUNK = 1 << 20, ROWS = 256 };

struct filling {
    struct hdf5_layout layout;
    struct bytes block, rows; /* not yet written */
    uint64_t written, rows_written;
    size_t room; /* reserved for what is not yet written */
    char *path;
    bool broken; /* HDF5 failed: the file is lost */
};

/* Errors of HDF5 are ours while we call it, and whose they were afterwards. */
struct errors {
    H5E_auto2_t handler;
    void *context;
};

static void enter(struct errors *before)
{
    H5dont_atexit(); /* HDF5's first call decides, as record_hdf5_start() says */
    H5Eget_auto2(H5E_DEFAULT, &before->handler, &before->context);
    record_hdf5_start();
}

static int leave(const struct errors *before, int result)
{
    H5Eset_auto2(H5E_DEFAULT, before->handler, before->context);
    return result;
}

static int fail(struct failure *failure, const char *code)
{
    return failure_set(failure, "write", code, "cannot write to the shard: %s",
                       record_hdf5_cause());
}

static void abandon(void *state)
{
    struct filling *filling = state;
    struct errors before;
    enter(&before);
    hdf5_layout_close(&filling->layout);
    bytes_free(&filling->block);
    bytes_free(&filling->rows);
    free(filling->path);
    *filling = (struct filling){0};
    leave(&before, 0);
}

/* Room for all that waits and one item more: tables grow by whole chunks. */
static int reserve(struct filling *filling, size_t size)
{
    size_t chunks = (filling->block.size + size) / CHUNK + 1;
    size_t need = chunks * CHUNK + ROWS * filling->layout.row_size;
    if (need <= filling->room)
        return 0;
    if (record_hdf5_reserve(filling->layout.file, need))
        return -1;
    filling->room = need;
    return 0;
}

static int begin(void *state, const struct shards *shards, struct failure *failure)
{
    struct filling *filling = state;
    struct errors before;
    *filling = (struct filling){.path = path_join(shards->asked->directory, shards->temporary)};
    if (!filling->path)
        return failure_set(failure, "write", "memory", "out of memory for a file name");
    enter(&before);
    const struct hdf5_texts texts = {shards->longest_name, shards->longest_source};
    int result = hdf5_layout_create(&filling->layout, filling->path, texts, CHUNK, ROWS);
    bool full = result == 0 && reserve(filling, 0);
    if (result || full) {
        fail(failure, full ? "ENOSPC" : "EIO");
        (void)unlink(filling->path);
        abandon(filling);
        result = -1;
    }
    return leave(&before, result);
}

/* What fills chunks, or with `all` whatever there is. */
static int write_blocks(struct filling *filling, bool all)
{
    struct hdf5_layout *layout = &filling->layout;
    size_t row = layout->row_size, count = filling->rows.size / row;
    size_t begun = filling->written % CHUNK, end = (begun + filling->block.size) / CHUNK * CHUNK;
    size_t size = all ? filling->block.size : end > begun ? end - begun : 0;
    if (size && record_hdf5_write(layout->bytes, H5T_NATIVE_UCHAR, filling->block.data,
                                  filling->written, size))
        return -1;
    filling->written += size;
    filling->block.size -= size;
    memmove(filling->block.data, filling->block.data + size, filling->block.size);
    if (count && (all || count + filling->rows_written % ROWS >= ROWS)) {
        if (record_hdf5_write(layout->index, layout->row, filling->rows.data, filling->rows_written,
                              count))
            return -1;
        filling->rows_written += count;
        filling->rows.size = 0;
        size += count * row;
    }
    filling->room = filling->room > size ? filling->room - size : 0;
    return 0;
}

static int append(void *state, const struct shard_item *item, struct shard_place *place,
                  struct failure *failure)
{
    struct filling *filling = state;
    struct errors before;
    const size_t size = item->bytes->size, row = filling->layout.row_size;
    const uint64_t offset = filling->written + filling->block.size;
    if (bytes_reserve(&filling->block, filling->block.size + size + 1) ||
        bytes_reserve(&filling->rows, filling->rows.size + row))
        return failure_set(failure, "write", "memory", "out of memory for a block");
    enter(&before);
    if (reserve(filling, size))
        return leave(&before, fail(failure, "ENOSPC"));
    (void)bytes_append(&filling->block, item->bytes->data, size);
    hdf5_layout_row(&filling->layout, item, offset, filling->rows.data + filling->rows.size);
    filling->rows.size += row;
    place->offset = (int64_t)offset;
    place->size = (int64_t)size;
    filling->broken = filling->broken || write_blocks(filling, false);
    return leave(&before, 0);
}

/* One that is broken is ended before anything else comes into it. */
static int64_t size_of(void *state, const struct shard_item *item)
{
    const struct filling *filling = state;
    const size_t row = filling->layout.row_size;
    uint64_t rows = filling->rows_written * row + filling->rows.size;
    uint64_t size = filling->written + filling->block.size + rows;
    return filling->broken ? INT64_MAX : (int64_t)(size + (item ? item->bytes->size + row : 0));
}

/* Room is reserved anew: chunks that are begun take more than what is in them. */
static int settle(void *state, struct failure *failure)
{
    struct filling *filling = state;
    struct errors before;
    enter(&before);
    filling->broken =
        filling->broken || write_blocks(filling, true) || hdf5_layout_flush(&filling->layout);
    int result = filling->broken ? fail(failure, "EIO") : 0;
    filling->room = 0;
    return leave(&before, result);
}

static int cut(void *state, size_t count, const struct shard_place *last)
{
    struct filling *filling = state;
    struct errors before;
    enter(&before);
    filling->written = last ? (uint64_t)(last->offset + last->size) : 0;
    filling->rows_written = count;
    filling->broken = hdf5_layout_cut(&filling->layout, filling->written, filling->rows_written);
    return leave(&before, filling->broken ? -1 : 0);
}

static int end(void *state, struct failure *failure)
{
    struct filling *filling = state;
    struct errors before;
    enter(&before);
    int result =
        filling->broken || write_blocks(filling, true) || hdf5_layout_complete(&filling->layout)
            ? fail(failure, "EIO")
            : 0;
    leave(&before, 0);
    if (result == 0)
        abandon(filling); /* what is left in memory */
    return result;
}

static int read_again(void *state, const char *path, const struct shard_place *place,
                      struct bytes *bytes, struct failure *failure)
{
    const struct filling *filling = state;
    struct errors before;
    const uint64_t offset = (uint64_t)place->offset, size = (uint64_t)place->size;
    uint64_t stored = size;
    if (!path) /* the rest is in memory */
        stored = offset >= filling->written         ? 0
                 : offset + size > filling->written ? filling->written - offset
                                                    : size;
    enter(&before);
    int result = stored == 0 ? 0
                 : path
                     ? hdf5_layout_read_file(path, offset, (size_t)stored, bytes->data)
                     : hdf5_layout_read(filling->layout.bytes, offset, (size_t)stored, bytes->data);
    if (result)
        failure_set(failure, "read", "EIO", "cannot read from the shard: %s", record_hdf5_cause());
    else if (stored < size)
        memcpy(bytes->data + stored, filling->block.data + (offset + stored - filling->written),
               (size_t)(size - stored));
    return leave(&before, result);
}

static int gather(const char *path, char *const *names, int count, struct failure *failure)
{
    struct errors before;
    enter(&before);
    return leave(&before, hdf5_layout_link(path, names, count) ? fail(failure, "EIO") : 0);
}

const struct shard_format hdf5_format = {
    .extension = "h5",
    .state_size = sizeof(struct filling),
    .usual_bytes = INT64_MAX - 1,
    .begin = begin,
    .append = append,
    .size = size_of,
    .settle = settle,
    .cut = cut,
    .end = end,
    .abandon = abandon,
    .mend = hdf5_mend_apart,
    .read = read_again,
    .gather = gather,
};
