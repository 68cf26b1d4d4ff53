/* Golden hashes: what the plain C variants gave when they were last looked at by a person. */
#ifndef PARALLAX_CHECK_GOLDEN_H
#define PARALLAX_CHECK_GOLDEN_H

#include "tests/check/check_case.h"

struct golden {
    const char *kernel, *options; /* "name=value …"; the others have their initial value. First may
                                   * stand original=WxH, what src was before a decoder shrank it */
    struct shape src;
    enum case_pattern pattern;
    uint64_t hash;
};

/* The revision of the kernel that its hashes were stored with; 0: it is in no list. */
int golden_revision(const char *kernel);

extern const struct golden goldens[];
extern const int golden_count;

/* The case that is meant; -1 if the kernel lacks an option. */
int golden_case(struct check_case *made, const struct kernel *kernel, const struct golden *golden);

/* Prints the lines of both tables in check_golden.c with today's revision and hashes, to be pasted:
 * those of the cases that are there, or, of a kernel that has none, of each number of channels, odd
 * sides and one pixel. Returns how many cases could not be computed, which are named. */
int golden_print(const struct kernel *kernel);

#endif
