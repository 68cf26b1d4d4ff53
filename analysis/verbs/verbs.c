/* What the verbs of parallax share. */
#include "analysis/verbs/verbs.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/data/baselines.h"
#include "analysis/data/ceiling.h"
#include "analysis/memory.h"
#include "analysis/text.h"
#include "drivers/common/exit_code.h"

/* A probe measures points, not iterations of a job: there is nothing to compare. Its runs go behind
 * the others. */
static size_t put_probes_last(struct results *results)
{
    struct run_row *probes = memory_array(results->run_count, sizeof *probes);
    size_t kept = 0, count = 0;
    for (size_t i = 0; i < results->run_count; ++i) {
        const bool is_probe = strcmp(results->runs[i].mode, "probe") == 0;
        *(is_probe ? &probes[count++] : &results->runs[kept++]) = results->runs[i];
    }
    memcpy(results->runs + kept, probes, count * sizeof *probes);
    free(probes);
    results->run_count = kept;
    return count;
}

void verbs_group(struct study_set *set, bool prefer_serial)
{
    set->probe_count = put_probes_last(&set->results);
    runs_build(&set->runs, &set->results);
    cells_build(&set->cells, &set->runs);
    baselines_compare(&set->cells, prefer_serial);
    ceilings_compare(&set->cells);
}

int verbs_load(struct study_set *set, int count, char **operands, bool prefer_serial)
{
    *set = (struct study_set){0};
    int code = files_collect(&set->files, count, operands);
    if (code != EXIT_OK)
        return code;
    code = files_read(&set->files, &set->results);
    if (code != EXIT_OK && code != EXIT_SOME_FAILED)
        return code;
    verbs_group(set, prefer_serial);
    if (set->results.run_count > 0)
        return code;
    fputs("parallax: these files hold no runs of a kernel\n", stderr);
    return EXIT_DATA;
}

void verbs_unload(struct study_set *set)
{
    cells_free(&set->cells);
    runs_free(&set->runs);
    record_results_free(&set->results);
    files_free(&set->files);
}

int verbs_worse(int written, int loaded)
{
    return written != EXIT_OK ? written : loaded;
}

bool verbs_parse_baseline(const struct verb *verb, const char *value, bool *prefer_serial)
{
    if (strcmp(value, "serial") != 0 && strcmp(value, "self") != 0) {
        char plain[64];
        text_plain(plain, sizeof plain, value);
        fprintf(stderr, "parallax %s: --baseline %s: must be serial or self\n", verb->name, plain);
        return false;
    }
    *prefer_serial = strcmp(value, "serial") == 0;
    return true;
}

int verbs_parse_over(const struct verb *verb, const char *value, const char *const *names,
                     int count)
{
    for (int i = 0; i < count; ++i)
        if (strcmp(value, names[i]) == 0)
            return i;
    char plain[64];
    text_plain(plain, sizeof plain, value);
    fprintf(stderr, "parallax %s: --over %s: must be %s", verb->name, plain, names[0]);
    for (int i = 1; i < count; ++i)
        fprintf(stderr, "%s%s", i < count - 1 ? ", " : " or ", names[i]);
    fputc('\n', stderr);
    return -1;
}

int verbs_need_operand(const struct verb *verb)
{
    fprintf(stderr,
            "parallax %s: name results files or directories that hold them; see "
            "parallax %s --help\n",
            verb->name, verb->name);
    return EXIT_USAGE;
}
