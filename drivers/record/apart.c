/* Reads results files in a process of its own, which hands rows over. */
#include "drivers/record/apart.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "drivers/common/exit_code.h"
#include "drivers/record/apart_talk.h"

/* The child; `owner`: who made it, and may speak to it. */
static struct {
    pid_t child, owner;
    int channel;
} reader;

/* Whether a block can be what the child says that it is. */
static bool frame_is_sound(const struct record_source *source, const struct record_portion *portion,
                           const struct record_frame *frame)
{
    const uint64_t compression = 1100; /* more than deflate can */
    if (frame->table < portion->first || frame->table >= portion->first + portion->count)
        return false;
    const struct record_table *table = &record_tables[frame->table];
    bool is_long = table->fields[table->field_count - 1].kind == RECORD_LONG_TEXT;
    const uint64_t least = is_long ? table->row_size + 1 : table->row_size;
    const uint64_t most = is_long ? record_hdf5_stride(table, RECORD_LONG_TEXT_MAX) : least;
    const uint64_t got = portion->tables[frame->table].got;
    return frame->schema >= 0 && frame->schema <= RECORD_SCHEMA && frame->stride >= least &&
           frame->stride <= most && frame->count <= RECORD_BLOCK_BYTES / frame->stride + 1 &&
           frame->total <= compression * source->size && got <= frame->total &&
           frame->count <= frame->total - got;
}

static int message_receive(const struct record_source *source, const struct record_frame *frame,
                           int channel)
{
    if (frame->code == EXIT_OK)
        return frame->count == 0 ? EXIT_OK : RECORD_ENDS; /* a warning of ours stays */
    if (frame->count >= source->message_size ||
        record_apart_receive(channel, source->message, (size_t)frame->count) < 0)
        return RECORD_ENDS;
    source->message[frame->count] = '\0';
    return frame->code == EXIT_STOPPED || frame->code == EXIT_MEMORY ? frame->code : EXIT_DATA;
}

/* Takes all that the child hands over: its code, one of ours, or RECORD_ENDS: it did not come to
 * its end, or what it says makes no sense. */
static int blocks_receive(const struct record_source *source, struct record_portion *portion,
                          struct record_taker *taker, int channel)
{
    struct record_frame frame;
    int code = 0;
    while (code == 0) {
        if (record_apart_receive(channel, &frame, sizeof frame) < 0)
            return RECORD_ENDS;
        if (frame.table == RECORD_ENDS)
            return message_receive(source, &frame, channel);
        if (!frame_is_sound(source, portion, &frame))
            return RECORD_ENDS;
        struct record_block block = {frame.table,         frame.schema,         frame.total,
                                     (size_t)frame.count, (size_t)frame.stride, NULL};
        const size_t size = block.count * block.stride;
        block.rows = malloc(size + 1);
        if (!block.rows)
            code = record_refuse(source, EXIT_MEMORY, "out of memory");
        else if (record_apart_receive(channel, block.rows, size) < 0)
            code = RECORD_ENDS;
        else
            code = record_take(taker, &block);
        free(block.rows);
        portion->tables[frame.table].found = true;
        portion->tables[frame.table].total = frame.total;
        portion->tables[frame.table].got += code == 0 ? frame.count : 0;
    }
    return code;
}

static int refuse_crash(const struct record_source *source, int status)
{
    if (!WIFSIGNALED(status) || WTERMSIG(status) == SIGKILL)
        return record_refuse(source, EXIT_DATA, "damaged: HDF5 did not come to an end with it");
    if (WTERMSIG(status) == SIGXCPU)
        return record_refuse(source, EXIT_DATA, "damaged: HDF5 comes to no end with it");
    return record_refuse(source, EXIT_DATA, "damaged: HDF5 crashed on it (%s)",
                         strsignal(WTERMSIG(status)));
}

static int reader_start(const struct record_source *source)
{
    int ends[2];
    if (socketpair(AF_UNIX, SOCK_STREAM, 0, ends) < 0)
        return -1;
    pid_t child = fork();
    if (child == 0) {
        close(ends[0]);
        close(source->descriptor); /* and with it the lock, when the parent is done */
        record_apart_serve(ends[1]);
    }
    int error = errno;
    close(ends[1]);
    if (child < 0) {
        close(ends[0]);
        errno = error;
        return -1;
    }
    fcntl(ends[0], F_SETFD, FD_CLOEXEC);
    reader.child = child;
    reader.owner = getpid();
    reader.channel = ends[0];
    return 0;
}

/* Returns how it ended, if that was before we wished it. */
static int reader_stop(void)
{
    int status = 0;
    if (reader.child == 0)
        return 0;
    close(reader.channel);
    if (reader.owner == getpid()) {
        kill(reader.child, SIGKILL);
        while (waitpid(reader.child, &status, 0) < 0 && errno == EINTR)
            continue;
    }
    reader.child = 0;
    return status;
}

void record_apart_end(void)
{
    reader_stop();
}

static int request_send(const struct record_source *source, const struct record_portion *portion)
{
    const struct record_request request = {.first = portion->first,
                                           .count = portion->count,
                                           .damaged = portion->damaged,
                                           .locks = source->locks,
                                           .seal = (int32_t)source->seal,
                                           .size = source->size,
                                           .path_bytes = strlen(source->path),
                                           .message_bytes = source->message_size};
    return record_apart_send(reader.channel, &request, sizeof request) < 0
               ? -1
               : record_apart_send(reader.channel, source->path, (size_t)request.path_bytes);
}

int record_apart(struct record_source *source, struct record_portion *portion,
                 struct record_taker *taker)
{
    if (portion->damaged || reader.owner != getpid())
        reader_stop();
    for (;;) {
        const bool is_new = reader.child == 0;
        if (is_new && reader_start(source) < 0)
            return record_refuse(source, EXIT_MEMORY, "no process to read it in: %s",
                                 strerror(errno));
        int code = request_send(source, portion) < 0
                       ? RECORD_ENDS
                       : blocks_receive(source, portion, taker, reader.channel);
        if (code == 0 && !portion->damaged)
            return 0;
        const int status = reader_stop();
        if (is_new) {
            portion->crashed = code == RECORD_ENDS;
            return portion->crashed ? refuse_crash(source, status) : code;
        }
        record_take_undo(taker); /* what is wrong may be another file's doing */
        memset(portion->tables, 0, sizeof portion->tables);
    }
}
