/* fetch: no computation at all. The bytes of every item go from the source to the sink as they are,
 * so that what is measured is reading, downloading and storing. */
#include "kernels/kernel.h"

const struct kernel kernel_fetch = {
    .name = "fetch",
    .summary = "copies or downloads bytes as they are",
    .revision = 1,
    .raw = true,
    .variants = {{.name = "c"}},
};
