/* Fuzz target: the headers of tar archives. */
#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "drivers/io/sources/tar_header.h"
#include "drivers/io/sources/tar_index.h"
#include "tests/fuzz/fuzz.h"

static int take(void *context, const struct tar_member *member, struct failure *failure)
{
    (void)context, (void)failure;
    assert(member->name && member->size >= 0 && member->place >= TAR_BLOCK);
    fuzz_sink += (unsigned)strlen(member->name);
    return 0;
}

static void index_file(FILE *archive)
{
    struct tar_file file = {.fd = fileno(archive)};
    struct failure failure = {.code = NULL};
    if (tar_index(&file, NULL, take, NULL, &failure))
        assert(failure.code && *failure.message);
}

/* As whoever damages an archive on purpose would do: else hardly any header is looked into. */
static void correct_sums(uint8_t *data, size_t size)
{
    for (uint8_t *block = data; size >= TAR_BLOCK; block += TAR_BLOCK, size -= TAR_BLOCK) {
        unsigned sum = 0;
        char digits[16];
        memset(block + TAR_SUM, ' ', TAR_SUM_SIZE);
        for (int i = 0; i < TAR_BLOCK; ++i)
            sum += block[i];
        snprintf(digits, sizeof digits, "%06o", sum);
        memcpy(block + TAR_SUM, digits, 7);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    FILE *archive = tmpfile();
    uint8_t *copy = malloc(size + 1);
    assert(archive && copy);
    if (size)
        memcpy(copy, data, size);
    for (int corrected = 0; corrected < 2; ++corrected) {
        if (pwrite(fileno(archive), copy, size, 0) == (ssize_t)size)
            index_file(archive);
        correct_sums(copy, size);
    }
    free(copy);
    fclose(archive);
    return 0;
}
