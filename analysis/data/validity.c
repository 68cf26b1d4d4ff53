/* Whether a run's time counts, and why not. */
#include "analysis/data/validity.h"

#include <limits.h>
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
    const bool waits = quality_is_blocked(&run->quality);
    run->oversubscribed = row->oversubscribed != 0 && !waits;
    run->wrongly_bound = row->binding_ok == 0 && row->oversubscribed == 0;
    run->threaded = run->crowded && !run->oversubscribed && !waits;
    run->disturbed = quality_is_disturbed(&run->quality);
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
    else if (row->ranks < 1 || row->threads < 1 || row->threads > INT32_MAX / row->ranks)
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

static bool is_serial(const struct run *run, int ranks)
{
    (void)ranks;
    return model_kind_of(run->row) == MODEL_SERIAL;
}

static bool is_whole(const struct run *run, int ranks)
{
    return strcmp(run->row->verified, "all") == 0 && run->row->ranks == ranks;
}

static bool is_serial_and_whole(const struct run *run, int ranks)
{
    return is_serial(run, ranks) && is_whole(run, run->row->ranks);
}

/* One of the runs that `takes` says yes to; NULL: there is none, or they disagree. */
static const struct run *find_agreed(struct run *const *runs, size_t count,
                                     bool (*takes)(const struct run *, int ranks), int ranks)
{
    const struct run *found = NULL;
    for (size_t i = 0; i < count; ++i) {
        if (!takes(runs[i], ranks))
            continue;
        if (found && strcmp(found->row->checksum, runs[i]->row->checksum) != 0)
            return NULL;
        found = found ? found : runs[i];
    }
    return found;
}

/* The run whose checksum is right where they disagree; NULL: nobody knows. A serial run, rather one
 * of which each unit was computed twice; else of the runs that were, those of the fewest processes.
 */
static const struct run *find_decider(struct run *const *runs, size_t count)
{
    int fewest = INT_MAX;
    for (size_t i = 0; i < count; ++i)
        if (is_whole(runs[i], runs[i]->row->ranks) && runs[i]->row->ranks < fewest)
            fewest = runs[i]->row->ranks;
    const struct run *decider = find_agreed(runs, count, is_serial_and_whole, fewest);
    if (!decider)
        decider = find_agreed(runs, count, is_serial, fewest);
    return decider ? decider : find_agreed(runs, count, is_whole, fewest);
}

static void judge_work(struct run *const *runs, size_t count)
{
    bool agree = true;
    for (size_t i = 1; i < count; ++i)
        agree = agree && strcmp(runs[0]->row->checksum, runs[i]->row->checksum) == 0;
    const struct run *decider = agree ? NULL : find_decider(runs, count);
    for (size_t i = 0; i < count && !agree; ++i) {
        if (!decider)
            reject(runs[i], "runs of the same work disagree on the checksum, and no serial run "
                            "decides, nor one that was verified whole");
        else if (strcmp(runs[i]->row->checksum, decider->row->checksum) == 0)
            continue;
        else if (is_serial(decider, 1))
            reject(runs[i], "its checksum differs from the serial run's of the same work%s",
                   is_serial_and_whole(decider, 1) ? ", which was verified whole" : "");
        else
            reject(runs[i],
                   "its checksum differs from that of %s %dx%d for the same work, which was "
                   "verified whole",
                   decider->row->model, decider->row->ranks, decider->row->threads);
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
