/* A program of this suite: KERNEL and MODEL come from the build. */
#include "drivers/harness.h"

extern const struct kernel KERNEL;
extern const struct model MODEL;

int main(int argc, char **argv)
{
    return harness_main(&KERNEL, &MODEL, argc, argv);
}
