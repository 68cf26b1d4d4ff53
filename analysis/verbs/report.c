/* A directory with a page, the tables and the pictures of all studies. */
#include "analysis/verbs/report.h"

#include <stdio.h>
#include <string.h>

#include "analysis/claims/claims.h"
#include "analysis/data/merge.h"
#include "analysis/draw/earlier.h"
#include "analysis/draw/pictures.h"
#include "analysis/page/page.h"
#include "analysis/say/table.h"
#include "analysis/say/verdict.h"
#include "analysis/text.h"
#include "analysis/verbs/output.h"
#include "drivers/common/exit_code.h"

#define DATA_FILE "results.hdf5"

enum { PATH_SIZE = 4096 };

static const char who[] = "parallax report";

static int write_file(const struct cells *cells, const char *directory, const char *name,
                      void (*write)(const struct cells *, FILE *))
{
    char path[PATH_SIZE + 32];
    struct replacement file;
    snprintf(path, sizeof path, "%s/%s", directory, name);
    const int code = output_begin(&file, who, path);
    if (code != EXIT_OK)
        return code;
    write(cells, file.out);
    return output_finish(&file, who, path);
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
        text_complain(who, path, message);
    return code;
}

static int write_page(const struct page *page)
{
    char path[PATH_SIZE + 32];
    struct replacement file;
    snprintf(path, sizeof path, "%s/index.html", page->directory);
    const int code = output_begin(&file, who, path);
    if (code != EXIT_OK)
        return code;
    page_write(page, file.out);
    return output_finish(&file, who, path);
}

/* Whether an experiment was made that only claims ask for: not computing on ever more workers. */
static bool judge(const struct study_set *set, const struct reasons *reasons,
                  struct finding *findings)
{
    struct evidence evidence;
    bool asked = false;
    evidence_gather(&evidence, &set->cells, &set->results, set->probe_count);
    claims_evaluate(&evidence, reasons, findings);
    evidence_free(&evidence);
    for (size_t i = 0; i < CLAIMS_MAX; ++i)
        asked = asked || (findings[i].count > 0 && findings[i].number >= 4 &&
                          findings[i].number != CLAIMS_MEMORY);
    return asked;
}

int report_write(struct study_set *set, const struct reasons *reasons, const char *directory)
{
    struct finding findings[CLAIMS_MAX];
    const bool judged = judge(set, reasons, findings);
    struct merge merge = {0};
    struct pictures pictures = {.list = NULL};
    int code = output_directory(who, directory);
    if (code == EXIT_OK)
        earlier_remove(directory);
    code = code == EXIT_OK ? write_tables(&set->cells, directory) : code;
    code = code == EXIT_OK ? write_data(set, &merge, directory) : code;
    if (code == EXIT_OK) {
        const int drawn =
            pictures_make(&pictures, &set->cells, judged ? findings : NULL, directory);
        const struct page page = {.cells = &set->cells,
                                  .results = &merge.sources[0].results,
                                  .files = &set->files,
                                  .pictures = &pictures,
                                  .findings = judged ? findings : NULL,
                                  .directory = directory,
                                  .data_file = DATA_FILE};
        code = write_page(&page);
        code = code == EXIT_OK ? drawn : code;
    }
    pictures_free(&pictures);
    merge_free(&merge);
    return code;
}
