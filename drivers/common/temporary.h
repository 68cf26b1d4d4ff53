/* Files while they are written: under a hidden name that says by whom, then under their own. */
#ifndef PARALLAX_COMMON_TEMPORARY_H
#define PARALLAX_COMMON_TEMPORARY_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/stat.h>

enum { TEMPORARY_SIZE = 256 }; /* of a name, with its NUL */

/* A name that nobody else takes: ".STEM.parallax-HOST-SPACE-PID-START-N.tmp", of the machine, the
 * name space of process ids, the process and its start; without STEM if that is "" or too long. Any
 * thread may call it. */
void temporary_name(char name[TEMPORARY_SIZE], const char *stem);

/* Makes another such name of one that this process has made: no system call, for who writes many.
 */
void temporary_name_next(char name[TEMPORARY_SIZE]);

/* Whether `name` in the directory that is open as `directory` is such a name, of a process that is
 * gone: one of this machine that is not there any more; of another machine, one that has not
 * written for a day. */
bool temporary_is_abandoned(int directory, const char *name);

/* Whether it is such a name, of a process of this machine that surely is not there any more. */
bool temporary_is_gone(int directory, const char *name);

/* Whether `name` is such a name, for STEM `stem`. */
bool temporary_is_for(const char *name, const char *stem);

/* Removes all abandoned ones in the directory that is open as `directory`, as far as allowed.
 * Returns whether nothing else is in it; false where that is not known. */
bool temporary_sweep(int directory);

/* Gives the complete file `temporary` its name, both in `directory` (or AT_FDCWD). With `replace`
 * in the place of what has that name; else only if it is free, which the file system decides
 * without a race, by a rename or a link (one that has neither gets a look before the rename). A
 * network's file system may repeat a request whose answer was lost, and then say that it failed:
 * what has the name is looked at before that is believed. 0, or -1 with errno: then `temporary` is
 * still there. */
int temporary_publish(int directory, const char *temporary, const char *name, bool replace);
/* The same for who has the status of `temporary` already. */
int temporary_publish_known(int directory, const char *temporary, const struct stat *ours,
                            const char *name, bool replace);

/* Gives the open file the permissions of the one that it is to replace, and its owner, where that
 * is allowed. */
void temporary_take_over(int file, const struct stat *old);

#endif
