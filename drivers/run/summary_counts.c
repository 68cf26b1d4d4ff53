/* How many images, and what became of them. */
#include "drivers/run/summary_counts.h"

#include <inttypes.h>

#include "drivers/common/number.h"

/* Before the work, or since by another job. */
static int there_already(const struct job *job)
{
    return job->sink_plan.skipped - job->sink_plan.failed + atomic_load(&job->limits.found);
}

static void print_untold(FILE *out, const struct job *job)
{
    if (job->sink_plan.untold)
        fprintf(out, " (%d of them in no journal: --existing overwrite makes them anew)",
                job->sink_plan.untold);
}

static void print_failed(FILE *out, const struct job *job)
{
    if (job->sink_plan.failed)
        fprintf(out, ", %d failed before and not tried again (--retry-failed does)",
                job->sink_plan.failed);
}

/* Behind what was said before it. */
static void print_foreign(FILE *out, const struct list *list)
{
    int total = foreign_total(&list->foreign);
    if (total == 0)
        return;
    fprintf(out, ", %d file%s of unknown kinds passed over: ", total, total == 1 ? "" : "s");
    foreign_print(out, &list->foreign);
}

void summary_print_counts(FILE *out, const struct job *job, const struct measurement *m)
{
    const struct list *list = &job->inputs.list;
    fprintf(out, "images: %" PRId64 " done, %" PRId64 " failed", m->done, m->failed);
    if (there_already(job))
        fprintf(out, ", %d already there", there_already(job));
    print_untold(out, job);
    if (job->sink_plan.spread)
        fprintf(out, ", %d directories with --files-per-directory", job->sink_plan.spread);
    if (job->sink_plan.remade)
        fprintf(out, ", %d made anew (damaged, or of another input or other parameters)",
                job->sink_plan.remade);
    print_failed(out, job);
    if (list->skipped)
        fprintf(out, ", %d input%s passed over (no regular files)", list->skipped,
                list->skipped == 1 ? "" : "s");
    if (list->unseen_count)
        fprintf(out, ", %d input%s not seen", list->unseen_count,
                list->unseen_count == 1 ? "" : "s");
    print_foreign(out, list);
    fputc('\n', out);
}

void summary_print_there(FILE *out, const struct job *job)
{
    int there = there_already(job);
    fprintf(out, "%d output%s there already", there, there == 1 ? " is" : "s are");
    print_untold(out, job);
    print_failed(out, job);
    print_foreign(out, &job->inputs.list);
    fputc('\n', out);
}

void summary_json_counts(struct json *json, const struct job *job)
{
    json_whole(json, "skipped", there_already(job));
    json_whole(json, "untold", job->sink_plan.untold);
    json_whole(json, "remade", job->sink_plan.remade);
    json_whole(json, "failed_before", job->sink_plan.failed);
    json_whole(json, "unseen", job->inputs.list.unseen_count);
    json_open(json, "unknown_kinds", '{');
    for (int kind = 0; kind < FOREIGN_KINDS; ++kind)
        if (job->inputs.list.foreign.count[kind])
            json_whole(json, foreign_endings[kind], job->inputs.list.foreign.count[kind]);
    json_close(json, '}');
}

void summary_print_handovers(FILE *out, const struct measurement *m)
{
    int64_t handovers = 0;
    double seconds = 0;
    int iterations = 0;
    for (int i = 0; i < m->sample_count; ++i)
        if (!m->samples[i].warmup && m->samples[i].handovers >= 0) {
            handovers += m->samples[i].handovers;
            seconds += m->samples[i].handover_s;
            ++iterations;
        }
    if (iterations)
        fprintf(out, "lock: %s hand-overs an iteration, %s us each\n",
                number_short((double)handovers / iterations, 4).text,
                number_short(handovers ? 1e6 * seconds / (double)handovers : 0, 3).text);
}
