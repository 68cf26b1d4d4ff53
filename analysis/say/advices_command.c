/* The command that runs a cell's work, and for how many studies there is advice. */
#include <string.h>

#include "analysis/data/model_kind.h"
#include "analysis/say/advices.h"
#include "analysis/text.h"

void advices_command(const struct cell *cell, char *buffer, size_t size)
{
    const struct run_row *row = cell->runs[0]->row;
    char raw[512] = "";
    if (strcmp(row->start, "direct") != 0 && model_kind_of(row) >= MODEL_PROCESSES)
        text_append(raw, sizeof raw, "%s -n %d ", row->start[0] != '\0' ? row->start : "mpirun",
                    row->ranks);
    text_append(raw, sizeof raw, "%s_%s", row->kernel, row->model);
    if (row->process_start[0] != '\0')
        text_append(raw, sizeof raw, " --ranks %d", row->ranks);
    if (row->model_threads == 1)
        text_append(raw, sizeof raw, " --threads %d", row->threads);
    if (cell->workers > 1 && row->schedule[0] != '\0' && strcmp(row->schedule, "none") != 0)
        text_append(raw, sizeof raw, " --schedule %s", row->schedule);
    if (row->chunk > 0)
        text_append(raw, sizeof raw, " --chunk %d", row->chunk);
    if (strcmp(row->mode, "split") == 0)
        text_append(raw, sizeof raw, " --split");
    text_plain(buffer, size, raw);
}

size_t advices_count(const struct cells *cells)
{
    size_t count = 0;
    for (size_t i = 0; i < cells->study_count; ++i)
        count += advice_can(&cells->studies[i]) ? 1 : 0;
    return count;
}
