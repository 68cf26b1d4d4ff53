/* A rename that replaces nothing, where the C library has none. */
#include <errno.h>

#include "drivers/common/rename_new.h"

int rename_new(int directory, const char *old, const char *name)
{
    (void)directory;
    (void)old;
    (void)name;
    errno = ENOSYS;
    return -1;
}
