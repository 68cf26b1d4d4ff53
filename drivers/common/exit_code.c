/* Which exit code an error of the operating system leads to. */
#include "drivers/common/exit_code.h"

#include <errno.h>

enum exit_code exit_code_of_output(int error)
{
    switch (error) {
    case ENOSPC:
    case EDQUOT:
    case EFBIG:
    case EIO:
        return EXIT_IO;
    case ENOMEM:
        return EXIT_MEMORY;
    case ELIBACC: /* what would write it cannot be loaded */
        return EXIT_CONFIG;
    default:
        return EXIT_CREATE;
    }
}
