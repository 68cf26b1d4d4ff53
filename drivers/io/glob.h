/* Patterns that stand for files, of any directories: *.jpg, 2024-??, [a-c], and ** for any depth.
 */
#ifndef PARALLAX_IO_GLOB_H
#define PARALLAX_IO_GLOB_H

#include <stdbool.h>
#include <stdint.h>

/* DESIGN. A pattern is matched part by part, as the shell does: `*`, `?` and `[…]` within a name
 * (fnmatch()), `**` alone for any number of directories, none as well. No wildcard matches a dot at
 * the beginning of a name. While directories are walked, the set of parts that may match next is a
 * word of bits, as of a finite automaton: each directory is read once and each file found once,
 * however many `**` there are. */

enum { GLOB_PARTS_MAX = 63 };

struct glob {
    char *text;                        /* what the parts are in */
    const char *parts[GLOB_PARTS_MAX]; /* behind the base */
    int count;
    char *base; /* the directory that the first parts name, which have no wildcards; "" for none */
};

/* Whether any wildcard is in it. */
bool glob_is(const char *text);

/* Takes `pattern` apart. 1: it has too many parts; -1: no memory. The caller frees *glob. */
int glob_parse(struct glob *glob, const char *pattern);
void glob_free(struct glob *glob);

/* Which parts may match what is in the base directory. */
uint64_t glob_begin(const struct glob *glob);

/* Which parts may match what is in the directory `name`, given those for the directory that it is
 * in; 0: nothing below it can match. */
uint64_t glob_enter(const struct glob *glob, uint64_t parts, const char *name);

/* Whether the file `name` matches. */
bool glob_takes(const struct glob *glob, uint64_t parts, const char *name);

/* Whether its last part says how files' names end: there is a "." in it. */
bool glob_names_ending(const struct glob *glob);

#endif
