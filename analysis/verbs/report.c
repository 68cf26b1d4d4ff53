/* A directory with a page, the tables and the pictures of all studies. */
#include "analysis/verbs/report.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "analysis/data/merge.h"
#include "analysis/draw/pictures.h"
#include "analysis/page/page.h"
#include "analysis/say/table.h"
#include "analysis/say/verdict.h"
#include "analysis/text.h"
#include "drivers/common/exit_code.h"
#include "drivers/common/replacement.h"

#define DATA_FILE "results.hdf5"

enum { PATH_SIZE = 4096 };

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

static const char *nobody_else(const void *context)
{
    (void)context;
    return NULL;
}

/* All runs, probes too, as one results file. Its name is not one that a search of directories
 * finds: a run whose own file is thrown away must not come back. */
static int write_data(struct study_set *set, struct merge *merge, const char *directory)
{
    char path[PATH_SIZE + 32], message[2048] = "";
    int code = EXIT_DATA;
    snprintf(path, sizeof path, "%s/" DATA_FILE, directory);
    set->results.run_count += set->probe_count;
    merge_add(merge, path, &set->results);
    if (merge_settle(merge, message, sizeof message))
        code = merge_write(merge, path, nobody_else, NULL, message, sizeof message);
    if (message[0] != '\0') /* the reason, or a warning */
        text_complain("parallax report", path, message);
    return code;
}

static int write_page(const struct page *page)
{
    char path[PATH_SIZE + 32];
    struct replacement file;
    snprintf(path, sizeof path, "%s/index.html", page->directory);
    if (replacement_begin(&file, path) != 0) {
        complain(path, errno);
        return EXIT_CREATE;
    }
    page_write(page, file.out);
    if (replacement_finish(&file) != 0) {
        complain(path, errno);
        return EXIT_IO;
    }
    return EXIT_OK;
}

int report_write(struct study_set *set, const char *directory)
{
    struct merge merge = {0};
    struct pictures pictures = {.list = NULL};
    int code = make_directory(directory);
    code = code == EXIT_OK ? write_tables(&set->cells, directory) : code;
    code = code == EXIT_OK ? write_data(set, &merge, directory) : code;
    if (code == EXIT_OK) {
        const int drawn = pictures_make(&pictures, &set->cells, directory);
        const struct page page = {.cells = &set->cells,
                                  .results = &merge.sources[0].results,
                                  .files = &set->files,
                                  .pictures = &pictures,
                                  .directory = directory,
                                  .data_file = DATA_FILE};
        code = write_page(&page);
        code = code == EXIT_OK ? drawn : code;
    }
    pictures_free(&pictures);
    merge_free(&merge);
    return code;
}
