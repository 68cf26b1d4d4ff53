/* The frame of what verbs say of all cells of some studies as JSON. */
#include "analysis/say/json_studies.h"

#include "analysis/data/names.h"
#include "analysis/numbers/estimate.h"

void json_studies_begin(struct json *json, const char *schema, const struct cells *cells)
{
    json_open(json, NULL, '{');
    json_text(json, "schema", schema);
    json_number(json, "confidence", ESTIMATE_CONFIDENCE);
    json_open(json, "studies", '[');
    for (size_t i = 0; i < cells->study_count; ++i)
        json_text(json, NULL, cells->studies[i].title);
    json_close(json, ']');
    json_open(json, "cells", '[');
}

void json_studies_end(struct json *json)
{
    json_close(json, ']');
    json_close(json, '}');
}

void json_studies_cell(struct json *json, const struct cells *cells, const struct cell *cell)
{
    char layout[64];
    names_layout(cells, cell, layout, sizeof layout);
    json_open(json, NULL, '{');
    json_whole(json, "study_index", (int64_t)cell->study);
    json_text(json, "curve", cells->curves[cell->curve].name);
    json_text(json, "layout", layout);
    json_whole(json, "workers", cell->workers);
    json_bool(json, "clean", cell_is_clean(cell));
}
