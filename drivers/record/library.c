/* Which HDF5 this is. */
#include <stdio.h>

#include "drivers/record/hdf5.h"

void record_library(char *compiled, char *linked, size_t size)
{
    unsigned major = 0, minor = 0, release = 0;
    record_hdf5_start(); /* the first call into HDF5 decides what happens at exit */
    H5get_libversion(&major, &minor, &release);
    snprintf(compiled, size, "%d.%d.%d", H5_VERS_MAJOR, H5_VERS_MINOR, H5_VERS_RELEASE);
    snprintf(linked, size, "%u.%u.%u", major, minor, release);
}
