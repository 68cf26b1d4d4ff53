/* Distrust of files: what HDF5 would take for granted. */
#include "drivers/record/distrust.h"

#include <stdio.h>
#include <string.h>

#include "drivers/record/hdf5.h"

/* No chunk of ours comes near this. */
enum { CHUNK_BYTES_MAX = 128 << 20 };

bool record_distrust_path(hid_t file, const char *path)
{
    char part[64];
    for (size_t length = strcspn(path, "/");; length += 1 + strcspn(path + length + 1, "/")) {
        H5L_info_t info;
        snprintf(part, sizeof part, "%.*s", (int)length, path);
        if (H5Lexists(file, part, H5P_DEFAULT) <= 0 ||
            H5Lget_info(file, part, &info, H5P_DEFAULT) < 0 || info.type != H5L_TYPE_HARD)
            return false;
        if (path[length] == '\0')
            return true;
    }
}

bool record_distrust_storage(hid_t dataset, size_t row_size, uint64_t rows)
{
    const double compression = 1100; /* more than deflate can */
    hid_t properties = H5Dget_create_plist(dataset);
    hsize_t chunk = 1;
    bool sound = false;
    if (properties >= 0 && H5Pget_external_count(properties) == 0) {
        H5D_layout_t layout = H5Pget_layout(properties);
        sound = layout == H5D_CONTIGUOUS || layout == H5D_COMPACT ||
                (layout == H5D_CHUNKED && H5Pget_chunk(properties, 1, &chunk) == 1 &&
                 chunk <= CHUNK_BYTES_MAX / row_size);
    }
    record_hdf5_release(properties);
    return sound &&
           (double)rows * (double)row_size <= compression * (double)H5Dget_storage_size(dataset);
}

bool record_distrust_compound(hid_t stored)
{
    if (H5Tget_class(stored) != H5T_COMPOUND)
        return false;
    size_t size = H5Tget_size(stored), sum = 0;
    int members = H5Tget_nmembers(stored);
    for (int i = 0; i < members; ++i) {
        hid_t column = H5Tget_member_type(stored, (unsigned)i);
        size_t offset = H5Tget_member_offset(stored, (unsigned)i);
        size_t width = column < 0 ? 0 : H5Tget_size(column);
        record_hdf5_release(column);
        if (width == 0 || width > size - sum || offset > size - width)
            return false;
        sum += width;
    }
    return members > 0;
}
