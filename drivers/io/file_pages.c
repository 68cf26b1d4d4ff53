/* What this machine holds of a file in memory. */
#define _DEFAULT_SOURCE /* mincore() */
#include <fcntl.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

#include "drivers/io/file.h"

/* Whether no page of the file is in memory; false, too, where that cannot be told. */
static bool is_away(int file, size_t size)
{
    size_t page = (size_t)sysconf(_SC_PAGESIZE), count = (size + page - 1) / page, there = 0;
    void *map = mmap(NULL, size, PROT_READ, MAP_SHARED, file, 0);
    unsigned char *pages = malloc(count);
    bool known = map != MAP_FAILED && pages && mincore(map, size, pages) == 0;
    for (size_t i = 0; known && i < count; ++i)
        there += pages[i] & 1;
    free(pages);
    if (map != MAP_FAILED)
        munmap(map, size);
    return known && there == 0;
}

int file_forget_pages(const char *path)
{
    struct stat status;
    int file = file_open(path), result = -1;
    if (file < 0)
        return -1;
    if (fstat(file, &status) == 0 && S_ISREG(status.st_mode)) {
        fdatasync(file); /* pages that are not on the disk yet stay */
        posix_fadvise(file, 0, 0, POSIX_FADV_DONTNEED);
        result = status.st_size == 0 || is_away(file, (size_t)status.st_size) ? 0 : -1;
    }
    close(file);
    return result;
}
