/* A directory with the tables and the pictures of all studies. */
#include "analysis/verbs/report.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "analysis/draw/gnuplot.h"
#include "analysis/draw/panels.h"
#include "analysis/say/table.h"
#include "analysis/say/verdict.h"
#include "analysis/text.h"
#include "drivers/common/exit_code.h"
#include "drivers/common/replacement.h"

enum { PATH_SIZE = 4096, STEM_SIZE = 120 };

/* mkdir -p */
static int make_directory(const char *directory)
{
    char path[PATH_SIZE];
    if (strlen(directory) >= sizeof path || directory[0] == '\0') {
        fputs("parallax report: -o: an empty name, or one too long\n", stderr);
        return EXIT_CREATE;
    }
    for (const char *slash = strchr(directory + 1, '/'); slash; slash = strchr(slash + 1, '/')) {
        snprintf(path, sizeof path, "%.*s", (int)(slash - directory), directory);
        (void)mkdir(path, 0777); /* what matters is whether the last one is there */
    }
    struct stat status;
    if ((mkdir(directory, 0777) != 0 && errno != EEXIST) || stat(directory, &status) != 0) {
        text_complain("parallax report", directory, strerror(errno));
        return EXIT_CREATE;
    }
    if (!S_ISDIR(status.st_mode)) {
        text_complain("parallax report", directory, "is no directory");
        return EXIT_CREATE;
    }
    return EXIT_OK;
}

/* What has the name may be the reason, and says more. */
static void complain(const char *path, int error)
{
    const char *refusal = replacement_refusal(path);
    text_complain("parallax report", path, refusal ? refusal : strerror(error));
}

static int write_file(const struct cells *cells, const char *directory, const char *name,
                      void (*write)(const struct cells *, FILE *))
{
    char path[PATH_SIZE + 32];
    struct replacement file;
    snprintf(path, sizeof path, "%s/%s", directory, name);
    if (replacement_begin(&file, path) != 0) {
        complain(path, errno);
        return EXIT_CREATE;
    }
    write(cells, file.out);
    if (replacement_finish(&file) != 0) {
        complain(path, errno);
        return EXIT_IO;
    }
    return EXIT_OK;
}

static int write_tables(const struct cells *cells, const char *directory)
{
    int code = write_file(cells, directory, "verdict.txt", verdict_write);
    for (size_t i = 0; table_formats[i] && code == EXIT_OK; ++i) {
        char name[32];
        snprintf(name, sizeof name, "table.%s", table_formats[i]->extension);
        code = write_file(cells, directory, name, table_formats[i]->write);
    }
    return code;
}

static void name_by_study(const struct study *study, enum panel panel, char *stem)
{
    const struct run_row *row = study->run->row;
    char raw[512];
    snprintf(raw, sizeof raw, "%s-%s-%s-%s-%s", row->kernel, row->study, row->mode,
             panel_name(panel, study), row->params);
    text_file_name(stem, STEM_SIZE - 8, raw);
}

/* "resize-strong-batch-speedup-size-852x567", numbered where an earlier study has that name. */
static void name_picture(const struct cells *cells, size_t study, enum panel panel, char *stem)
{
    size_t twins = 0;
    name_by_study(&cells->studies[study], panel, stem);
    for (size_t i = 0; i < study; ++i) {
        char other[STEM_SIZE];
        name_by_study(&cells->studies[i], panel, other);
        twins += strcmp(stem, other) == 0 ? 1 : 0;
    }
    if (twins > 0)
        text_append(stem, STEM_SIZE, "-%zu", twins + 1);
}

static int draw(const char *directory, const char *stem, bool *has_gnuplot)
{
    char path[PATH_SIZE + STEM_SIZE];
    if (!*has_gnuplot)
        return EXIT_CONFIG;
    const int code = gnuplot_run(directory, stem);
    if (code == EXIT_CONFIG) {
        *has_gnuplot = false;
        fputs("parallax report: gnuplot is not installed (Debian: gnuplot-nox); scripts (*.gp) "
              "and data (*.dat) are written, gnuplot draws them later\n",
              stderr);
    } else if (code == EXIT_IO) {
        snprintf(path, sizeof path, "%s/%s.gp", directory, stem);
        text_complain("parallax report", path, "gnuplot failed on it");
    }
    return code;
}

int report_write(const struct cells *cells, const char *directory)
{
    int code = make_directory(directory);
    code = code == EXIT_OK ? write_tables(cells, directory) : code;
    if (code != EXIT_OK)
        return code;
    bool has_gnuplot = true;
    for (size_t i = 0; i < cells->study_count; ++i) {
        for (enum panel panel = 0; panel < PANEL_COUNT; ++panel) {
            char stem[STEM_SIZE];
            if (!panel_has_data(cells, &cells->studies[i], panel))
                continue;
            name_picture(cells, i, panel, stem);
            const int written = panel_write(cells, &cells->studies[i], panel, directory, stem);
            if (written != EXIT_OK)
                return written;
            const int drawn = draw(directory, stem, &has_gnuplot);
            code = code == EXIT_OK ? drawn : code;
        }
    }
    return code;
}
