/* The process that HDF5 may crash: reads files that the other one names, and hands rows over. */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include "drivers/common/exit_code.h"
#include "drivers/record/apart_talk.h"
#include "drivers/record/visit.h"

int record_apart_send(int channel, const void *bytes, size_t size)
{
    for (const char *next = bytes; size > 0;) {
        ssize_t sent = send(channel, next, size, MSG_NOSIGNAL);
        if (sent < 0 && errno != EINTR)
            return -1;
        next += sent < 0 ? 0 : sent;
        size -= sent < 0 ? 0 : (size_t)sent;
    }
    return 0;
}

int record_apart_receive(int channel, void *bytes, size_t size)
{
    for (char *next = bytes; size > 0;) {
        ssize_t got = read(channel, next, size);
        if (got == 0 || (got < 0 && errno != EINTR))
            return -1;
        next += got < 0 ? 0 : got;
        size -= got < 0 ? 0 : (size_t)got;
    }
    return 0;
}

static int block_send(void *context, const struct record_block *block)
{
    const int *channel = context;
    const struct record_frame frame = {
        block->table, 0, block->schema, 0, block->total, block->count, block->stride};
    return record_apart_send(*channel, &frame, sizeof frame) < 0 ||
                   record_apart_send(*channel, block->rows, block->count * block->stride) < 0
               ? EXIT_IO
               : 0;
}

/* No output, and no core file. */
static void output_close(void)
{
    const struct rlimit none = {0, 0};
    int null = open("/dev/null", O_RDWR);
    for (int i = STDIN_FILENO; i <= STDERR_FILENO; ++i)
        dup2(null, i);
    close(null);
    setrlimit(RLIMIT_CORE, &none);
}

/* An end to what HDF5 may do for ever with one file. */
static void time_limit(uint64_t size)
{
    enum { SECONDS = 60, BYTES_A_SECOND = 1 << 20 };
    struct rusage usage;
    struct rlimit limit;
    if (getrusage(RUSAGE_SELF, &usage) < 0 || getrlimit(RLIMIT_CPU, &limit) < 0)
        return;
    limit.rlim_cur =
        (rlim_t)(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) + SECONDS + size / BYTES_A_SECOND;
    setrlimit(RLIMIT_CPU, &limit);
}

static int tables_send(struct record_source *source, const struct record_request *request,
                       int channel)
{
    int code = request->damaged ? record_open_copy(source) : record_open(source);
    if (code)
        return code;
    for (int i = request->first; i < request->first + request->count && code == 0; ++i)
        code = record_visit(source, i, request->damaged, block_send, &channel);
    H5Fclose(source->file);
    return code;
}

static int request_answer(const struct record_request *request, const char *path, char *message,
                          int channel)
{
    struct record_source source = {.path = path,
                                   .message = message,
                                   .message_size = (size_t)request->message_bytes,
                                   .descriptor = open(path, O_RDONLY | O_NONBLOCK),
                                   .locks = request->locks,
                                   .size = request->size,
                                   .seal = (enum record_seal)request->seal,
                                   .file = H5I_INVALID_HID};
    time_limit(request->size);
    struct record_frame end = {.table = RECORD_ENDS, .stride = 1};
    end.code = tables_send(&source, request, channel);
    end.count = strlen(message);
    close(source.descriptor);
    return record_apart_send(channel, &end, sizeof end) < 0
               ? -1
               : record_apart_send(channel, message, (size_t)end.count);
}

void record_apart_serve(int channel)
{
    struct record_request request;
    int result = 0;
    output_close();
    while (result == 0 && record_apart_receive(channel, &request, sizeof request) == 0) {
        char *path = calloc(1, (size_t)request.path_bytes + 1);
        char *message = calloc(1, (size_t)request.message_bytes);
        result = -1;
        if (path && message && record_apart_receive(channel, path, (size_t)request.path_bytes) == 0)
            result = request_answer(&request, path, message, channel);
        free(path);
        free(message);
    }
    _exit(0);
}
