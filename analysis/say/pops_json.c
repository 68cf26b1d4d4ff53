/* Where the time of every cell goes, as JSON. */
#include "analysis/say/json_interval.h"
#include "analysis/say/json_studies.h"
#include "analysis/say/pops.h"

static void put_places(struct json *json, const struct pop_cell *pop)
{
    json_open(json, "places", '[');
    for (size_t i = 0; i < pop->place_count; ++i) {
        const struct pop_place *place = &pop->places[i];
        json_open(json, NULL, '{');
        json_text(json, "kind", pop_place_names[place->kind]);
        if (place->kind != POP_NODES)
            json_whole(json, "number", place->number);
        json_text(json, "node", place->node);
        json_interval(json, "load", place->load);
        json_interval(json, "pace", place->pace);
        json_bool(json, "slower", place->slower);
        json_bool(json, "longer", place->longer);
        json_close(json, '}');
    }
    json_close(json, ']');
}

static void put_cell(struct json *json, const struct pop_set *set, const struct pop_cell *pop)
{
    json_studies_cell(json, set->all, pop->cell);
    json_whole(json, "repetitions", (int64_t)pop->repetitions);
    if (pop->missing) {
        json_text(json, "missing", pop->missing);
    } else {
        for (int q = 0; q < POP_QUANTITIES; ++q)
            json_interval(json, pop_names[q], pop->values[q]);
        json_interval(json, "CompScal", pop->scaling);
        json_interval(json, "GE", pop->global);
        json_number(json, "base_PE", pop->base_efficiency);
        json_number(json, "cpu_share", pop->cpu_share);
        put_places(json, pop);
    }
    json_close(json, '}');
}

void pops_write_json(const struct pop_set *set, FILE *out)
{
    struct json json = {.out = out};
    json_studies_begin(&json, "parallax-pop-1", set->all);
    for (size_t i = 0; i < set->count; ++i)
        put_cell(&json, set, &set->cells[i]);
    json_studies_end(&json);
}
