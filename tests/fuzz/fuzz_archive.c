/* Fuzz target: compressed archives, as libarchive unpacks them and the index finds their members.
 */
#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "drivers/io/sources/tar_index.h"
#include "tests/fuzz/fuzz.h"

enum { UNPACKED_MAX = 1 << 24, MEMBERS_MAX = 64 };

/* What members were found, of which the bytes are asked for as a source does. */
static struct {
    int64_t place[MEMBERS_MAX], size[MEMBERS_MAX];
    int count;
} found;

static int take(void *context, const struct tar_member *member, struct failure *failure)
{
    (void)context;
    assert(member->name && member->size >= 0 && member->place >= 0);
    fuzz_sink += (unsigned)strlen(member->name);
    if (member->place > UNPACKED_MAX || found.count == MEMBERS_MAX)
        return failure_set(failure, "list", "enough", "that is enough");
    found.place[found.count] = member->place;
    found.size[found.count++] = member->size;
    return 0;
}

/* From the last to the first: a stream begins anew for each. */
static void read_members(struct tar_file *file)
{
    static uint8_t bytes[4096];
    struct failure failure = {.code = NULL};
    for (int i = found.count - 1; i >= 0; --i) {
        size_t size = found.size[i] < (int64_t)sizeof bytes ? (size_t)found.size[i] : sizeof bytes;
        int64_t got = tar_file_read(file, bytes, size, found.place[i], &failure);
        assert(got >= 0 ? got <= (int64_t)size : failure.code && *failure.message);
        for (int64_t at = 0; at < got; ++at)
            fuzz_sink += bytes[at];
    }
}

static void read_archive(const char *path)
{
    struct tar_file file;
    struct failure failure = {.code = NULL};
    found.count = 0;
    if (tar_file_open(&file, path, &failure)) {
        assert(failure.code && *failure.message);
        return;
    }
    if (tar_index(&file, NULL, take, NULL, &failure))
        assert(failure.code && *failure.message);
    read_members(&file);
    tar_file_close(&file);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char directory[] = "/tmp/parallax-fuzz-XXXXXX", path[64];
    struct failure failure = {.code = NULL};
    int result = tar_file_prepare(&failure);
    assert(result == 0 && mkdtemp(directory));
    snprintf(path, sizeof path, "%s/a.tar.gz", directory); /* how it is packed, its bytes say */
    FILE *file = fopen(path, "wb");
    assert(file && fwrite(data, 1, size, file) == size && fclose(file) == 0);
    read_archive(path);
    unlink(path);
    rmdir(directory);
    return 0;
}
