/* In place of libFuzzer, where the compiler has none: replays files, and changes of them that are
 * the same in every run.
 *
 * usage: TARGET [-runs=N] [FILE|DIRECTORY]…; N: changed inputs for each file. */
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "tests/fuzz/fuzz.h"

enum { INPUT_MAX = 1 << 22 };

static uint8_t original[INPUT_MAX], changed[INPUT_MAX + 64];
static long runs;

static uint64_t draw(void)
{
    static uint64_t state = 88172645463325252u;
    state ^= state << 13;
    state ^= state >> 7;
    state ^= state << 17;
    return state;
}

/* Some bytes become others, or extremes; or a part is cut out, or repeated; or the end is gone. */
static size_t change(size_t size)
{
    memcpy(changed, original, size);
    for (uint64_t edits = 1 + draw() % 4; edits && size; --edits) {
        size_t at = draw() % size, count = 1 + draw() % 32;
        count = count < size - at ? count : size - at;
        switch (draw() % 6) {
        case 0:
            changed[at] = (uint8_t)draw();
            break;
        case 1:
            changed[at] ^= (uint8_t)(1u << draw() % 8);
            break;
        case 2:
            memset(changed + at, draw() % 2 ? 0xff : 0, count < 4 ? count : 4);
            break;
        case 3:
            memmove(changed + at, changed + at + count, size - at - count);
            size -= count;
            break;
        case 4:
            if (size + count > INPUT_MAX)
                break;
            memmove(changed + at + count, changed + at, size - at);
            size += count;
            break;
        default:
            size = draw() % 4 ? size : at;
        }
    }
    return size;
}

static void replay_file(const char *path)
{
    FILE *file = fopen(path, "rb");
    if (!file) {
        perror(path);
        exit(1);
    }
    size_t size = fread(original, 1, sizeof original, file);
    fclose(file);
    printf("%s: %zu bytes\n", path, size);
    fflush(stdout); /* the last line names the file that ended the process */
    LLVMFuzzerTestOneInput(original, size);
    for (long i = 0; i < runs; ++i)
        LLVMFuzzerTestOneInput(changed, change(size));
}

static int replay_directory(const char *path)
{
    struct dirent **entries;
    int count = scandir(path, &entries, NULL, alphasort), files = 0;
    for (int i = 0; i < count; ++i) {
        char name[4096];
        struct stat status;
        snprintf(name, sizeof name, "%s/%s", path, entries[i]->d_name);
        if (stat(name, &status) == 0 && S_ISREG(status.st_mode)) {
            replay_file(name);
            ++files;
        }
        free(entries[i]);
    }
    if (count >= 0)
        free(entries);
    return files;
}

int main(int argc, char **argv)
{
    int files = 0;
    for (int i = 1; i < argc; ++i) {
        struct stat status;
        if (strncmp(argv[i], "-runs=", 6) == 0) {
            runs = strtol(argv[i] + 6, NULL, 10);
        } else if (stat(argv[i], &status) == 0 && S_ISDIR(status.st_mode)) {
            files += replay_directory(argv[i]);
        } else {
            replay_file(argv[i]);
            ++files;
        }
    }
    printf("%d files, each changed %ld times\n", files, runs);
    return files ? 0 : 1;
}
