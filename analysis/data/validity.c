/* Whether a run's time counts, and why not. */
#include "analysis/data/validity.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/data/model_kind.h"
#include "analysis/memory.h"
#include "drivers/record/words.h"

static void reject(struct run *run, const char *format, ...) __attribute__((format(printf, 2, 3)));

static void reject(struct run *run, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(run->reason, sizeof run->reason, format, arguments);
    va_end(arguments);
    run->usable = false;
}

static long long count_failed(const struct run *run)
{
    long long failed = 0;
    for (size_t i = 0; i < run->sample_count; ++i)
        failed += run->samples[i]->units_failed;
    return failed;
}

static bool samples_agree(const struct run *run)
{
    for (size_t i = 0; i < run->sample_count; ++i) {
        const char *checksum = run->samples[i]->checksum;
        if (run->samples[i]->valid && checksum[0] != '\0' &&
            strcmp(checksum, run->row->checksum) != 0)
            return false;
    }
    return true;
}

/* A run that its driver calls invalid only because of where it ran keeps its time, with a flag. */
static bool is_placement(enum invalid_code code)
{
    return code == INVALID_OVERSUBSCRIBED || code == INVALID_BINDING;
}

static void judge_run(struct run *run)
{
    const struct run_row *row = run->row;
    const long long failed = count_failed(run);
    run->usable = true;
    run->oversubscribed = row->oversubscribed != 0;
    run->wrongly_bound = row->binding_ok == 0 && !run->oversubscribed;
    if (strcmp(row->status, "complete") != 0)
        reject(run, "not complete: %s%s%s", row->status, row->stopped_by[0] != '\0' ? " by " : "",
               row->stopped_by);
    else if (run->announced > row->ranks && !row->independent)
        reject(run,
               "its launcher announced %d ranks and it found %d: copies that did not know of each "
               "other",
               run->announced, row->ranks);
    else if (failed > 0)
        reject(run, "failed: %lld images over all iterations", failed);
    else if (!row->valid && !is_placement(invalid_code_of(row->invalid_code)))
        reject(run, "%s", row->invalid_reason[0] != '\0' ? row->invalid_reason : "marked invalid");
    else if (row->ranks < 1 || row->threads < 1)
        reject(run, "%d ranks of %d threads are no workers", row->ranks, row->threads);
    else if (run->time_count == 0)
        reject(run, "no valid iteration after the warm-up");
    else if (!samples_agree(run))
        reject(run, "its iterations disagree on the checksum");
}

static int compare_work(const void *left, const void *right)
{
    const struct run *a = *(struct run *const *)left, *b = *(struct run *const *)right;
    return strcmp(a->row->work_key, b->row->work_key);
}

/* The checksum that the serial runs agree on; NULL: no serial run, or they do not. */
static const char *serial_checksum(struct run *const *runs, size_t count)
{
    const char *checksum = NULL;
    for (size_t i = 0; i < count; ++i) {
        if (model_kind_of(runs[i]->row) != MODEL_SERIAL)
            continue;
        if (checksum && strcmp(checksum, runs[i]->row->checksum) != 0)
            return NULL;
        checksum = runs[i]->row->checksum;
    }
    return checksum;
}

static void judge_work(struct run *const *runs, size_t count)
{
    bool agree = true;
    for (size_t i = 1; i < count; ++i)
        agree = agree && strcmp(runs[0]->row->checksum, runs[i]->row->checksum) == 0;
    const char *serial = serial_checksum(runs, count);
    for (size_t i = 0; i < count && !agree; ++i) {
        if (!serial)
            reject(runs[i], "runs of the same work disagree on the checksum, and no serial run "
                            "decides");
        else if (strcmp(runs[i]->row->checksum, serial) != 0)
            reject(runs[i], "its checksum differs from the serial run's of the same work");
    }
}

void validity_judge(struct runs *runs)
{
    struct run **judged = memory_array(runs->count, sizeof *judged);
    size_t count = 0;
    for (size_t i = 0; i < runs->count; ++i) {
        struct run *run = &runs->items[i];
        judge_run(run);
        if (run->usable && run->row->work_key[0] != '\0' && run->row->checksum[0] != '\0') {
            judged[count++] = run;
        }
    }
    qsort(judged, count, sizeof judged[0], compare_work);
    for (size_t begin = 0, end; begin < count; begin = end) {
        for (end = begin + 1; end < count && compare_work(&judged[begin], &judged[end]) == 0;)
            ++end;
        judge_work(judged + begin, end - begin);
    }
    free(judged);
}
