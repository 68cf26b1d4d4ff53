/* The directories that a worker's outputs go to, kept open. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "drivers/io/sinks/publish.h"

int publish_place(struct publish_queue *queue, const struct sink_options *asked, const char *name)
{
    const char *slash = strrchr(name, '/');
    size_t length = slash ? (size_t)(slash - name) : 0;
    for (int i = queue->places - 1; i >= 0; --i)
        if (strlen(queue->place[i].below) == length &&
            memcmp(queue->place[i].below, name, length) == 0)
            return i;
    if (queue->places == PUBLISH_PLACES_MAX) {
        errno = EMFILE;
        return -1;
    }
    char *below = strndup(name, length);
    int fd =
        below ? file_enter(asked->directory, below, asked->follow ? FILE_FOLLOW : 0, true) : -1;
    if (fd < 0) {
        int reason = errno;
        free(below);
        errno = reason;
        return -1;
    }
    queue->place[queue->places] = (struct publish_place){below, fd};
    return queue->places++;
}

void publish_leave(struct publish_queue *queue)
{
    for (int i = 0; i < queue->places; ++i) {
        close(queue->place[i].fd);
        free(queue->place[i].below);
    }
    queue->places = 0;
}
