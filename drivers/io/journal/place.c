/* The files below .parallax/: which there are, and their lines. */
#include "drivers/io/journal/place.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "drivers/io/journal/entry.h"

enum { BUFFER = 1 << 18 };

static const char versions[] = "parallax-journal ";

int place_head(struct bytes *text, const char *work)
{
    if (bytes_append(text, ENTRY_HEAD, strlen(ENTRY_HEAD)) ||
        bytes_append(text, work, strcspn(work, "\n")) || bytes_append(text, "\n", 1)) {
        errno = ENOMEM;
        return -1;
    }
    return 0;
}

void place_ended(const char *name, char ended[TEMPORARY_SIZE])
{
    memmove(ended, name + 1, strlen(name)); /* no longer hidden, so no longer temporary */
}

enum place_kind place_kind_of(int directory, const char *name)
{
    if (strcmp(name, PLACE_BASE) == 0)
        return PLACE_IS_BASE;
    if (strncmp(name, PLACE_PART ".", strlen(PLACE_PART) + 1) == 0)
        return PLACE_HAS_ENDED;
    if (!temporary_is_for(name, PLACE_PART))
        return PLACE_NOTHING;
    return temporary_is_abandoned(directory, name) ? PLACE_HAS_ENDED : PLACE_GROWS;
}

/* A file that is read line by line. */
struct reader {
    int file;
    char *buffer;
    size_t size, used; /* bytes in the buffer; of them, given out */
    bool ended;
};

static int fill(struct reader *reader)
{
    memmove(reader->buffer, reader->buffer + reader->used, reader->size - reader->used);
    reader->size -= reader->used;
    reader->used = 0;
    ssize_t count = read(reader->file, reader->buffer + reader->size, BUFFER - reader->size);
    if (count < 0)
        return errno == EINTR ? 0 : -1;
    reader->size += (size_t)count;
    reader->ended = count == 0;
    return 0;
}

/* The next whole line, of *length bytes without its end; NULL: none, or with errno not 0 a failure.
 * A last one that has no end was torn. */
static const char *next_line(struct reader *reader, size_t *length)
{
    for (bool skips = false;;) {
        char *at = reader->buffer + reader->used;
        size_t left = reader->size - reader->used;
        const char *end = memchr(at, '\n', left);
        if (end) {
            *length = (size_t)(end - at);
            reader->used += *length + 1;
            if (!skips)
                return at;
            skips = false;
            continue;
        }
        if (left == BUFFER) { /* this is none of ours */
            reader->used = reader->size;
            skips = true;
        }
        errno = 0;
        if (reader->ended || fill(reader))
            return NULL;
    }
}

static int read_lines(struct reader *reader, place_line_fn *head, place_line_fn *line,
                      void *context)
{
    size_t length, first = strlen(ENTRY_HEAD);
    const char *at = next_line(reader, &length);
    if (!at)
        return errno ? -1 : 0; /* it was torn before it began */
    if (length >= first && memcmp(at, ENTRY_HEAD, first) == 0) {
        if (head && head(context, at + first, length - first))
            return -1;
    } else if (length >= strlen(versions) && memcmp(at, versions, strlen(versions)) == 0) {
        errno = ENOTSUP;
        return -1;
    }
    while ((at = next_line(reader, &length)))
        if (line(context, at, length))
            return -1;
    return errno ? -1 : 0;
}

int place_read(int directory, const char *name, place_line_fn *head, place_line_fn *line,
               void *context)
{
    struct reader reader = {
        .file = openat(directory, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)};
    if (reader.file < 0)
        return -1;
    reader.buffer = malloc(BUFFER);
    int result = -1, reason = ENOMEM;
    if (reader.buffer) {
        result = read_lines(&reader, head, line, context);
        reason = errno;
    }
    free(reader.buffer);
    close(reader.file);
    errno = reason;
    return result;
}
