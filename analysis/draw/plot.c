/* Plots: gnuplot scripts with their data, run by gnuplot. */
#include "analysis/draw/plot.h"

#include <errno.h>
#include <string.h>
#include <sys/types.h>
#include <sys/wait.h>
#include <unistd.h>

#include "analysis/data/model_kind.h"
#include "analysis/text.h"
#include "drivers/common/exit_code.h"

enum { PATH_SIZE = 4096, TITLE_WIDTH = 108, NOT_FOUND = 127 };

static FILE *create(const char *directory, const char *stem, const char *extension)
{
    char path[PATH_SIZE];
    const int length = snprintf(path, sizeof path, "%s/%s.%s", directory, stem, extension);
    errno = ENAMETOOLONG;
    FILE *file = length < PATH_SIZE ? fopen(path, "w") : NULL;
    if (!file)
        fprintf(stderr, "parallax report: %s: %s\n", path, strerror(errno));
    return file;
}

int plot_open(struct plot *plot, const char *directory, const char *stem)
{
    plot->stem = stem;
    plot->script = create(directory, stem, "gp");
    plot->data = plot->script ? create(directory, stem, "dat") : NULL;
    if (!plot->data) {
        if (plot->script)
            fclose(plot->script);
        return EXIT_CREATE;
    }
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
    const bool failed = ferror(plot->script) != 0 || ferror(plot->data) != 0;
    const int data = fclose(plot->data), script = fclose(plot->script);
    if (failed || data != 0 || script != 0) {
        fprintf(stderr, "parallax report: %s: writing failed: %s\n", plot->stem, strerror(errno));
        return EXIT_IO;
    }
    return EXIT_OK;
}

int plot_run(const char *directory, const char *stem)
{
    char script[PATH_SIZE];
    snprintf(script, sizeof script, "%s.gp", stem);
    fflush(NULL);
    const pid_t child = fork();
    if (child == 0) {
        if (chdir(directory) == 0) { /* the scripts name their files relative to themselves */
            execlp("gnuplot", "gnuplot", "-d", script, (char *)NULL);
        }
        _exit(errno == ENOENT ? NOT_FOUND : 1);
    }
    int status = 0;
    while (child > 0 && waitpid(child, &status, 0) < 0) {
        if (errno != EINTR)
            return EXIT_IO;
    }
    if (child > 0 && WIFEXITED(status) && WEXITSTATUS(status) == 0)
        return EXIT_OK;
    return WIFEXITED(status) && WEXITSTATUS(status) == NOT_FOUND ? EXIT_CONFIG : EXIT_IO;
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
