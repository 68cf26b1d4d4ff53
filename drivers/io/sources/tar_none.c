/* In a build without libarchive compressed archives are refused, in plain words. */
#include "drivers/io/sources/tar_stream.h"

const struct tar_stream_library *tar_stream_library(struct failure *failure)
{
    failure_set(failure, "read", "no-library",
                "compressed archives need libarchive, which was missing when this program was "
                "built: unpack it to .tar");
    return NULL;
}
