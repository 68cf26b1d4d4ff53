/* Colours, chosen in OKLCH, where lightness is what eyes make of it: Ottosson 2020. */
#include "analysis/draw/colour.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/data/model_kind.h"
#include "analysis/memory.h"

struct shade {
    double lightness, chroma, hue; /* 0..1, 0..0.4, degrees */
};

static int channel(double linear)
{
    const double x = fmin(fmax(linear, 0), 1);
    return (int)lround(255 * (x <= 0.0031308 ? 12.92 * x : 1.055 * pow(x, 1 / 2.4) - 0.055));
}

static void print(struct shade shade, char colour[COLOUR_SIZE])
{
    const double angle = shade.hue * acos(-1) / 180;
    const double a = shade.chroma * cos(angle), b = shade.chroma * sin(angle);
    const double l = pow(shade.lightness + 0.3963377774 * a + 0.2158037573 * b, 3);
    const double m = pow(shade.lightness - 0.1055613458 * a - 0.0638541728 * b, 3);
    const double s = pow(shade.lightness - 0.0894841775 * a - 1.2914855480 * b, 3);
    const int red = channel(4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s);
    const int green = channel(-1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s);
    const int blue = channel(-0.0041960863 * l - 0.7034186147 * m + 1.7076147010 * s);
    snprintf(colour, COLOUR_SIZE, "#%02x%02x%02x", red & 255, green & 255, blue & 255);
}

static const struct run_row *row_of(const struct cells *cells, size_t curve)
{
    return cells->cells[cells->curves[curve].first].runs[0]->row;
}

/* A class of models has a hue of its own, for the first of its models; the others' are spread. */
static size_t class_of(const struct run_row *row)
{
    enum { APART = MODEL_KINDS, OWN_PROCESSES };
    if (row->model_apart == 1)
        return APART;
    const enum model_kind kind = model_kind_of(row);
    return kind == MODEL_PROCESSES && row->process_start[0] != '\0' ? OWN_PROCESSES : kind;
}

static bool comes_first(const struct cells *cells, size_t curve, bool by_class)
{
    const struct run_row *row = row_of(cells, curve);
    for (size_t i = 0; i < curve; ++i) {
        const struct run_row *other = row_of(cells, i);
        if (by_class ? class_of(other) == class_of(row) : strcmp(other->model, row->model) == 0)
            return false;
    }
    return true;
}

static struct shade model_shade(const struct cells *cells, size_t curve)
{
    static const struct shade classes[MODEL_KINDS + 2] = {
        [MODEL_SERIAL] = {0.45, 0, 0},        [MODEL_THREADS] = {0.55, 0.16, 253},
        [MODEL_PROCESSES] = {0.62, 0.19, 40}, [MODEL_PROCESSES_OF_THREADS] = {0.6, 0.13, 160},
        [MODEL_UNKNOWN] = {0.55, 0.03, 253},  [MODEL_KINDS] = {0.6, 0.03, 90},
        [MODEL_KINDS + 1] = {0.62, 0.2, 350}};
    const char *model = row_of(cells, curve)->model;
    size_t first = 0, others = 0;
    for (first = 0; strcmp(row_of(cells, first)->model, model) != 0; ++first)
        others += comes_first(cells, first, false) && !comes_first(cells, first, true) ? 1 : 0;
    if (comes_first(cells, first, true))
        return classes[class_of(row_of(cells, first))];
    /* The golden angle, from a hue that no class has. */
    return (struct shade){0.6, 0.15, fmod(305 + 137.508 * (double)others, 360)};
}

void colour_of_curve(const struct cells *cells, size_t curve, bool dark, char colour[COLOUR_SIZE])
{
    const struct study *study = &cells->studies[cells->curves[curve].study];
    size_t before = 0, all = 0;
    for (size_t i = study->first; i < study->first + study->count; ++i) {
        const bool same = strcmp(row_of(cells, i)->model, row_of(cells, curve)->model) == 0;
        before += same && i < curve ? 1 : 0;
        all += same ? 1 : 0;
    }
    struct shade shade = model_shade(cells, curve);
    if (shade.chroma < 0.01) /* no hue: as the text */
        shade.lightness = dark ? 0.93 : 0.2;
    else if (dark)
        shade.lightness += 0.16;
    const double step = all > 1 ? (double)before / (double)(all - 1) : 0;
    /* Away from the paper, where there is a hue: dark blue on black cannot be read. */
    shade.lightness += step * (!dark ? 0.24 : shade.chroma < 0.01 ? -0.3 : 0.17);
    shade.hue += before % 2 == 1 ? 12 : before % 4 == 2 ? -10 : 0;
    print(shade, colour);
}

void colour_of_stage(enum stage stage, bool dark, char colour[COLOUR_SIZE])
{
    static const struct shade stages[STAGE_COUNT] = {
        [STAGE_PLAN] = {0.85, 0.13, 100},   [STAGE_READ] = {0.78, 0.1, 225},
        [STAGE_DECODE] = {0.66, 0.13, 290}, [STAGE_KERNEL] = {0.6, 0.1, 200},
        [STAGE_HASH] = {0.78, 0.09, 330},   [STAGE_ENCODE] = {0.8, 0.13, 75},
        [STAGE_WRITE] = {0.55, 0.1, 60},    [STAGE_COMM] = {0.64, 0.2, 15},
        [STAGE_WAIT] = {0.72, 0.02, 260},   [STAGE_OTHER] = {0.87, 0.01, 260},
    };
    struct shade shade = stages[stage];
    if (dark)
        shade.lightness = 0.95 * shade.lightness;
    print(shade, colour);
}
