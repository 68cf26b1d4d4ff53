/* Loaded before a program: a file system without locks. The variable NO_LOCKS is what flock() says:
 * the number of an error. */
#include <errno.h>
#include <stdlib.h>
#include <sys/file.h>

int flock(int file, int operation)
{
    const char *error = getenv("NO_LOCKS");
    (void)file;
    (void)operation;
    errno = error ? atoi(error) : ENOLCK;
    return -1;
}
