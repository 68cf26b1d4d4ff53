/* An HDF5 shard that was being filled by a process that was killed.
 *
 * DESIGN. It was flushed each time before the journal told of its results, and what HDF5 has
 * written since is data behind these, or nothing; unless the process was killed while it flushed,
 * which may leave a file that HDF5 does not understand. All bytes that are told of are read again.
 */
#include "drivers/io/sinks/hdf5_mend.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

#include "drivers/common/size.h"
#include "drivers/io/sinks/hdf5_layout.h"
#include "drivers/record/hdf5.h"

static int read_places(hid_t index, uint64_t *places, size_t count)
{
    const hsize_t start = 0, rows = count;
    hid_t type = H5Tcreate(H5T_COMPOUND, 2 * sizeof *places);
    hid_t space = H5Dget_space(index), memory = H5Screate_simple(1, &rows, NULL);
    int result =
        type < 0 || space < 0 || memory < 0 ||
                H5Tinsert(type, "offset", 0, H5T_NATIVE_UINT64) < 0 ||
                H5Tinsert(type, "size", sizeof *places, H5T_NATIVE_UINT64) < 0 ||
                H5Sget_simple_extent_npoints(space) < (hssize_t)count ||
                H5Sselect_hyperslab(space, H5S_SELECT_SET, &start, NULL, &rows, NULL) < 0 ||
                H5Dread(index, type, memory, space, H5P_DEFAULT, places) < 0
            ? -1
            : 0;
    record_hdf5_release(memory);
    record_hdf5_release(space);
    record_hdf5_release(type);
    return result;
}

/* Each behind the one before: where the last one ends; 0: not all of them are told of, or there is
 * no memory, with errno. */
static uint64_t check(hid_t bytes, const uint64_t *places, size_t count, shard_told_fn *told,
                      void *context)
{
    struct bytes data = {0};
    hid_t space = H5Dget_space(bytes);
    hssize_t points = space < 0 ? 0 : H5Sget_simple_extent_npoints(space);
    const uint64_t all = points < 0 ? 0 : (uint64_t)points;
    uint64_t end = 0;
    bool good = true;
    record_hdf5_release(space);
    for (size_t i = 0; i < count && good; ++i) {
        const uint64_t offset = places[2 * i], size = places[2 * i + 1];
        good = offset == end && size > 0 && size <= all &&
               bytes_reserve(&data, (size_t)size) == 0 &&
               hdf5_layout_read(bytes, offset, (size_t)size, data.data) == 0 &&
               told(context, data.data, (size_t)size);
        end = offset + size;
    }
    bytes_free(&data);
    return good ? end : 0;
}

/* HDF5 does not say why it failed: where the file can be read, all of it, it was what is in it. */
static enum shard_mended judge(const char *path)
{
    enum { PART = 1 << 20 };
    uint8_t *part = malloc(PART);
    int file = part ? open(path, O_RDWR | O_NOFOLLOW | O_CLOEXEC) : -1;
    ssize_t count = file < 0 ? -1 : 1;
    while (count > 0)
        count = read(file, part, PART);
    int reason = errno;
    if (file >= 0)
        close(file);
    free(part);
    errno = reason;
    return count < 0 ? SHARD_COULD_NOT : SHARD_DIFFERS;
}

/* What fails when all was seen to be there are writes. */
static enum shard_mended complete(struct hdf5_layout *layout, uint64_t end, size_t count)
{
    if (hdf5_layout_cut(layout, end, count) == 0 && hdf5_layout_complete(layout) == 0)
        return SHARD_MENDED;
    errno = EIO;
    return SHARD_COULD_NOT;
}

enum shard_mended hdf5_mend(const char *path, shard_told_fn *told, void *context, size_t count)
{
    struct hdf5_layout layout;
    uint64_t *places = malloc(size_product(count + 1, 2 * sizeof *places)), end = 0;
    if (!places)
        return SHARD_COULD_NOT;
    record_hdf5_start();
    errno = 0;
    if (hdf5_layout_open(&layout, path) == 0 && read_places(layout.index, places, count) == 0)
        end = check(layout.bytes, places, count, told, context);
    bool no_memory = !end && errno == ENOMEM;
    enum shard_mended result = end         ? complete(&layout, end, count)
                               : no_memory ? SHARD_COULD_NOT
                                           : judge(path);
    free(places);
    return result;
}
