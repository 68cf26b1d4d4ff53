/* An HDF5 shard that was being filled by a process that was killed.
 *
 * DESIGN. It was flushed each time before the journal told of its results, and what HDF5 has
 * written since is data behind these, or nothing; unless the process was killed while it flushed,
 * which may leave a file that HDF5 does not understand. All bytes that are told of are read again.
 */
#include "drivers/io/sinks/hdf5_mend.h"

#include <stdlib.h>

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

/* Each behind the one before: where the last one ends; 0: not all of them are told of. */
static uint64_t check(hid_t bytes, const uint64_t *places, size_t count, shard_told_fn *told,
                      void *context)
{
    struct bytes data = {0};
    uint64_t end = 0;
    bool good = true;
    for (size_t i = 0; i < count && good; ++i) {
        const uint64_t offset = places[2 * i], size = places[2 * i + 1];
        good = offset == end && size > 0 && size < SIZE_MAX / 2 &&
               bytes_reserve(&data, (size_t)size) == 0 &&
               hdf5_layout_read(bytes, offset, (size_t)size, data.data) == 0 &&
               told(context, data.data, (size_t)size);
        end = offset + size;
    }
    bytes_free(&data);
    return good ? end : 0;
}

int hdf5_mend(const char *path, shard_told_fn *told, void *context, size_t count)
{
    struct hdf5_layout layout;
    uint64_t *places = malloc(size_product(count + 1, 2 * sizeof *places));
    int result = -1;
    record_hdf5_start();
    if (places && hdf5_layout_open(&layout, path) == 0 &&
        read_places(layout.index, places, count) == 0) {
        const uint64_t end = check(layout.bytes, places, count, told, context);
        if (end && hdf5_layout_cut(&layout, end, count) == 0)
            result = hdf5_layout_complete(&layout);
    }
    free(places);
    return result;
}
