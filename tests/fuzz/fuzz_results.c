/* Fuzz target: results files. HDF5 sees those without a seal in a process of its own, which may
 * end; this one may not. */
#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "drivers/record/record.h"
#include "tests/fuzz/fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char path[] = "/tmp/parallax-fuzz-XXXXXX", message[512] = "";
    struct results results = {0};
    int descriptor = mkstemp(path);
    assert(descriptor >= 0);
    FILE *file = fdopen(descriptor, "wb");
    assert(file && fwrite(data, 1, size, file) == size && fclose(file) == 0);
    int result = record_read(path, &results, message, sizeof message);
    assert(result == 0 || (*message && results.run_count == 0));
    fuzz_sink += (unsigned)results.run_count;
    record_results_free(&results);
    unlink(path);
    return 0;
}
