/* What studies and curves are called. */
#include "analysis/data/names.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/data/fields.h"
#include "analysis/memory.h"
#include "analysis/text.h"
#include "drivers/common/number.h"

static const struct run_row *curve_row(const struct cells *cells, const struct curve *curve)
{
    return &cells->cells[curve->first].runs[0]->key;
}

/* One rank has nobody to share with: its "none" is no choice that a name should tell; nor is what
 * follows from `distribute`. */
static bool is_choice(const struct field *field, const struct run_row *row)
{
    char value[64];
    field_format(field, row, value, sizeof value);
    if (strcmp(field->name, "transfer") == 0)
        return strcmp(value, "pipe") == 0 || strcmp(value, "shared") == 0;
    return strcmp(value, "none") != 0;
}

static bool differs(const struct cells *cells, const struct curve *curve, const struct field *field)
{
    const struct study *study = &cells->studies[curve->study];
    const struct run_row *row = curve_row(cells, curve);
    for (size_t i = study->first; i < study->first + study->count; ++i) {
        const struct run_row *other = curve_row(cells, &cells->curves[i]);
        if (strcmp(row->model, other->model) == 0 && field_compare(field, row, other) != 0 &&
            is_choice(field, row) && is_choice(field, other))
            return true;
    }
    return false;
}

/* Most words say themselves what they are about: block, counter, fork. */
static void append_choice(struct curve *curve, const struct field *field, const char *value)
{
    const size_t size = sizeof curve->name;
    if (strcmp(field->name, "threads") == 0)
        text_append(curve->name, size, " %s thread%s/rank", value,
                    strcmp(value, "1") == 0 ? "" : "s");
    else if (field->type == FIELD_TEXT && value[0] != '\0' && strcmp(field->name, "pool") != 0)
        text_append(curve->name, size, " %s", value);
    else
        text_append(curve->name, size, " %s=%s", field->name, value[0] != '\0' ? value : "unknown");
}

static void name_curve(const struct cells *cells, struct curve *curve)
{
    const struct run_row *row = curve_row(cells, curve);
    text_plain(curve->name, sizeof curve->name, row->model);
    for (const struct field *field = fields; field->name; ++field) {
        if (!field_is_of(field, FIELD_CURVE, row) || !is_choice(field, row) ||
            !differs(cells, curve, field))
            continue;
        char value[64], plain[64];
        field_format(field, row, value, sizeof value);
        text_plain(plain, sizeof plain, value);
        append_choice(curve, field, plain);
    }
}

void names_layout(const struct cells *cells, const struct cell *cell, char *buffer, size_t size)
{
    const struct run_row *row = &cell->runs[0]->key;
    const struct curve *curve = &cells->curves[cell->curve];
    snprintf(buffer, size, "%dx%d", row->ranks, row->threads);
    for (const struct field *field = fields; field->name; ++field) {
        bool tells = false;
        for (size_t i = curve->first; i < curve->first + curve->count; ++i) {
            const struct run_row *other = &cells->cells[i].runs[0]->key;
            tells = tells || (row->ranks == other->ranks && row->threads == other->threads &&
                              field_compare(field, row, other) != 0);
        }
        if (tells && field_is_of(field, FIELD_CELL, row)) {
            char value[64], plain[64];
            field_format(field, row, value, sizeof value);
            text_plain(plain, sizeof plain, value);
            text_append(buffer, size, " %s=%s", field->name, plain);
        }
    }
}

static void name_study(struct study *study)
{
    const struct run_row *row = study->run->row;
    char raw[sizeof study->title];
    snprintf(raw, sizeof raw, "%s %s: %s", row->study,
             field_study_is(row, "single") ? "runs" : "scaling", row->kernel);
    if (row->kernel_version[0] != '\0')
        text_append(raw, sizeof raw, " (revision %s)", row->kernel_version);
    text_append(raw, sizeof raw, "%s%s; %s, ", row->params[0] != '\0' ? " " : "", row->params,
                row->mode);
    if (study->weak)
        text_append(raw, sizeof raw, "%s Mpixel per worker",
                    number_short((double)row->pixels_per_worker / 1e6, 4).text);
    else
        text_append(raw, sizeof raw, "%lld images", (long long)row->images);
    if (row->width > 0 && study->weak) { /* photographs have no one size */
        text_append(raw, sizeof raw, ", %d wide, %d channels", row->width, row->channels);
    } else if (row->width > 0) {
        text_append(raw, sizeof raw, " of %dx%dx%d", row->width, row->height, row->channels);
    }
    if (!study->weak)
        text_append(raw, sizeof raw, " (%s Mpixel)",
                    number_short((double)row->pixels / 1e6, 4).text);
    text_append(raw, sizeof raw, "; variant %s; %s", row->variant, row->source);
    if (row->delay_s > 0)
        text_append(raw, sizeof raw, " with a delay of %s s", number_short(row->delay_s, 4).text);
    text_append(raw, sizeof raw, " to %s, %s cache%s%s%s%s; %s", row->sink, row->cache,
                row->hash_timed ? ", hashing timed" : "", row->simulated ? ", SIMULATED" : "",
                row->codec_version[0] != '\0' ? "; " : "", row->codec_version,
                study->run->cpu_model[0] != '\0' ? study->run->cpu_model : "unknown CPU");
    text_plain(study->title, sizeof study->title, raw);
}

void names_apart(const struct run *run, const struct run *const *others, size_t count, char *buffer,
                 size_t size)
{
    bool differs = false;
    buffer[0] = '\0';
    for (size_t i = 0; i < count; ++i)
        differs = differs || strcmp(run->machine, others[i]->machine) != 0;
    if (differs)
        text_append(buffer, size, "on %s", run->machine);
    for (enum build_part part = 0; part < BUILD_PARTS; ++part) {
        const char *own = build_part(&run->build, part);
        differs = false;
        for (size_t i = 0; i < count; ++i)
            differs = differs || strcmp(own, build_part(&others[i]->build, part)) != 0;
        if (!differs)
            continue;
        text_append(buffer, size, "%s", buffer[0] != '\0' ? ", " : "");
        build_say_part(&run->build, part, buffer, size);
    }
}

/* Studies of one title differ in where they were measured, or by what: those say it. Studies are
 * sorted, so that they stand together. */
static void tell_apart(struct study *studies, size_t count)
{
    const struct run **runs = memory_array(count, sizeof *runs);
    for (size_t i = 0; i < count; ++i)
        runs[i] = studies[i].run;
    for (size_t begin = 0, end; begin < count; begin = end) {
        for (end = begin + 1; end < count && strcmp(studies[end].title, studies[begin].title) == 0;)
            ++end;
        for (size_t i = begin; i < end; ++i)
            names_apart(runs[i], runs + begin, end - begin, studies[i].apart,
                        sizeof studies[i].apart);
    }
    free(runs);
    for (size_t i = 0; i < count; ++i)
        if (studies[i].apart[0] != '\0')
            text_append(studies[i].title, sizeof studies[i].title, "; %s", studies[i].apart);
}

void names_give(struct cells *cells)
{
    for (size_t i = 0; i < cells->study_count; ++i)
        name_study(&cells->studies[i]);
    tell_apart(cells->studies, cells->study_count);
    for (size_t i = 0; i < cells->curve_count; ++i)
        name_curve(cells, &cells->curves[i]);
}
