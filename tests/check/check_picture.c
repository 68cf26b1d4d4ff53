/* The script of a roofline plot. */
#include "tests/check/check_picture.h"

#include "tests/check/check_gnuplot.h"
#include "tests/check/check_spread.h"

#include <math.h>
#include <string.h>

/* In parts of the height: how close the names of two roofs may come. */
static const double roof_gap = 0.09;

/* Above the axes is room for the names, right of them for the roofs' names and the key. */
static const char frame[] = "set encoding utf8\n"
                            "set lmargin at screen 0.08\n"
                            "set rmargin at screen 0.84\n"
                            "set bmargin at screen 0.14\n"
                            "set tmargin at screen 0.67\n"
                            "set border 3 lc rgb '#444444'\n"
                            "set tics nomirror out textcolor rgb '#222222'\n"
                            "set grid lc rgb '#e8e8e8' lw 1 lt 1\n"
                            "set key at screen 0.838, screen 0.15 left bottom Left reverse "
                            "samplen 1.5 spacing 1.3 font ',10'\n"
                            "set logscale xy\n"
                            "set format '%g'\n"
                            "set xlabel 'operations per byte of compulsory traffic' offset 0,0.4\n"
                            "set ylabel '10^9 operations per second'\n";

static const char terminal_svg[] =
    "svg size 1100,800 noenhanced font 'sans-serif,12' background '#ffffff'";
static const char terminal_png[] =
    "pngcairo size 2200,1600 noenhanced font 'Sans,12' fontscale 2 linewidth 2 pointscale 2";

/* Of the Okabe-Ito palette, which colour-blind readers can tell apart; shapes differ as well. */
static const struct look {
    const char *variant, *colour;
    int shape;
} looks[] = {{"c", "#000000", 7},
             {"avx2", "#0072B2", 5},
             {"avx512", "#D55E00", 9},
             {"neon", "#009E73", 11},
             {"other", "#CC79A7", 13}};
enum { LOOKS = sizeof looks / sizeof *looks };

static const struct look *look_of(const char *variant)
{
    const struct look *look = looks;
    while (look < looks + LOOKS - 1 && strcmp(look->variant, variant) != 0)
        ++look;
    return look;
}

static double peak_of(const struct machine *machine, int set)
{
    return machine->tests[set][MACHINE_MULTIPLY].rate;
}

static void write_names(const struct picture *picture)
{
    for (int i = 0; i < picture->count; ++i) {
        const struct column *column = &picture->columns[i];
        const struct roofline_point *point = column->points;
        char text[128];
        snprintf(text, sizeof text, "%s%s%s%s", point->kernel, point->options[0] ? " " : "",
                 point->options, point->multiplies ? "" : " *");
        fprintf(picture->out,
                "set arrow from first %.9g, first %.9g to first %.9g, graph 1 nohead back "
                "lc rgb '#bbbbbb' lw 0.7\n"
                "set arrow from first %.9g, graph 1 to graph %.6f, graph 1.05 nohead back "
                "lc rgb '#bbbbbb' lw 0.7\nset label ",
                column->x, column->lowest, column->x, column->x, column->name_place);
        gnuplot_text(picture->out, text);
        fprintf(picture->out, " at graph %.6f, graph 1.065 left rotate by 60 font ',10'\n",
                column->name_place);
    }
}

static void write_roof_names(const struct picture *picture)
{
    const struct machine *machine = picture->machine;
    struct spread places[MACHINE_SETS];
    double height = log(picture->top / picture->bottom);
    for (int i = 0; i < machine->sets; ++i)
        places[i] = (struct spread){log(peak_of(machine, i) / picture->bottom) / height, i};
    spread_apart(places, machine->sets, roof_gap);
    for (int i = 0; i < machine->sets; ++i) {
        const struct limits *limits = machine->tests[places[i].which]->limits;
        fprintf(picture->out,
                "set label \"%s: %.3g Gop/s\\n%s\" at graph 1.01, graph %.6f left font ',10' "
                "textcolor rgb '%s'\n",
                limits->name, peak_of(machine, places[i].which), limits->instruction,
                places[i].place + 0.012, look_of(limits->name)->colour);
    }
}

static void write_data(const struct picture *picture)
{
    const struct machine *machine = picture->machine;
    double memory = machine->memory_roof->rate, highest = 0;
    for (int i = 0; i < machine->sets; ++i) {
        double peak = peak_of(machine, i);
        highest = fmax(highest, peak);
        fprintf(picture->out, "$peak%d << EOD\n%.9g %.9g\n%.9g %.9g\nEOD\n", i, peak / memory, peak,
                picture->right, peak);
    }
    fprintf(picture->out, "$memory << EOD\n%.9g %.9g\n%.9g %.9g\nEOD\n", picture->left,
            picture->left * memory, highest / memory, highest);
    for (int look = 0; look < LOOKS; ++look) {
        fprintf(picture->out, "$%s << EOD\n", looks[look].variant);
        for (int i = 0; i < picture->count; ++i)
            for (int k = 0; k < picture->columns[i].count; ++k) {
                const struct roofline_point *point = &picture->columns[i].points[k];
                if (look_of(point->variant) == &looks[look])
                    fprintf(picture->out, "%.9g %.9g # %.9g %s %s\n", picture->columns[i].x,
                            point->rate, point->intensity, point->kernel, point->options);
            }
        fprintf(picture->out, "EOD\n");
    }
}

static bool has_points(const struct picture *picture, const struct look *look)
{
    for (int i = 0; i < picture->count; ++i)
        for (int k = 0; k < picture->columns[i].count; ++k)
            if (look_of(picture->columns[i].points[k].variant) == look)
                return true;
    return false;
}

static void write_plot(const struct picture *picture)
{
    fprintf(picture->out, "set xrange [%.9g:%.9g]\nset yrange [%.9g:%.9g]\n", picture->left,
            picture->right, picture->bottom, picture->top);
    fprintf(picture->out, "plot $memory with lines lc rgb '#444444' lw 2 title 'memory: %.3g GB/s'",
            picture->machine->memory_roof->rate);
    for (int i = 0; i < picture->machine->sets; ++i)
        fprintf(picture->out, ", \\\n $peak%d with lines lc rgb '%s' lw 1.5 dt 2 notitle", i,
                look_of(picture->machine->tests[i]->limits->name)->colour);
    for (int look = 0; look < LOOKS; ++look)
        if (has_points(picture, &looks[look]))
            fprintf(picture->out, ", \\\n $%s with points pt %d ps 1 lc rgb '%s' title '%s'",
                    looks[look].variant, looks[look].shape, looks[look].colour,
                    looks[look].variant);
    fputs("\n", picture->out);
}

static void write_titles(const struct picture *picture, const char *title)
{
    static const char notes[] =
        "peaks: 16-bit multiply-adds; *: other operations, for which they are only an orientation";
    const struct machine_test *roof = picture->machine->memory_roof;
    fputs("set label 'Roofline of the kernels'.\"\\n\".", picture->out);
    gnuplot_text(picture->out, title);
    fprintf(picture->out,
            " at screen 0.5, 0.97 center\n"
            "set label \"memory: %s (%s); %s\\npoints of nearly equal intensity are drawn a little "
            "apart\" at screen 0.08, 0.035 left font ',9' textcolor rgb '#555555'\n",
            machine_way_names[roof->way], roof->limits->name, notes);
}

void picture_write(const struct picture *picture, const char *path, const char *title)
{
    const char *slash = strrchr(path, '/'), *name = slash ? slash + 1 : path;
    bool svg = strcmp(path + strlen(path) - 4, ".svg") == 0;
    fputs("# Made by check_kernel --bench --plot. To draw it again, in its directory: gnuplot "
          "THIS-FILE\n",
          picture->out);
    fprintf(picture->out, "set terminal %s\nset output ", svg ? terminal_svg : terminal_png);
    gnuplot_text(picture->out, name);
    fprintf(picture->out, "\n%s", frame);
    write_titles(picture, title);
    write_names(picture);
    write_roof_names(picture);
    write_data(picture);
    write_plot(picture);
}
