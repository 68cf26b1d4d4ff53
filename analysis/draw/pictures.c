/* All pictures of a report. */
#include "analysis/draw/pictures.h"

#include <stdlib.h>
#include <string.h>

#include "analysis/draw/claim_bars.h"
#include "analysis/draw/crossings.h"
#include "analysis/draw/gnuplot.h"
#include "analysis/draw/panel.h"
#include "analysis/draw/parameters.h"
#include "analysis/draw/pops.h"
#include "analysis/draw/roofs.h"
#include "analysis/memory.h"
#include "analysis/text.h"
#include "drivers/common/exit_code.h"

static const struct panel *const panels[] = {&panel_speedup,  &panel_efficiency, &panel_time,
                                             &panel_heat_map, &panel_stages,     &panel_timeline,
                                             &panel_workers,  &panel_strip};

static void name_kind(const struct study *study, char name[PICTURES_STEM])
{
    const struct run_row *row = study->run->row;
    char raw[128];
    snprintf(raw, sizeof raw, "%s-%s%s%s", row->kernel, row->study,
             strcmp(row->mode, "batch") == 0 ? "" : "-",
             strcmp(row->mode, "batch") == 0 ? "" : row->mode);
    text_file_name(name, PICTURES_STEM - 32, raw);
}

void pictures_study_name(const struct cells *cells, size_t study, char name[PICTURES_STEM])
{
    size_t twins = 0;
    name_kind(&cells->studies[study], name);
    for (size_t i = 0; i < study; ++i) {
        char other[PICTURES_STEM];
        name_kind(&cells->studies[i], other);
        twins += strcmp(name, other) == 0 ? 1 : 0;
    }
    if (twins > 0)
        text_append(name, PICTURES_STEM, "-%zu", twins + 1);
}

struct picture *pictures_add(struct pictures *pictures, const char *title, int study)
{
    if (pictures->count == pictures->capacity) {
        pictures->capacity = 2 * pictures->capacity + 16;
        pictures->list =
            memory_resize(pictures->list, pictures->capacity, sizeof pictures->list[0]);
    }
    struct picture *picture = &pictures->list[pictures->count++];
    *picture = (struct picture){.study = study};
    snprintf(picture->title, sizeof picture->title, "%s", title);
    return picture;
}

int pictures_open(struct picture *picture, struct plot *plot, const char *about,
                  const char *directory)
{
    *plot = (struct plot){.stem = picture->stem, .title = picture->title, .about = about};
    const int code = plot_open(plot, directory);
    if (code != EXIT_OK)
        return code;
    plot->alt = open_memstream(&picture->alt, &plot->alt_size);
    plot->caption = open_memstream(&picture->caption, &plot->caption_size);
    if (!plot->alt || !plot->caption)
        memory_end();
    return EXIT_OK;
}

int pictures_close(struct plot *plot)
{
    fclose(plot->alt);
    fclose(plot->caption);
    return plot_close(plot);
}

static int write_study(struct pictures *pictures, const struct cells *cells, size_t index,
                       const char *directory)
{
    const struct study *study = &cells->studies[index];
    char name[PICTURES_STEM];
    pictures_study_name(cells, index, name);
    for (size_t i = 0; i < sizeof panels / sizeof panels[0]; ++i) {
        const struct panel *panel = panels[i];
        struct plot plot;
        if (!panel->has_data(cells, study))
            continue;
        struct picture *picture = pictures_add(
            pictures, study->weak && panel->weak_title ? panel->weak_title : panel->title,
            (int)index);
        snprintf(picture->stem, sizeof picture->stem, "%.60s-%s", name,
                 study->weak && panel->weak_name ? panel->weak_name : panel->name);
        int code = pictures_open(picture, &plot, study->title, directory);
        if (code == EXIT_OK) {
            panel->draw(cells, study, &plot);
            code = pictures_close(&plot);
        }
        if (code != EXIT_OK)
            return code;
    }
    return EXIT_OK;
}

static int run_gnuplot(struct pictures *pictures, const char *directory)
{
    int code = EXIT_OK;
    pictures->has_gnuplot = gnuplot_is_there();
    if (pictures->count > 0 && !pictures->has_gnuplot) {
        fputs("parallax report: gnuplot is not installed (Debian: gnuplot-nox); scripts (*.gp) "
              "and data (*.dat) are written, gnuplot draws them later\n",
              stderr);
        return EXIT_CONFIG;
    }
    struct gnuplot_job *jobs = memory_array(pictures->count, sizeof *jobs);
    for (size_t i = 0; i < pictures->count; ++i)
        jobs[i] = (struct gnuplot_job){.stem = pictures->list[i].stem};
    gnuplot_run(directory, jobs, pictures->count);
    for (size_t i = 0; i < pictures->count; ++i) {
        char path[4096];
        pictures->list[i].is_drawn = jobs[i].code == EXIT_OK;
        code = code == EXIT_OK ? jobs[i].code : code;
        snprintf(path, sizeof path, "%s/%s.gp", directory, jobs[i].stem);
        if (jobs[i].code == EXIT_IO)
            text_complain("parallax report", path, "gnuplot failed on it");
    }
    free(jobs);
    return code;
}

int pictures_make(struct pictures *pictures, const struct cells *cells,
                  const struct finding *findings, const char *directory)
{
    int code = EXIT_OK;
    *pictures = (struct pictures){.list = NULL};
    code = parameters_write(pictures, cells, directory);
    for (size_t i = 0; i < cells->study_count && code == EXIT_OK; ++i)
        code = write_study(pictures, cells, i, directory);
    if (code == EXIT_OK)
        code = pops_write(pictures, cells, directory);
    if (code == EXIT_OK)
        code = roofs_write(pictures, cells, directory);
    if (code == EXIT_OK)
        code = crossings_write(pictures, cells, directory);
    if (code == EXIT_OK && findings)
        code = claim_bars_write(pictures, findings, directory);
    return code == EXIT_OK ? run_gnuplot(pictures, directory) : code;
}

void pictures_free(struct pictures *pictures)
{
    for (size_t i = 0; i < pictures->count; ++i) {
        free(pictures->list[i].alt);
        free(pictures->list[i].caption);
    }
    free(pictures->list);
    *pictures = (struct pictures){.list = NULL};
}
