/* The roofline plot: which point is drawn where. All variants of a case have one intensity: they
 * stand above each other on a line, which leads to the name of the case above the axes. */
#include "tests/check/check_roofline.h"

#include "tests/check/check_gnuplot.h"
#include "tests/check/check_picture.h"
#include "tests/check/check_spread.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { PATH_SIZE = 4096, EXIT_CREATE = 73 };

/* In parts of the width: how close two columns of points, and two names, may come. */
static const double point_gap = 0.015, name_gap = 0.042;

static bool same_case(const struct roofline_point *a, const struct roofline_point *b)
{
    return strcmp(a->kernel, b->kernel) == 0 && strcmp(a->options, b->options) == 0;
}

/* Groups the points and makes the axes hold them and all roofs. */
static void find_columns(struct picture *picture, const struct roofline_point *points, int count)
{
    for (int i = 0; i < count; ++i) {
        bool first = i == 0 || !same_case(points + i, points + i - 1);
        struct column *column = &picture->columns[picture->count - !first];
        if (first)
            *column = (struct column){points + i, 0, points[i].intensity, points[i].rate, 0};
        picture->count += first;
        ++column->count;
        column->lowest = fmin(column->lowest, points[i].rate);
        picture->left = fmin(picture->left, points[i].intensity / 1.5);
        picture->right = fmax(picture->right, points[i].intensity * 1.5);
        picture->bottom = fmin(picture->bottom, points[i].rate / 1.5);
        picture->top = fmax(picture->top, points[i].rate * 1.5);
    }
    for (int set = 0; set < picture->machine->sets; ++set) {
        double peak = picture->machine->tests[set][MACHINE_MULTIPLY].rate;
        picture->top = fmax(picture->top, peak * 1.5);
        picture->right = fmax(picture->right, 2 * peak / picture->machine->memory_roof->rate);
    }
}

/* Columns so far apart that one can see each, names so far that one can read them. */
static void place_columns(struct picture *picture, struct spread *places)
{
    double length = log(picture->right / picture->left);
    for (int i = 0; i < picture->count; ++i)
        places[i] = (struct spread){log(picture->columns[i].x / picture->left) / length, i};
    spread_apart(places, picture->count, point_gap);
    for (int i = 0; i < picture->count; ++i)
        picture->columns[places[i].which].x = picture->left * exp(places[i].place * length);
    spread_apart(places, picture->count, name_gap);
    for (int i = 0; i < picture->count; ++i)
        picture->columns[places[i].which].name_place = places[i].place;
}

/* The script is complete: runs it, and says what became of it. */
static int draw(const char *script, const char *path)
{
    int result = gnuplot_run(script);
    if (result == GNUPLOT_MISSING)
        fprintf(stderr,
                "check_kernel: gnuplot is not installed (Debian: gnuplot-nox), so there is "
                "no %s; elsewhere: gnuplot %s\n",
                path, script);
    else if (result)
        fprintf(stderr, "check_kernel: gnuplot failed on %s, see its message above\n", script);
    else
        fprintf(stderr, "check_kernel: the roofline is in %s, its script and data in %s\n", path,
                script);
    return result;
}

static FILE *open_script(const char *path, char script[static PATH_SIZE])
{
    errno = ENAMETOOLONG;
    FILE *file = NULL;
    if (snprintf(script, PATH_SIZE, "%.*s.gp", (int)strlen(path) - 4, path) < PATH_SIZE)
        file = fopen(script, "w");
    if (!file)
        fprintf(stderr, "check_kernel: %s: %s\n", script, strerror(errno));
    return file;
}

int roofline_check(const char *path)
{
    char script[PATH_SIZE];
    FILE *file = open_script(path, script);
    return file && fclose(file) == 0 ? 0 : EXIT_CREATE;
}

int roofline_plot(const char *path, const char *title, const struct machine *machine,
                  const struct roofline_point *points, int count)
{
    char script[PATH_SIZE];
    struct picture picture = {.machine = machine, .left = HUGE_VAL, .bottom = HUGE_VAL};
    picture.columns = calloc((size_t)count + 1, sizeof *picture.columns);
    struct spread *places = calloc((size_t)count + 1, sizeof *places);
    picture.out = open_script(path, script);
    bool failed = !picture.columns || !places || !picture.out;
    if (!failed) {
        find_columns(&picture, points, count);
        place_columns(&picture, places);
        picture_write(&picture, path, title);
        failed = ferror(picture.out);
    }
    failed = (picture.out && fclose(picture.out)) || failed;
    if (failed)
        fprintf(stderr, "check_kernel: %s: writing failed: %s\n", script, strerror(errno));
    free(picture.columns);
    free(places);
    return failed ? EXIT_CREATE : draw(script, path);
}
