/* The standard descriptors, open whatever we inherited. */
#include "drivers/common/standard.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

#include "drivers/common/exit_code.h"

void standard_open(void)
{
    for (int number = STDIN_FILENO; number <= STDERR_FILENO; ++number) {
        if (fcntl(number, F_GETFD) >= 0 || errno != EBADF)
            continue;
        /* The lowest number that is free is this one: those below are open. */
        if (open("/dev/null", number == STDIN_FILENO ? O_RDONLY : O_WRONLY) != number)
            _exit(EXIT_CONFIG);
    }
}

int standard_flush(void)
{
    errno = 0;
    if (fflush(stdout) == 0 && !ferror(stdout))
        return 0;
    errno = errno ? errno : EIO; /* an earlier write failed, and took the reason with it */
    return -1;
}
