/* What a picture over parameters shows: a point for each value of one axis, in series. */
#include "analysis/data/axes_points.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/data/model_kind.h"
#include "analysis/memory.h"
#include "analysis/text.h"

/* "852x567" by its area, "0.01 s", "50%"; NaN: it is no number. */
static double number_of(const char *text)
{
    double value = 1;
    for (bool more = true; more;) {
        char *end;
        if (*text < '0' || *text > '9')
            return NAN;
        value *= strtod(text, &end);
        more = *end == 'x';
        text = end + (more ? 1 : 0);
    }
    return *text == '\0' || strcmp(text, " s") == 0 || strcmp(text, "%") == 0 ? value : NAN;
}

static size_t find_place(const struct axes_points *points, const char *text)
{
    size_t place = 0;
    while (place < points->place_count && strcmp(points->places[place].text, text) != 0)
        ++place;
    return place;
}

static int compare_places(const void *a, const void *b)
{
    const double x = ((const struct axes_place *)a)->x, y = ((const struct axes_place *)b)->x;
    return (x > y) - (x < y);
}

/* Fills places and is_number. Two texts of one number are no places of an axis of numbers. */
static void find_places(struct axes_points *points, const struct axes *axes,
                        const struct cells *cells)
{
    points->place_count = 0;
    points->is_number = true;
    for (size_t i = 0; i < axes->study_count; ++i) {
        char text[AXES_TEXT];
        axes_value(axes, points->axis, &cells->studies[axes->studies[i]], text);
        if (find_place(points, text) < points->place_count)
            continue;
        struct axes_place *place = &points->places[points->place_count++];
        strcpy(place->text, text);
        place->x = number_of(text);
        points->is_number = points->is_number && !isnan(place->x);
    }
    if (points->is_number)
        qsort(points->places, points->place_count, sizeof *points->places, compare_places);
    for (size_t i = 1; i < points->place_count && points->is_number; ++i)
        points->is_number = points->places[i - 1].x < points->places[i].x;
    for (size_t i = 0; i < points->place_count && !points->is_number; ++i)
        points->places[i].x = (double)i;
}

static void choose_axis(struct axes_points *points, const struct axes *axes,
                        const struct cells *cells)
{
    size_t best = 0, most = 0;
    bool number = false;
    for (points->axis = 0; points->axis < axes->count; ++points->axis) {
        find_places(points, axes, cells);
        if (points->is_number > number ||
            (points->is_number == number && points->place_count > most)) {
            best = points->axis;
            most = points->place_count;
            number = points->is_number;
        }
    }
    points->axis = best;
    find_places(points, axes, cells);
}

/* The series of that name; NULL: there are too many. */
static struct axes_series *find_series(struct axes_points *points, const char *name, size_t curve)
{
    for (size_t i = 0; i < points->series_count; ++i)
        if (strcmp(points->series[i].name, name) == 0)
            return &points->series[i];
    if (points->series_count == AXES_SERIES_MAX) {
        ++points->left_out;
        return NULL;
    }
    struct axes_series *series = &points->series[points->series_count++];
    *series = (struct axes_series){.curve = curve};
    snprintf(series->name, sizeof series->name, "%s", name);
    series->points = memory_array(points->place_count, sizeof *series->points);
    return series;
}

static bool is_better(const struct cell *cell, const struct cell *than)
{
    if (cell_is_clean(cell) != cell_is_clean(than))
        return cell_is_clean(cell);
    return cell->image_rate.value > than->image_rate.value;
}

static void add_cell(struct axes_points *points, const char *name, size_t curve, size_t place,
                     const struct cell *cell)
{
    struct axes_series *series = find_series(points, name, curve);
    if (!series)
        return;
    struct axes_point *point = series->points;
    while (point < series->points + series->count && point->place != place)
        ++point;
    if (point == series->points + series->count)
        series->points[series->count++] = (struct axes_point){place, cell};
    else if (is_better(cell, point->cell))
        point->cell = cell;
}

/* "filter=box source=files", of all axes but the one along x; "box", if that is one. */
static void name_values(const struct axes_points *points, const struct axes *axes,
                        const struct study *study, char *name, size_t size)
{
    name[0] = '\0';
    for (size_t i = 0; i < axes->count; ++i) {
        char value[AXES_TEXT];
        if (i == points->axis)
            continue;
        axes_value(axes, i, study, value);
        if (axes->count > 2)
            text_append(name, size, "%s%s=", name[0] != '\0' ? " " : "", axes->names[i]);
        text_append(name, size, "%s", value);
    }
}

static void add_study(struct axes_points *points, const struct axes *axes,
                      const struct cells *cells, const struct study *study)
{
    char text[AXES_TEXT], name[sizeof points->series[0].name];
    axes_value(axes, points->axis, study, text);
    const size_t place = find_place(points, text);
    name_values(points, axes, study, name, sizeof name);
    for (size_t i = study->first_cell; i < study->first_cell + study->cell_count; ++i) {
        const struct cell *cell = &cells->cells[i];
        const bool apart = cell->runs[0]->row->model_apart == 1;
        if (!cell->usable || isnan(cell->image_rate.value) || apart)
            continue;
        if (axes->count == 1)
            add_cell(points, cells->curves[cell->curve].name, cell->curve, place, cell);
        else
            add_cell(points, name, SIZE_MAX, place, cell);
    }
}

static int compare_points(const void *a, const void *b)
{
    const size_t x = ((const struct axes_point *)a)->place,
                 y = ((const struct axes_point *)b)->place;
    return (x > y) - (x < y);
}

void axes_points_make(struct axes_points *points, const struct axes *axes,
                      const struct cells *cells)
{
    *points =
        (struct axes_points){.places = memory_array(axes->study_count, sizeof *points->places)};
    choose_axis(points, axes, cells);
    for (size_t i = 0; i < axes->study_count; ++i)
        add_study(points, axes, cells, &cells->studies[axes->studies[i]]);
    for (size_t i = 0; i < points->series_count; ++i)
        qsort(points->series[i].points, points->series[i].count, sizeof *points->series[i].points,
              compare_points);
}

void axes_points_free(struct axes_points *points)
{
    for (size_t i = 0; i < points->series_count; ++i)
        free(points->series[i].points);
    free(points->places);
}
