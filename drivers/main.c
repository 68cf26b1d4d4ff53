/* A program of this suite: KERNEL, MODEL and the model's RUNTIMES come from the build. */
#include "drivers/harness.h"

extern const struct kernel KERNEL;
extern const struct model MODEL;

int main(int argc, char **argv)
{
    const struct program program = {&KERNEL, &MODEL, RUNTIMES};
    return harness_main(&program, argc, argv);
}
