/* Plots: gnuplot scripts with their data, run by gnuplot. */
#include "analysis/draw/plot.h"

#include <errno.h>
#include <string.h>

#include "analysis/data/model_kind.h"
#include "analysis/text.h"
#include "drivers/common/exit_code.h"

enum { PATH_SIZE = 4096, TITLE_WIDTH = 108 };

static int create(struct replacement *file, const char *directory, const char *stem,
                  const char *extension)
{
    char path[PATH_SIZE];
    const int length = snprintf(path, sizeof path, "%s/%s.%s", directory, stem, extension);
    errno = ENAMETOOLONG;
    if (length < PATH_SIZE && replacement_begin(file, path) == 0)
        return 0;
    const int error = errno;
    const char *refusal = replacement_refusal(path);
    text_complain("parallax report", path, refusal ? refusal : strerror(error));
    return -1;
}

int plot_open(struct plot *plot, const char *directory, const char *stem)
{
    plot->stem = stem;
    if (create(&plot->script_file, directory, stem, "gp") != 0)
        return EXIT_CREATE;
    if (create(&plot->data_file, directory, stem, "dat") != 0) {
        replacement_abandon(&plot->script_file);
        return EXIT_CREATE;
    }
    plot->script = plot->script_file.out;
    plot->data = plot->data_file.out;
    fputs("# Made by parallax report. To draw it again: gnuplot THIS-FILE, in its directory.\n"
          "reset\n"
          "set encoding utf8\n"
          "set border 3 lc rgb '#444444'\n"
          "set tics nomirror out textcolor rgb '#222222'\n"
          "set grid lc rgb '#dddddd' lw 1 lt 1\n"
          "set key outside right center reverse Left samplen 2 spacing 1.3\n"
          "set bars 0.6\n",
          plot->script);
    return EXIT_OK;
}

void plot_set(const struct plot *plot, const char *option, const char *text)
{
    fprintf(plot->script, "set %s ", option);
    text_gnuplot(plot->script, text);
    fputc('\n', plot->script);
}

/* gnuplot breaks no lines itself, and a single-quoted string cannot hold a line feed. */
static void write_title_lines(FILE *script, const char *text)
{
    while (*text != '\0') {
        size_t length = strlen(text);
        if (length > TITLE_WIDTH) {
            for (length = TITLE_WIDTH; length > 0 && text[length] != ' ';)
                --length;
            length = length > 0 ? length : TITLE_WIDTH;
        }
        char line[TITLE_WIDTH + 1];
        memcpy(line, text, length);
        line[length] = '\0';
        fputs(".\"\\n\".", script);
        text_gnuplot(script, line);
        text += length + strspn(text + length, " ");
    }
}

void plot_title(const struct plot *plot, const char *what, const struct study *study,
                const char *runs)
{
    /* A title is centred over the axes, and leaves the picture where the legend is wide; a label is
     * centred in the picture. */
    fputs("set tmargin 6\nset label 1 ", plot->script);
    text_gnuplot(plot->script, what);
    write_title_lines(plot->script, study->title);
    write_title_lines(plot->script, runs);
    fputs(" at screen 0.5, 0.96 center font ',10'\n", plot->script);
}

void plot_begin(const struct plot *plot)
{
    fprintf(plot->script,
            "set terminal svg size 900,560 noenhanced font 'sans-serif,12' background '#ffffff'\n"
            "set output '%s.svg'\n",
            plot->stem);
}

int plot_close(struct plot *plot)
{
    fprintf(plot->script,
            "set terminal pngcairo size 1800,1120 noenhanced font 'Sans,12' fontscale 2 "
            "linewidth 2 pointscale 2\n"
            "set output '%s.png'\n"
            "replot\n"
            "set output\n",
            plot->stem);
    const int data = replacement_finish(&plot->data_file);
    const int script = replacement_finish(&plot->script_file);
    if (data != 0 || script != 0) {
        text_complain("parallax report", plot->stem, strerror(errno));
        return EXIT_IO;
    }
    return EXIT_OK;
}

static enum model_kind curve_kind(const struct cells *cells, size_t curve)
{
    return model_kind_of(cells->cells[cells->curves[curve].first].runs[0]->row);
}

const char *plot_curve_colour(const struct cells *cells, size_t curve)
{
    static const char *const kinds[MODEL_KINDS] = {[MODEL_SERIAL] = "#000000",
                                                   [MODEL_THREADS] = "#0072B2",
                                                   [MODEL_PROCESSES] = "#D55E00",
                                                   [MODEL_PROCESSES_OF_THREADS] = "#009E73"};
    static const char *const others[] = {"#CC79A7", "#E69F00", "#56B4E9", "#999999"};
    const size_t begin = cells->studies[cells->curves[curve].study].first;
    const char *colour = NULL;
    size_t extra = 0;
    for (size_t i = begin; i <= curve; ++i) {
        const enum model_kind kind = curve_kind(cells, i);
        const bool first = i == begin || curve_kind(cells, i - 1) != kind;
        colour = first ? kinds[kind] : NULL;
        if (!colour)
            colour = others[extra++ % (sizeof others / sizeof others[0])];
    }
    return colour;
}
