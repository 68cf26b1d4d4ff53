/* What is in a directory that is open. */
#ifndef PARALLAX_COMMON_DIRECTORY_H
#define PARALLAX_COMMON_DIRECTORY_H

#include <dirent.h>

/* The entries of the directory `name` ("." is itself) in the one that is open as `parent`, whose
 * place in its own list stays as it is. Through no symbolic link. The caller closes it by
 * closedir(). NULL with errno. Any thread. */
DIR *directory_list(int parent, const char *name);

#endif
