/* The verdicts for programs. */
#include "analysis/say/verdict_json.h"

#include "analysis/say/json_interval.h"
#include "analysis/say/verdict_command.h"
#include "analysis/say/verdict_lines.h"

static void put_lines(struct json *json, const struct verdict_facts *facts)
{
    struct verdict_lines lines;
    verdict_lines_make(&lines, facts);
    json_text(json, "answer", lines.answer.text);
    json_text(json, "speed", lines.speed.text);
    json_text(json, "why", lines.why.text);
    json_text(json, "trust", lines.trust.text);
    json_text(json, "limit", lines.limit.text);
}

/* How a cell works; null: there is none. */
static void put_way(struct json *json, const char *name, const struct cell *cell)
{
    char command[VERDICT_WORDS];
    if (!cell) {
        json_null(json, name);
        return;
    }
    const struct run_row *row = cell->runs[0]->row;
    verdict_command(cell, true, command, sizeof command);
    json_open(json, name, '{');
    json_text(json, "model", row->model);
    json_whole(json, "workers", cell->workers);
    json_whole(json, "ranks", row->ranks);
    json_whole(json, "threads", row->threads);
    json_text(json, "command", command);
    json_interval(json, "time_s", cell->time);
    json_interval(json, "images_per_s", cell->image_rate);
    json_interval(json, "speedup", cell->speedup);
    json_interval(json, "efficiency", cell->efficiency);
    json_close(json, '}');
}

static void put_counts(struct json *json, const struct verdict_facts *facts)
{
    json_whole(json, "ways", (int64_t)facts->ways);
    json_whole(json, "candidates", (int64_t)facts->candidates);
    json_whole(json, "too_few_runs", (int64_t)facts->few);
    json_whole(json, "disturbed", (int64_t)facts->disturbed);
    json_whole(json, "unplaced", (int64_t)facts->unplaced);
    json_whole(json, "threaded", (int64_t)facts->threaded);
    json_whole(json, "invalid", (int64_t)facts->invalid);
    json_whole(json, "ties", (int64_t)facts->ties);
    json_whole(json, "repetitions", facts->chosen ? (int64_t)facts->chosen->used_count : 0);
}

static void put_verdict(struct json *json, const struct cells *cells, const struct study *study)
{
    struct verdict_facts facts;
    verdict_gather(&facts, cells, study, cells->study_count);
    const bool chosen = facts.kind == VERDICT_ANSWER;
    json_open(json, NULL, '{');
    json_text(json, "kernel", study->run->row->kernel);
    json_text(json, "study", study->run->row->study);
    json_text(json, "kind", verdict_kinds[facts.kind]);
    json_text(json, "trust_level", verdict_trusts[facts.trust]);
    put_lines(json, &facts);
    put_way(json, "use", chosen ? facts.chosen : NULL);
    put_way(json, "as_well", chosen ? facts.other : NULL);
    put_way(json, "lowest_mean", facts.best);
    put_way(json, "rival", facts.rival);
    json_interval(json, "rival_time_ratio", facts.rival_ratio);
    json_number(json, "seen", facts.seen);
    if (facts.needed > 0)
        json_whole(json, "repetitions_for_5_percent", (int64_t)facts.needed);
    else
        json_null(json, "repetitions_for_5_percent");
    json_number(json, "machine_allows", facts.allowed);
    json_number(json, "machine_speed", facts.speed);
    json_interval(json, "collection_s", facts.collection);
    put_counts(json, &facts);
    json_close(json, '}');
}

void verdict_put(struct json *json, const struct cells *cells)
{
    json_open(json, "verdicts", '[');
    for (size_t i = 0; i < cells->study_count; ++i)
        put_verdict(json, cells, &cells->studies[i]);
    json_close(json, ']');
}
