/* Opens what is there of a damaged results file: a copy in memory, and the file stays as it is. */
#include <errno.h>
#include <string.h>
#include <sys/mman.h>

#include "drivers/common/exit_code.h"
#include "drivers/record/open.h"

/* HDF5 reads nothing of a file that is shorter than its head says, so the copy's head says how long
 * it is. Its first 8 bytes are known. */
static void head_mend(unsigned char *bytes, uint64_t size, int offset)
{
    /* The superblock: signature, version, …, in versions 0 and 1 where the file ends. */
    enum { VERSION = 8, END = 40, END_1 = 44, HEAD_BYTES = 96 };
    static const unsigned char signature[] = {0x89, 'H', 'D', 'F', '\r', '\n', 0x1a, '\n'};
    if (size < (uint64_t)offset + HEAD_BYTES)
        return;
    unsigned char *head = bytes + offset;
    memcpy(head, signature, sizeof signature);
    if (head[VERSION] > 1)
        return;
    unsigned char *end = head + (head[VERSION] ? END_1 : END);
    for (int i = 0; i < 8; ++i)
        end[i] = (unsigned char)(size >> 8 * i);
}

int record_open_copy(struct record_source *source)
{
    enum { INCREMENT = 1 << 16 };
    static const char nowhere[] = "/dev/null/copy"; /* a name that HDF5 must find free */
    const size_t size = (size_t)source->size;
    source->schema = RECORD_UNKNOWN;
    unsigned char *bytes =
        mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE, source->descriptor, 0);
    if (bytes == MAP_FAILED)
        return record_refuse(source, EXIT_MEMORY, "%s", strerror(errno));
    head_mend(bytes, source->size, record_seal_offset(source->seal));
    hid_t access = record_hdf5_access(false);
    source->file = H5I_INVALID_HID;
    if (access >= 0 && H5Pset_fapl_core(access, INCREMENT, false) >= 0 &&
        H5Pset_file_image(access, bytes, size) >= 0)
        source->file = H5Fopen(nowhere, H5F_ACC_RDONLY, access);
    record_hdf5_release(access);
    munmap(bytes, size);
    return source->file < 0
               ? record_refuse(source, EXIT_DATA, "unreadable: %s", record_hdf5_cause())
               : 0;
}
