/* What stands where in a shard that is an HDF5 file. */
#include "drivers/io/sinks/hdf5_layout.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "drivers/record/hdf5.h"

enum { NUMBERS = 5, NUMBERS_SIZE = 8 + 8 + 4 + 4 + 8, DEFLATE = 4 };

/* What tells where data are is written by hdf5_layout_flush() alone, behind the data: between two
 * of them the file is as it was after the first. */
static int keep_metadata(hid_t access)
{
    H5AC_cache_config_t config = {.version = H5AC__CURR_CACHE_CONFIG_VERSION};
    if (H5Pget_mdc_config(access, &config) < 0)
        return -1;
    config.evictions_enabled = false;
    config.incr_mode = H5C_incr__off;
    config.flash_incr_mode = H5C_flash_incr__off;
    config.decr_mode = H5C_decr__off;
    return H5Pset_mdc_config(access, &config) < 0 ? -1 : 0;
}

enum opening { CREATES, READS, MENDS };

/* Files are ours alone, or complete: without locks, which some file systems do not have. */
static hid_t open_file(const char *path, enum opening how)
{
    hid_t access = record_hdf5_access(false);
    hid_t file = access < 0 || (how == CREATES && keep_metadata(access)) ? -1
                 : how == CREATES
                     ? H5Fcreate(path, H5F_ACC_EXCL, H5P_DEFAULT, access)
                     : H5Fopen(path, how == READS ? H5F_ACC_RDONLY : H5F_ACC_RDWR, access);
    record_hdf5_release(access);
    return file;
}

static int put_text(hid_t object, const char *name, const char *text)
{
    hid_t type = H5Tcopy(H5T_C_S1), space = H5Screate(H5S_SCALAR), attribute = -1;
    int result = -1;
    if (type >= 0 && space >= 0 && H5Tset_size(type, strlen(text) + 1) >= 0 &&
        (attribute = H5Acreate2(object, name, type, space, H5P_DEFAULT, H5P_DEFAULT)) >= 0 &&
        H5Awrite(attribute, type, text) >= 0)
        result = 0;
    record_hdf5_release(attribute);
    record_hdf5_release(space);
    record_hdf5_release(type);
    return result;
}

static int insert_text(hid_t row, const char *name, size_t at, size_t size)
{
    hid_t type = H5Tcopy(H5T_C_S1);
    int result = type < 0 || H5Tset_size(type, size) < 0 ||
                         H5Tset_strpad(type, H5T_STR_NULLPAD) < 0 ||
                         H5Tset_cset(type, H5T_CSET_UTF8) < 0 || H5Tinsert(row, name, at, type) < 0
                     ? -1
                     : 0;
    record_hdf5_release(type);
    return result;
}

/* Packed, in the order in which hdf5_layout_row() writes it. */
static int make_row(struct hdf5_layout *layout)
{
    const struct {
        const char *name;
        hid_t type;
        size_t size;
    } numbers[NUMBERS] = {{"offset", H5T_NATIVE_UINT64, 8},
                          {"size", H5T_NATIVE_UINT64, 8},
                          {"width", H5T_NATIVE_INT32, 4},
                          {"height", H5T_NATIVE_INT32, 4},
                          {"hash", H5T_NATIVE_UINT64, 8}};
    size_t at = layout->texts.name + layout->texts.source;
    layout->row_size = at + NUMBERS_SIZE;
    layout->row = H5Tcreate(H5T_COMPOUND, layout->row_size);
    if (layout->row < 0 || insert_text(layout->row, "name", 0, layout->texts.name) ||
        insert_text(layout->row, "source", layout->texts.name, layout->texts.source))
        return -1;
    for (int i = 0; i < NUMBERS; at += numbers[i++].size)
        if (H5Tinsert(layout->row, numbers[i].name, at, numbers[i].type) < 0)
            return -1;
    return 0;
}

/* A table that grows, with checksums; packed, where the build of HDF5 can. */
static hid_t make_table(hid_t file, const char *name, hid_t type, hsize_t chunk, bool packed)
{
    const hsize_t none = 0, unlimited = H5S_UNLIMITED;
    hid_t space = H5Screate_simple(1, &none, &unlimited), creation = H5Pcreate(H5P_DATASET_CREATE);
    hid_t table = -1;
    bool packs = packed && H5Zfilter_avail(H5Z_FILTER_DEFLATE) > 0;
    if (space >= 0 && creation >= 0 && H5Pset_chunk(creation, 1, &chunk) >= 0 &&
        (!packs || H5Pset_deflate(creation, DEFLATE) >= 0) && H5Pset_fletcher32(creation) >= 0)
        table = H5Dcreate2(file, name, type, space, H5P_DEFAULT, creation, H5P_DEFAULT);
    record_hdf5_release(creation);
    record_hdf5_release(space);
    return table;
}

int hdf5_layout_create(struct hdf5_layout *layout, const char *path, struct hdf5_texts texts,
                       hsize_t chunk, hsize_t rows)
{
    *layout = (struct hdf5_layout){.texts = {texts.name + 1, texts.source + 1}};
    hid_t file = open_file(path, CREATES);
    layout->file = file > 0 ? file : 0;
    if (file < 0 || make_row(layout) ||
        (layout->bytes = make_table(file, "bytes", H5T_STD_U8LE, chunk, false)) < 0 ||
        (layout->index = make_table(file, "index", layout->row, rows, true)) < 0)
        return -1;
    return put_text(file, "title", "Parallax: images as they would be in files") ||
                   put_text(layout->bytes, "long_name", "files, one behind the other") ||
                   put_text(layout->index, "long_name",
                            "name; source; offset and size in /bytes, in bytes; width and height "
                            "in pixels, 0: not known; hash: XXH3 of the bytes, 64 bits")
               ? -1
               : 0;
}

int hdf5_layout_open(struct hdf5_layout *layout, const char *path)
{
    hid_t file = open_file(path, MENDS);
    *layout = (struct hdf5_layout){.file = file > 0 ? file : 0};
    return file < 0 || (layout->bytes = H5Dopen2(file, "bytes", H5P_DEFAULT)) < 0 ||
                   (layout->index = H5Dopen2(file, "index", H5P_DEFAULT)) < 0
               ? -1
               : 0;
}

static uint8_t *put_bytes(uint8_t *at, const void *data, size_t size)
{
    memcpy(at, data, size);
    return at + size;
}

void hdf5_layout_row(const struct hdf5_layout *layout, const struct shard_item *item,
                     uint64_t offset, uint8_t *row)
{
    const uint64_t size = item->bytes->size;
    const int32_t width = item->shape.width, height = item->shape.height;
    size_t name = strlen(item->name), source = strlen(item->source);
    memset(row, 0, layout->texts.name + layout->texts.source);
    memcpy(row, item->name, name < layout->texts.name ? name : layout->texts.name);
    memcpy(row + layout->texts.name, item->source,
           source < layout->texts.source ? source : layout->texts.source);
    uint8_t *at = row + layout->texts.name + layout->texts.source;
    at = put_bytes(at, &offset, sizeof offset);
    at = put_bytes(at, &size, sizeof size);
    at = put_bytes(at, &width, sizeof width);
    at = put_bytes(at, &height, sizeof height);
    put_bytes(at, &item->hash, sizeof item->hash);
}

static void release(hid_t *id)
{
    if (*id > 0)
        record_hdf5_release(*id);
    *id = 0;
}

int hdf5_layout_cut(const struct hdf5_layout *layout, uint64_t bytes, uint64_t rows)
{
    const hsize_t byte_count = bytes, row_count = rows;
    return H5Dset_extent(layout->index, &row_count) < 0 ||
                   H5Dset_extent(layout->bytes, &byte_count) < 0
               ? -1
               : 0;
}

int hdf5_layout_flush(const struct hdf5_layout *layout)
{
    return H5Fflush(layout->file, H5F_SCOPE_LOCAL) < 0 ? -1 : 0;
}

int hdf5_layout_complete(struct hdf5_layout *layout)
{
    release(&layout->index);
    release(&layout->bytes);
    release(&layout->row);
    if (record_hdf5_close(&layout->file))
        return -1;
    layout->file = 0;
    return 0;
}

void hdf5_layout_close(struct hdf5_layout *layout)
{
    release(&layout->index);
    release(&layout->bytes);
    release(&layout->row);
    if (layout->file > 0)
        H5Fclose(layout->file);
    layout->file = 0;
}

int hdf5_layout_read(hid_t bytes, uint64_t offset, size_t size, uint8_t *data)
{
    const hsize_t start = offset, count = size;
    hid_t space = H5Dget_space(bytes), memory = H5Screate_simple(1, &count, NULL);
    int result =
        space < 0 || memory < 0 ||
                H5Sselect_hyperslab(space, H5S_SELECT_SET, &start, NULL, &count, NULL) < 0 ||
                H5Dread(bytes, H5T_NATIVE_UCHAR, memory, space, H5P_DEFAULT, data) < 0
            ? -1
            : 0;
    record_hdf5_release(memory);
    record_hdf5_release(space);
    return result;
}

int hdf5_layout_read_file(const char *path, uint64_t offset, size_t size, uint8_t *data)
{
    hid_t file = open_file(path, READS);
    hid_t bytes = file < 0 ? -1 : H5Dopen2(file, "bytes", H5P_DEFAULT);
    int result = bytes < 0 ? -1 : hdf5_layout_read(bytes, offset, size, data);
    record_hdf5_release(bytes);
    if (file >= 0)
        H5Fclose(file);
    return result;
}

int hdf5_layout_link(const char *path, char *const *names, int count)
{
    hid_t file = open_file(path, CREATES);
    int result = file < 0 ? -1 : put_text(file, "title", "Parallax: shards beside this file");
    for (int i = 0; i < count && result == 0; ++i) {
        char group[SHARD_NAME_SIZE];
        snprintf(group, sizeof group, "%.*s", (int)strcspn(names[i], "."), names[i]);
        if (H5Lcreate_external(names[i], "/", file, group, H5P_DEFAULT, H5P_DEFAULT) < 0)
            result = -1;
    }
    if (file >= 0 && H5Fclose(file) < 0)
        result = -1;
    return result;
}
