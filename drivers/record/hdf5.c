/* Types, access and errors of HDF5, for the other record files. */
#include "drivers/record/hdf5.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "drivers/record/lock.h"
#include "drivers/record/seal.h"

static char cause[240] = "HDF5 gives no reason";

static herr_t innermost(unsigned depth, const H5E_error2_t *error, void *context)
{
    (void)context;
    static const char system[] = "error message = '";
    if (depth > 0 || !error->desc)
        return 0;
    const char *text = strstr(error->desc, system); /* the operating system's own words, if any */
    if (text)
        text += sizeof system - 1;
    else
        text = error->desc;
    snprintf(cause, sizeof cause, "%.*s", (int)strcspn(text, text == error->desc ? "\n" : "'"),
             text);
    return 0;
}

/* HDF5 calls this instead of printing. Every call into HDF5 clears its stack, also those that clean
 * up after an error, so the text is taken at once. */
static herr_t note_error(hid_t stack, void *context)
{
    return H5Ewalk2(stack, H5E_WALK_UPWARD, innermost, context);
}

void record_hdf5_start(void)
{
    H5dont_atexit(); /* after a full disk it would crash there; we close what we open */
    H5Eset_auto2(H5E_DEFAULT, note_error, NULL);
}

const char *record_hdf5_cause(void)
{
    return cause;
}

void record_hdf5_release(hid_t id)
{
    if (id >= 0)
        H5Idec_ref(id);
}

hid_t record_hdf5_access(bool locks)
{
    hid_t access = H5Pcreate(H5P_FILE_ACCESS);
    if (access < 0)
        return access;
    herr_t result = H5Pset_fclose_degree(access, H5F_CLOSE_STRONG);
#if H5_VERSION_GE(1, 10, 7)
    if (result >= 0)
        result = H5Pset_file_locking(access, locks, 1);
#endif
    if (!locks)
        record_lock_switch_off();
    if (result >= 0)
        return access;
    record_hdf5_release(access);
    return H5I_INVALID_HID;
}

hid_t record_hdf5_create(const char *path, char *message, size_t message_size)
{
    const enum record_lock lock = record_lock_try(path);
    const int error = errno;
    message[0] = '\0';
    if (lock == RECORD_LOCK_MISSING)
        record_lock_warn(path, error, message, message_size);
    hid_t access = record_hdf5_access(lock == RECORD_LOCK_TAKEN);
    hid_t creation = H5Pcreate(H5P_FILE_CREATE), file = H5I_INVALID_HID;
    if (access >= 0 && creation >= 0 && H5Pset_userblock(creation, RECORD_SEAL_BYTES) >= 0)
        file = H5Fcreate(path, H5F_ACC_TRUNC, creation, access);
    record_hdf5_release(creation);
    record_hdf5_release(access);
    return file;
}

/* HDF5's own descriptor of the file, so that no lock is lost by closing another; -1: none. *size:
 * up to where HDF5 uses the file. */
static int descriptor_get(hid_t file, hsize_t *size)
{
    void *handle = NULL;
    if (H5Fget_filesize(file, size) < 0 || H5Fget_vfd_handle(file, H5P_DEFAULT, &handle) < 0)
        return -1;
    return *(int *)handle;
}

int record_hdf5_reserve(hid_t file, size_t bytes)
{
    enum { METADATA = 1 << 16 }; /* more than the indexes of one call grow by */
    hsize_t size;
    int descriptor = descriptor_get(file, &size);
    if (descriptor < 0)
        return -1;
    int error = posix_fallocate(descriptor, (off_t)size, (off_t)(bytes + METADATA));
    if (error != ENOSPC && error != EFBIG && error != EDQUOT)
        return 0; /* reserved, or the file system cannot reserve */
    snprintf(cause, sizeof cause, "%s", strerror(error));
    return -1;
}

int record_hdf5_close(hid_t *file)
{
    hsize_t size;
    const hid_t closed = *file;
    if (H5Fflush(closed, H5F_SCOPE_GLOBAL) < 0)
        return -1;
    int descriptor = descriptor_get(closed, &size);
    if (descriptor >= 0 && ftruncate(descriptor, (off_t)size) < 0) {
        snprintf(cause, sizeof cause, "%s", strerror(errno));
        return -1;
    }
    *file = H5I_INVALID_HID;
    return H5Fclose(closed) < 0 ? -1 : 0;
}

hid_t record_hdf5_transfer(size_t size, size_t count)
{
    enum { BUFFER_BYTES = 1 << 16 };
    size_t most = BUFFER_BYTES / size + 1;
    hid_t transfer = H5Pcreate(H5P_DATASET_XFER);
    if (transfer < 0 ||
        H5Pset_buffer(transfer, size * (count < most ? count : most), NULL, NULL) >= 0)
        return transfer;
    record_hdf5_release(transfer);
    return H5I_INVALID_HID;
}

int record_hdf5_write(hid_t dataset, hid_t type, const void *rows, size_t first, size_t count)
{
    hsize_t start = first, number = count, total = first + count;
    if (H5Dset_extent(dataset, &total) < 0)
        return -1;
    if (count == 0)
        return 0;
    hid_t space = H5Dget_space(dataset), memory = H5Screate_simple(1, &number, NULL);
    hid_t transfer = record_hdf5_transfer(H5Tget_size(type), count);
    int result = -1;
    if (space >= 0 && memory >= 0 && transfer >= 0 &&
        H5Sselect_hyperslab(space, H5S_SELECT_SET, &start, NULL, &number, NULL) >= 0 &&
        H5Dwrite(dataset, type, memory, space, transfer, rows) >= 0)
        result = 0;
    record_hdf5_release(transfer);
    record_hdf5_release(memory);
    record_hdf5_release(space);
    return result;
}

size_t record_hdf5_stride(const struct record_table *table, size_t long_size)
{
    enum { ALIGN = 8 }; /* of the next row's structure */
    if (table->fields[table->field_count - 1].kind != RECORD_LONG_TEXT)
        return table->row_size;
    return (table->row_size + long_size + ALIGN - 1) / ALIGN * ALIGN;
}

size_t record_hdf5_width(const struct fact_row *rows, size_t count)
{
    size_t width = 1;
    for (size_t i = 0; i < count; ++i) {
        size_t size = strlen(rows[i].value) + 1;
        width = size > width ? size : width;
    }
    return width;
}

void record_hdf5_widen(const struct fact_row *rows, size_t count, char *block, size_t stride)
{
    memset(block, 0, count * stride);
    for (size_t i = 0; i < count; ++i) {
        memcpy(block + i * stride, &rows[i], sizeof rows[i]);
        strcpy(block + i * stride + sizeof rows[i], rows[i].value);
    }
}

static hid_t native(enum record_kind kind)
{
    switch (kind) {
    case RECORD_INT8:
        return H5T_NATIVE_INT8;
    case RECORD_INT32:
        return H5T_NATIVE_INT32;
    case RECORD_INT64:
        return H5T_NATIVE_INT64;
    case RECORD_UINT64:
        return H5T_NATIVE_UINT64;
    default:
        return H5T_NATIVE_DOUBLE;
    }
}

int record_hdf5_insert(hid_t type, const struct record_table *table,
                       const struct record_field *field, size_t long_size, H5T_cset_t cset)
{
    if (field->kind != RECORD_TEXT && field->kind != RECORD_LONG_TEXT)
        return H5Tinsert(type, field->name, field->offset, native(field->kind)) < 0 ? -1 : 0;
    bool behind = field->kind == RECORD_LONG_TEXT;
    hid_t text = H5Tcopy(H5T_C_S1);
    int result = -1;
    if (text >= 0 && H5Tset_size(text, behind ? long_size : field->size) >= 0 &&
        H5Tset_cset(text, cset) >= 0 &&
        H5Tinsert(type, field->name, behind ? table->row_size : field->offset, text) >= 0)
        result = 0;
    record_hdf5_release(text);
    return result;
}
