/* What is said of a run before, or in place of, what it does. */
#include <stdio.h>

#include "drivers/run/run.h"

int run_complain(const struct team *team, const struct kernel *kernel, int code,
                 const char *message)
{
    if (team->rank == 0) {
        fprintf(stderr, "%s_%s: ", kernel->name, team->model->name);
        failure_print(stderr, message);
        fputc('\n', stderr);
    }
    return code;
}
