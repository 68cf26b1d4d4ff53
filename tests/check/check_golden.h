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

/* Case number `index`, 0 … golden_count - 1, of goldens[]; -1 if the kernel lacks an option. */
int golden_case(struct check_case *made, const struct kernel *kernel, int index);

#endif
