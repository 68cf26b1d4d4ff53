/* Which fields of a run decide to which study, curve and cell it belongs. */
#include "analysis/data/fields.h"

#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "analysis/data/model_kind.h"
#include "drivers/common/number.h"

/* clang-format off */
#define FIELD(name, type, strong, weak) \
    {#name, type, offsetof(struct run_row, name), strong, weak}
/* clang-format on */

/* Strong: one piece of work on ever more workers. Weak: the work grows with them, so that only the
 * share of one worker is the study's. `study` stands before any field whose level differs. */
const struct field fields[] = {
    FIELD(kernel, FIELD_TEXT, FIELD_STUDY, FIELD_STUDY),
    FIELD(kernel_version, FIELD_TEXT, FIELD_STUDY, FIELD_STUDY),
    FIELD(codec_version, FIELD_TEXT, FIELD_STUDY, FIELD_STUDY),
    FIELD(study, FIELD_TEXT, FIELD_STUDY, FIELD_STUDY),
    FIELD(mode, FIELD_TEXT, FIELD_STUDY, FIELD_STUDY),
    FIELD(params, FIELD_TEXT, FIELD_STUDY, FIELD_STUDY),
    FIELD(variant, FIELD_TEXT, FIELD_STUDY, FIELD_STUDY),
    FIELD(source, FIELD_TEXT, FIELD_STUDY, FIELD_STUDY),
    FIELD(sink, FIELD_TEXT, FIELD_STUDY, FIELD_STUDY),
    FIELD(cache, FIELD_TEXT, FIELD_STUDY, FIELD_STUDY),
    FIELD(delay_s, FIELD_DOUBLE, FIELD_STUDY, FIELD_STUDY), /* the source's: part of the work */
    FIELD(channels, FIELD_INT32, FIELD_STUDY, FIELD_STUDY),
    FIELD(width, FIELD_INT32, FIELD_STUDY, FIELD_STUDY),
    FIELD(height, FIELD_INT32, FIELD_STUDY, FIELD_CELL),
    FIELD(images, FIELD_INT64, FIELD_STUDY, FIELD_CELL),
    FIELD(pixels, FIELD_INT64, FIELD_STUDY, FIELD_CELL),
    FIELD(work_key, FIELD_TEXT, FIELD_STUDY, FIELD_CELL),
    FIELD(pixels_per_worker, FIELD_INT64, FIELD_NONE, FIELD_STUDY),
    FIELD(simulated, FIELD_INT8, FIELD_STUDY, FIELD_STUDY),
    FIELD(hash_timed, FIELD_INT8, FIELD_STUDY, FIELD_STUDY),
    FIELD(model, FIELD_MODEL, FIELD_CURVE, FIELD_CURVE),
    /* Copies at once are to be compared with one alone, but are not the same. */
    FIELD(independent, FIELD_INT8, FIELD_CURVE, FIELD_CURVE),
    FIELD(process_start, FIELD_TEXT, FIELD_CURVE, FIELD_CURVE), /* the model's own choice */
    FIELD(lock, FIELD_TEXT, FIELD_CURVE, FIELD_CURVE), /* under which all threads compute */
    FIELD(switch_interval_s, FIELD_DOUBLE, FIELD_CURVE, FIELD_CURVE),
    FIELD(schedule, FIELD_TEXT, FIELD_CURVE, FIELD_CURVE),
    FIELD(chunk, FIELD_INT32, FIELD_CURVE, FIELD_CURVE),
    FIELD(deal_asked, FIELD_TEXT, FIELD_CURVE, FIELD_CURVE),
    FIELD(distribute, FIELD_TEXT, FIELD_CURVE, FIELD_CURVE),
    FIELD(transfer, FIELD_TEXT, FIELD_CURVE, FIELD_CURVE),
    FIELD(sharing, FIELD_TEXT, FIELD_CURVE, FIELD_CURVE),
    FIELD(granularity, FIELD_TEXT, FIELD_CURVE, FIELD_CURVE),
    FIELD(in_flight, FIELD_INT32, FIELD_CURVE, FIELD_CURVE),
    FIELD(read_ahead, FIELD_INT32, FIELD_CURVE, FIELD_CURVE), /* how the delay is hidden */
    FIELD(pool, FIELD_TEXT, FIELD_CURVE, FIELD_CURVE),        /* other memory for the same work */
    FIELD(bands, FIELD_INT32, FIELD_CURVE, FIELD_CURVE),      /* as asked; 0: by the workers */
    FIELD(call_rows, FIELD_INT32, FIELD_CURVE, FIELD_CURVE),
    FIELD(deal, FIELD_TEXT, FIELD_CELL, FIELD_CELL), /* differs where what was asked cannot be */
    FIELD(ranks, FIELD_INT32, FIELD_CELL, FIELD_CELL),
    FIELD(threads, FIELD_INT32, FIELD_CELL, FIELD_CELL),
    FIELD(nodes, FIELD_INT32, FIELD_CELL, FIELD_CELL),
    FIELD(start, FIELD_TEXT, FIELD_CELL, FIELD_CELL),
    FIELD(ranks_announced, FIELD_INT32, FIELD_CELL, FIELD_CELL), /* of copies; see keys.c */
    {NULL, FIELD_TEXT, 0, FIELD_NONE, FIELD_NONE},
};

bool field_study_is(const struct run_row *row, const char *study)
{
    return strcmp(row->study, study) == 0;
}

bool field_is_of(const struct field *field, enum field_level level, const struct run_row *row)
{
    /* A process's threads are fixed along the curve where the processes are what it varies. */
    if (strcmp(field->name, "threads") == 0 && model_kind_of(row) == MODEL_PROCESSES_OF_THREADS)
        return level == FIELD_CURVE;
    return (field_study_is(row, "weak") ? field->weak : field->strong) == level;
}

static const char *at(const struct field *field, const struct run_row *row)
{
    return (const char *)row + field->offset;
}

static int64_t integer_of(const struct field *field, const struct run_row *row)
{
    int8_t small;
    int32_t middle;
    int64_t large;
    switch (field->type) {
    case FIELD_INT8:
        memcpy(&small, at(field, row), sizeof small);
        return small;
    case FIELD_INT32:
        memcpy(&middle, at(field, row), sizeof middle);
        return middle;
    default:
        memcpy(&large, at(field, row), sizeof large);
        return large;
    }
}

static double real_of(const struct field *field, const struct run_row *row)
{
    double value;
    memcpy(&value, at(field, row), sizeof value);
    return value;
}

/* A total order: what is unknown comes last. */
static int compare_reals(double left, double right)
{
    if (isnan(left) || isnan(right))
        return (isnan(left) ? 1 : 0) - (isnan(right) ? 1 : 0);
    return (left > right) - (left < right);
}

int field_compare(const struct field *field, const struct run_row *a, const struct run_row *b)
{
    if (field->type == FIELD_MODEL) {
        const int difference = (int)model_kind_of(a) - (int)model_kind_of(b);
        return difference != 0 ? difference : strcmp(at(field, a), at(field, b));
    }
    if (field->type == FIELD_TEXT)
        return strcmp(at(field, a), at(field, b));
    if (field->type == FIELD_DOUBLE)
        return compare_reals(real_of(field, a), real_of(field, b));
    const int64_t left = integer_of(field, a), right = integer_of(field, b);
    return (left > right) - (left < right);
}

int fields_compare(enum field_level level, const struct run_row *a, const struct run_row *b)
{
    for (const struct field *field = fields; field->name; ++field) {
        if (field_is_of(field, level, a)) {
            const int difference = field_compare(field, a, b);
            if (difference != 0)
                return difference;
        }
    }
    return 0;
}

void field_format(const struct field *field, const struct run_row *row, char *buffer, size_t size)
{
    if (field->type == FIELD_TEXT || field->type == FIELD_MODEL)
        snprintf(buffer, size, "%s", at(field, row));
    else if (field->type == FIELD_DOUBLE)
        snprintf(buffer, size, "%s", number_exact(real_of(field, row)).text);
    else
        snprintf(buffer, size, "%lld", (long long)integer_of(field, row));
}
