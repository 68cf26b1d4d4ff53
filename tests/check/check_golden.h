/* Golden hashes: what the plain C variants gave when they were last looked at by a person. */
#ifndef PARALLAX_CHECK_GOLDEN_H
#define PARALLAX_CHECK_GOLDEN_H

#include "tests/check/check_case.h"

struct golden {
    const char *kernel, *options; /* "name=value …"; the others have their initial value */
    struct shape src;
    enum case_pattern pattern;
    uint64_t hash;
};

extern const struct golden goldens[];
extern const int golden_count;

/* Case number `index`, 0 … golden_count - 1, of goldens[]; -1 if the kernel lacks an option. */
int golden_case(struct check_case *made, const struct kernel *kernel, int index);

#endif
