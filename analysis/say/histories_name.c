/* What builds, their revisions and the answers about them are called. */
#include "analysis/say/histories_name.h"

#include <stdio.h>
#include <string.h>

#include "analysis/data/names.h"

const char *const histories_answers[EQUIVALENCES] = {"undecided", "equal", "faster", "slower"};

void histories_name(size_t build, char *buffer, size_t size)
{
    if (build < 26)
        snprintf(buffer, size, "%c", (char)('A' + build));
    else
        snprintf(buffer, size, "#%zu", build + 1);
}

void histories_revision(const struct cells *build, char *buffer, size_t size)
{
    static const char fact[] = "parallax.revision ";
    const char *found = build->cell_count > 0 ? strstr(build->runs[0]->build, fact) : NULL;
    if (!found) {
        snprintf(buffer, size, "unknown");
        return;
    }
    found += sizeof fact - 1;
    snprintf(buffer, size, "%.*s", (int)strcspn(found, ";"), found);
}

void histories_cell(const struct history *history, const struct history_cell *cell, char *buffer,
                    size_t size)
{
    const size_t build = cell->steps[0].from;
    const struct cells *cells = &history->builds[build];
    char layout[64];
    names_layout(cells, cell->cells[build], layout, sizeof layout);
    snprintf(buffer, size, "%s %s", cells->curves[cell->cells[build]->curve].name, layout);
}
