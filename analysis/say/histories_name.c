/* What builds, their revisions and the answers about them are called. */
#include "analysis/say/histories_name.h"

#include <stdio.h>
#include <string.h>

#include "analysis/data/names.h"
#include "analysis/text.h"

const char *const histories_answers[EQUIVALENCES] = {"undecided", "equal", "faster", "slower"};

void histories_name(size_t build, char *buffer, size_t size)
{
    if (build < 26)
        snprintf(buffer, size, "%c", (char)('A' + build));
    else
        snprintf(buffer, size, "#%zu", build + 1);
}

static const char *revision_of(const struct cells *build, size_t study)
{
    return build_part(&build->studies[study].run->build, BUILD_REVISION);
}

void histories_revision(const struct cells *build, char *buffer, size_t size)
{
    buffer[0] = '\0';
    for (size_t i = 0, k; i < build->study_count; ++i) {
        char plain[64];
        for (k = 0; strcmp(revision_of(build, k), revision_of(build, i)) != 0;)
            ++k;
        if (k < i)
            continue;
        text_plain(plain, sizeof plain, revision_of(build, i));
        text_append(buffer, size, "%s%s", i > 0 ? " + " : "", plain[0] != '\0' ? plain : "unknown");
    }
}

void histories_apart(const struct history *history, size_t build, char *buffer, size_t size)
{
    const struct run *run = history->builds[build].studies[0].run;
    buffer[0] = '\0';
    for (enum build_part part = BUILD_REVISION + 1; part < BUILD_PARTS; ++part)
        for (size_t i = 0; i < history->build_count; ++i) {
            const struct run *other = history->builds[i].studies[0].run;
            if (strcmp(build_part(&run->build, part), build_part(&other->build, part)) == 0)
                continue;
            text_append(buffer, size, "; ");
            build_say_part(&run->build, part, buffer, size);
            break;
        }
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
