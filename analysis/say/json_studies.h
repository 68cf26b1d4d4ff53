/* The frame of what verbs say of all cells of some studies as JSON. */
#ifndef PARALLAX_SAY_JSON_STUDIES_H
#define PARALLAX_SAY_JSON_STUDIES_H

#include "analysis/data/cells.h"
#include "drivers/common/json.h"

/* Opens the object, with the name of its schema, the confidence of its intervals and the titles of
 * all studies, which cells name by index; then its array "cells". The second one closes both. */
void json_studies_begin(struct json *json, const char *schema, const struct cells *cells);
void json_studies_end(struct json *json);

/* Opens the object of a cell, to be closed, with what names it. */
void json_studies_cell(struct json *json, const struct cells *cells, const struct cell *cell);

#endif
