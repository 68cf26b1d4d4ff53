/* A rename that replaces nothing, in one step: what POSIX does not have. */
#ifndef PARALLAX_COMMON_RENAME_NEW_H
#define PARALLAX_COMMON_RENAME_NEW_H

/* Renames within the directory that is open as `directory` (or AT_FDCWD). 0, or -1 with errno:
 * EEXIST, something has that name; ENOSYS or EINVAL, this system or file system cannot. */
int rename_new(int directory, const char *old, const char *name);

#endif
