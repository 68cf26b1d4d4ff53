/* What a compressed archive holds, as a stream, by libarchive: of which only the filters are used.
 */
#include <archive.h>
#include <errno.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "drivers/io/sources/tar_stream.h"

enum { PART = 1 << 18 }; /* bytes read of the file at once */

struct tar_stream {
    struct archive *archive;
    int fd;
    off_t read;          /* of the file so far: its own place is not used, readers may share it */
    int64_t place;       /* in the unpacked bytes */
    const uint8_t *rest; /* what is unpacked and not taken yet */
    size_t rest_size;
    uint8_t part[PART];
};

static la_ssize_t read_part(struct archive *archive, void *context, const void **buffer)
{
    struct tar_stream *stream = context;
    ssize_t count;
    do
        count = pread(stream->fd, stream->part, sizeof stream->part, stream->read);
    while (count < 0 && errno == EINTR);
    if (count < 0)
        archive_set_error(archive, errno, "%s", strerror(errno));
    stream->read += count > 0 ? count : 0;
    *buffer = stream->part;
    return count;
}

static int damaged(const struct tar_stream *stream, struct failure *failure)
{
    const char *words = archive_error_string(stream->archive);
    return failure_set(failure, "read", "corrupt", "the archive cannot be unpacked: %.120s",
                       words ? words : "it is damaged");
}

/* Programs that unpack are not called: a filter without a library of its own says so. */
static bool choose_filters(struct archive *archive)
{
    int wanted = archive_read_support_filter_gzip(archive) == ARCHIVE_OK;
    (void)archive_read_support_filter_none(archive);
    (void)archive_read_support_filter_bzip2(archive);
    (void)archive_read_support_filter_xz(archive);
    (void)archive_read_support_filter_zstd(archive);
    (void)archive_read_support_filter_lz4(archive);
    return wanted && archive_read_support_format_raw(archive) == ARCHIVE_OK;
}

static void stream_close(struct tar_stream *stream)
{
    if (stream && stream->archive)
        archive_read_free(stream->archive);
    free(stream);
}

static struct tar_stream *stream_open(int fd, struct failure *failure)
{
    struct tar_stream *stream = calloc(1, sizeof *stream);
    struct archive_entry *entry;
    if (stream)
        stream->archive = archive_read_new();
    if (!stream || !stream->archive) {
        failure_set(failure, "read", "memory", "out of memory to unpack the archive");
        stream_close(stream);
        return NULL;
    }
    stream->fd = fd;
    if (choose_filters(stream->archive) &&
        archive_read_open(stream->archive, stream, NULL, read_part, NULL) == ARCHIVE_OK &&
        archive_read_next_header(stream->archive, &entry) == ARCHIVE_OK)
        return stream;
    damaged(stream, failure);
    stream_close(stream);
    return NULL;
}

static int64_t stream_place(const struct tar_stream *stream)
{
    return stream->place;
}

static int64_t stream_read(struct tar_stream *stream, void *buffer, int64_t size,
                           struct failure *failure)
{
    int64_t done = 0;
    while (done < size) {
        const void *block;
        la_int64_t offset;
        if (!stream->rest_size) {
            int result =
                archive_read_data_block(stream->archive, &block, &stream->rest_size, &offset);
            if (result == ARCHIVE_EOF)
                break;
            if (result != ARCHIVE_OK)
                return damaged(stream, failure);
            stream->rest = block;
        }
        int64_t rest = (int64_t)stream->rest_size;
        size_t part = (size_t)(size - done < rest ? size - done : rest);
        if (buffer)
            memcpy((uint8_t *)buffer + done, stream->rest, part);
        stream->rest += part;
        stream->rest_size -= part;
        stream->place += (int64_t)part;
        done += (int64_t)part;
    }
    return done;
}

const struct tar_stream_library tar_stream_linked = {stream_open, stream_close, stream_place,
                                                     stream_read};
