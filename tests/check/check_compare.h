/* Every variant of a kernel against variants[0], and variants[0] against its own bands. */
#ifndef PARALLAX_CHECK_COMPARE_H
#define PARALLAX_CHECK_COMPARE_H

#include "tests/check/check_run.h"

/* Plans the case, runs variants[0] whole, then each variant that this CPU can run, whole and in
 * bands drawn from `seed`; all must agree in every byte and every sum, under the checks of
 * run_guarded(). Returns 0; 1 if the kernel refuses the case, which every variant must do alike
 * with EINVAL or ENOMEM; -1 with what is wrong in fault (FAULT_TEXT bytes). */
int compare_variants(const struct check_case *made, uint64_t seed, char *fault);

/* A hash of what variants[0] gives: target shape, pixels and sums. Returns 0, or -1 with a fault.
 */
int compare_hash(const struct check_case *made, uint64_t *hash, char *fault);

#endif
