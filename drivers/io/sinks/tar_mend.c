/* A tar file that was being filled by a process that was killed: its first members are whole. */
#include "drivers/io/sinks/tar_mend.h"

#include <fcntl.h>
#include <unistd.h>

#include "drivers/io/sinks/tar_header.h"
#include "drivers/io/sources/tar_index.h"

struct mending {
    struct tar_file file;
    struct bytes data;
    shard_told_fn *told;
    void *context;
    size_t count, wanted;
    int64_t end; /* of the last member that is told of, with its padding */
};

/* Not 0: what comes from here on is cut off. */
static int take(void *context, const struct tar_member *member, struct failure *failure)
{
    struct mending *m = context;
    size_t size = (size_t)member->size;
    if (m->count == m->wanted || member->kind != TAR_FILE || bytes_reserve(&m->data, size + 1) ||
        tar_file_read(&m->file, m->data.data, size, member->place, failure) != member->size ||
        !m->told(m->context, m->data.data, size))
        return -1;
    ++m->count;
    m->end = member->place + member->size + (int64_t)tar_padding(size);
    return 0;
}

int tar_mend(const char *path, shard_told_fn *told, void *context, size_t count)
{
    struct mending m = {.file.fd = open(path, O_RDWR | O_NOFOLLOW | O_CLOEXEC),
                        .told = told,
                        .context = context,
                        .wanted = count};
    struct failure none;
    if (m.file.fd < 0)
        return -1;
    (void)tar_index(&m.file, NULL, take, &m, &none);
    int result = m.count < count || ftruncate(m.file.fd, (off_t)m.end) ||
                         ftruncate(m.file.fd, (off_t)m.end + TAR_END)
                     ? -1
                     : 0;
    bytes_free(&m.data);
    return close(m.file.fd) || result ? -1 : 0;
}
