/* Prints, a line each, what a verdict says to type for every cell of results: print_commands
 * RESULTS… */
#include <stdio.h>

#include "analysis/say/verdict_command.h"
#include "analysis/verbs/verbs.h"

int main(int argc, char **argv)
{
    struct study_set set;
    char command[512];
    const int code = verbs_load(&set, argc - 1, argv + 1, true);
    for (size_t i = 0; code == 0 && i < set.cells.cell_count; ++i) {
        verdict_command(&set.cells.cells[i], true, command, sizeof command);
        puts(command);
    }
    verbs_unload(&set);
    return code;
}
