/* Plots: gnuplot scripts with their data, run by gnuplot. */
#include "analysis/draw/plot.h"

#include <errno.h>
#include <string.h>

#include "analysis/draw/earlier.h"
#include "analysis/text.h"
#include "drivers/common/exit_code.h"

enum { PATH_SIZE = 4096, TITLE_WIDTH = 88 };

/* In pixels of the SVG: of the legend, above and below the axes. */
enum { LETTER = 8, ENTRY = 64, LINE = 22, ROWS = 12, ABOVE = 46, BELOW = 74, ABOUT_LINE = 15 };

/* 0, or an exit code after it said why. */
static int create(struct replacement *file, const char *directory, const char *stem,
                  const char *extension)
{
    char path[PATH_SIZE];
    const int length = snprintf(path, sizeof path, "%s/%s.%s", directory, stem, extension);
    errno = ENAMETOOLONG;
    if (length < PATH_SIZE && replacement_begin(file, path) == 0)
        return EXIT_OK;
    const int error = errno;
    const char *refusal = replacement_refusal(path);
    text_complain("parallax report", path, refusal ? refusal : strerror(error));
    return exit_code_of_output(error);
}

int plot_open(struct plot *plot, const char *directory)
{
    plot->blocks = plot->key = plot->about_height = 0;
    int code = create(&plot->script_file, directory, plot->stem, "gp");
    if (code != EXIT_OK)
        return code;
    code = create(&plot->data_file, directory, plot->stem, "dat");
    if (code != EXIT_OK) {
        replacement_abandon(&plot->script_file);
        return code;
    }
    plot->script = plot->script_file.out;
    plot->data = plot->data_file.out;
    fputs(EARLIER_MARK " To draw it again: gnuplot THIS-FILE, in its directory.\n"
                       "if (!exists('dark')) dark = 0\n"
                       "reset\n"
                       "ink = dark ? '#e8eaed' : '#1f2328'\n"
                       "soft = dark ? '#8b949e' : '#6e7781'\n"
                       "faint = dark ? '#30363d' : '#e4e7eb'\n"
                       "paper = dark ? '#161a20' : '#ffffff'\n"
                       "set encoding utf8\n"
                       "set border 3 lc rgb soft\n"
                       "set tics nomirror out scale 0.6 textcolor rgb ink\n"
                       "set grid lc rgb faint lw 1 lt 1\n"
                       "set bars 0.5\n",
          plot->script);
    return EXIT_OK;
}

void plot_set(const struct plot *plot, const char *option, const char *text)
{
    fprintf(plot->script, "set %s ", option);
    text_gnuplot(plot->script, text);
    fputs(" textcolor rgb ink\n", plot->script);
}

void plot_colour(const struct plot *plot, const char *name, size_t index, const char *light,
                 const char *dark)
{
    fprintf(plot->script, "%s%zu = dark ? '%s' : '%s'\n", name, index, dark, light);
}

int plot_key(struct plot *plot, size_t count, size_t longest)
{
    const size_t fit = PLOT_WIDTH / (LETTER * longest + ENTRY);
    const size_t least = count > ROWS ? (count + ROWS - 1) / ROWS : 1; /* of a column no more than
                                                                          the axes are high */
    const size_t columns = fit < least ? least : fit > count && count > 0 ? count : fit;
    const size_t rows = (count + columns - 1) / columns;
    fprintf(plot->script,
            "set key at screen 0.5, 0.01 bottom center vertical maxrows %zu reverse Left samplen "
            "2 spacing 1.1 font ',13' textcolor rgb ink\n",
            rows);
    plot->key = LINE * (int)rows + 6;
    return plot->key;
}

int plot_block(struct plot *plot, bool empty, int columns)
{
    for (int i = 0; i < columns && empty; ++i)
        fputs("NaN ", plot->data);
    fputs(empty ? "\n\n\n" : "\n\n", plot->data);
    return plot->blocks++;
}

/* gnuplot breaks no lines itself, and a single-quoted string cannot hold a line feed. */
static int write_lines(FILE *script, const char *text)
{
    int lines = 0;
    for (; *text != '\0'; ++lines) {
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
    return lines;
}

void plot_begin(struct plot *plot, int height)
{
    fputs("about = ''", plot->script);
    const int lines = write_lines(plot->script, plot->about);
    fprintf(plot->script, "\nheight = %d.0\nbelow = %d.0\nabove = %d.0\n", height,
            plot->key + BELOW, ABOVE);
    fputs("set label 998 ", plot->script);
    text_gnuplot(plot->script, plot->title);
    fprintf(plot->script,
            " at screen 0.03, 1 - 24.0 / height left font ',17' textcolor rgb ink\n"
            "set xlabel offset 0, 0.5\nset bmargin at screen below / height\nset tmargin at screen "
            "1 - above / height\n"
            "set terminal svg size %d,height noenhanced font 'sans-serif,15' background paper\n"
            "set output dark ? '%s-dark.svg' : '%s.svg'\n",
            PLOT_WIDTH, plot->stem, plot->stem);
    plot->about_height = ABOUT_LINE * lines;
}

int plot_close(struct plot *plot)
{
    /* One unit of size is a pixel of the SVG in each form; text that is not on the page is added.
     */
    fprintf(
        plot->script,
        "set output\n"
        "full = height + %d.0\n"
        "if (!dark) set label 998 at screen 0.03, 1 - 24.0 / full font ',17'; "
        "set label 999 about at screen 0.03, 1 - 26.0 / full left font ',11' textcolor rgb soft; "
        "set bmargin at screen below / full; "
        "set tmargin at screen 1 - (full - height + above) / full\n"
        "if (!dark) set terminal pngcairo size 1280,2*full noenhanced font 'Sans,15' fontscale "
        "1.6 linewidth 2 pointscale 2; set output '%s.png'; replot\n"
        "if (!dark) set terminal pdfcairo size 6.4,full / 100.0 noenhanced font 'Sans,15' "
        "fontscale 0.6 linewidth 1 pointscale 0.6; set output '%s.pdf'; replot; set output\n"
        "if (!dark) dark = 1; load '%s.gp'\n",
        plot->about_height, plot->stem, plot->stem, plot->stem);
    const int data = replacement_finish(&plot->data_file);
    const int script = replacement_finish(&plot->script_file);
    if (data != 0 || script != 0) {
        text_complain("parallax report", plot->stem, strerror(errno));
        return EXIT_IO;
    }
    return EXIT_OK;
}
