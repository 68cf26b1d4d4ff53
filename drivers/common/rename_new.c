/* A rename that replaces nothing: Linux's. */
#define _GNU_SOURCE /* renameat2() */
#include "drivers/common/rename_new.h"

#include <stdio.h>

int rename_new(int directory, const char *old, const char *name)
{
    return renameat2(directory, old, directory, name, RENAME_NOREPLACE);
}
