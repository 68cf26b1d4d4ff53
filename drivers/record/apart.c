/* Reads a results file in a process of its own, which hands rows over through a pipe. */
#include "drivers/record/apart.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "drivers/common/exit_code.h"

/* What goes through the pipe: this, then count * stride bytes. */
struct frame {
    int32_t table; /* ENDS: the last one, whose rows are the message */
    int32_t code;  /* of the end */
    int32_t schema, unused;
    uint64_t total, count, stride;
};

enum { ENDS = -1 };

/* --- The child */

static int bytes_send(int pipe, const void *bytes, size_t size)
{
    for (const char *next = bytes; size > 0;) {
        ssize_t sent = write(pipe, next, size);
        if (sent < 0 && errno != EINTR)
            return -1;
        next += sent < 0 ? 0 : sent;
        size -= sent < 0 ? 0 : (size_t)sent;
    }
    return 0;
}

static int block_send(void *context, const struct record_block *block)
{
    const int *pipe = context;
    const struct frame frame = {block->table, 0, block->schema, 0, block->total, block->count,
                                block->stride};
    return bytes_send(*pipe, &frame, sizeof frame) < 0 ||
                   bytes_send(*pipe, block->rows, block->count * block->stride) < 0
               ? EXIT_IO
               : 0;
}

/* No output, no core file, and an end to what HDF5 may do for ever. */
static void child_limit(uint64_t size)
{
    enum { SECONDS = 60, BYTES_A_SECOND = 1 << 20 };
    const struct rlimit none = {0, 0};
    const rlim_t seconds = SECONDS + size / BYTES_A_SECOND;
    const struct rlimit time = {seconds, seconds};
    int null = open("/dev/null", O_RDWR);
    for (int i = STDIN_FILENO; i <= STDERR_FILENO; ++i)
        dup2(null, i);
    setrlimit(RLIMIT_CORE, &none);
    setrlimit(RLIMIT_CPU, &time);
}

_Noreturn static void child_read(struct record_source *source, const struct record_portion *portion,
                                 int pipe)
{
    child_limit(source->size);
    signal(SIGPIPE, SIG_DFL);
    source->message[0] = '\0';
    int code = portion->damaged ? record_open_copy(source) : record_open(source);
    for (int i = portion->first; i < portion->first + portion->count && code == 0; ++i)
        code = record_visit(source, i, portion->damaged, block_send, &pipe);
    struct frame end = {.table = ENDS, .code = code, .stride = 1};
    end.count = strlen(source->message);
    bool sent = bytes_send(pipe, &end, sizeof end) == 0 &&
                bytes_send(pipe, source->message, (size_t)end.count) == 0;
    _exit(sent ? 0 : EXIT_IO);
}

/* --- The parent */

/* 0, or -1: it ended before all was there. */
static int bytes_receive(int pipe, void *bytes, size_t size)
{
    for (char *next = bytes; size > 0;) {
        ssize_t got = read(pipe, next, size);
        if (got == 0 || (got < 0 && errno != EINTR))
            return -1;
        next += got < 0 ? 0 : got;
        size -= got < 0 ? 0 : (size_t)got;
    }
    return 0;
}

/* Whether a block can be what the child says that it is. */
static bool frame_is_sound(const struct record_source *source, const struct record_portion *portion,
                           const struct frame *frame)
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

static int message_receive(const struct record_source *source, const struct frame *frame, int pipe)
{
    if (frame->code == EXIT_OK)
        return EXIT_OK; /* a warning stays */
    if (frame->count >= source->message_size ||
        bytes_receive(pipe, source->message, (size_t)frame->count) < 0)
        return ENDS;
    source->message[frame->count] = '\0';
    return frame->code == EXIT_STOPPED || frame->code == EXIT_MEMORY ? frame->code : EXIT_DATA;
}

/* Takes all that the child hands over: its code, one of ours, or ENDS: it did not come to its end,
 * or what it says makes no sense. */
static int blocks_receive(const struct record_source *source, struct record_portion *portion,
                          struct record_taker *taker, int pipe)
{
    struct frame frame;
    int code = 0;
    while (code == 0) {
        if (bytes_receive(pipe, &frame, sizeof frame) < 0)
            return ENDS;
        if (frame.table == ENDS)
            return message_receive(source, &frame, pipe);
        if (!frame_is_sound(source, portion, &frame))
            return ENDS;
        struct record_block block = {frame.table,         frame.schema,         frame.total,
                                     (size_t)frame.count, (size_t)frame.stride, NULL};
        const size_t size = block.count * block.stride;
        block.rows = malloc(size + 1);
        if (!block.rows)
            code = record_refuse(source, EXIT_MEMORY, "out of memory");
        else if (bytes_receive(pipe, block.rows, size) < 0)
            code = ENDS;
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

int record_apart(struct record_source *source, struct record_portion *portion,
                 struct record_taker *taker)
{
    int ends[2], status = 0, code = ENDS;
    portion->crashed = false;
    if (pipe(ends) < 0)
        return record_refuse(source, EXIT_MEMORY, "no pipe to read it through: %s",
                             strerror(errno));
    pid_t child = fork();
    if (child == 0) {
        close(ends[0]);
        child_read(source, portion, ends[1]);
    }
    int error = errno;
    close(ends[1]);
    if (child > 0)
        code = blocks_receive(source, portion, taker, ends[0]);
    close(ends[0]);
    if (child < 0)
        return record_refuse(source, EXIT_MEMORY, "no process to read it in: %s", strerror(error));
    kill(child, SIGKILL); /* if it still does anything, nobody wants it */
    while (waitpid(child, &status, 0) < 0 && errno == EINTR)
        continue;
    portion->crashed = code == ENDS;
    return portion->crashed ? refuse_crash(source, status) : code;
}
