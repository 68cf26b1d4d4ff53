/* How much memory there is for this process: the machine's, or what a control group leaves. */
#include "drivers/machine/memory.h"

#include <stdio.h>
#include <unistd.h>

#include "drivers/machine/groups.h"

/* The tightest limit so far lies in *context. */
static void look(void *context, const char *directory)
{
    static const char *const names[] = {"memory.max", "memory.limit_in_bytes"}; /* v2, v1 */
    int64_t *least = context;
    for (size_t i = 0; i < sizeof names / sizeof *names; ++i) {
        char path[2400];
        long long bytes;
        snprintf(path, sizeof path, "%s/%s", directory, names[i]);
        FILE *file = fopen(path, "r");
        if (!file)
            continue;
        if (fscanf(file, "%lld", &bytes) == 1 && bytes > 0 && bytes < *least) /* "max": no number */
            *least = bytes;
        fclose(file);
    }
}

int64_t memory_share_below(const char *root, int machine_processes, int group_processes)
{
    int64_t group = INT64_MAX;
    int64_t machine = (int64_t)sysconf(_SC_PHYS_PAGES) * sysconf(_SC_PAGESIZE) / machine_processes;
    groups_look(look, &group, root, "memory");
    group /= group_processes;
    return group < machine ? group : machine;
}

int64_t memory_share(int64_t asked, const struct placement *placement)
{
    return asked ? asked / placement->machine_ranks
                 : memory_share_below("", placement->machine_ranks, placement->local_ranks);
}
