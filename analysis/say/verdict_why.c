/* The third line of a verdict: threads against processes, and where the time goes. */
#include <ctype.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "analysis/data/model_kind.h"
#include "analysis/say/verdict_lines.h"
#include "drivers/common/statistics.h"

static const char *const part_names[STAGE_COUNT] = {[STAGE_PLAN] = "planning",
                                                    [STAGE_READ] = "reading files",
                                                    [STAGE_DECODE] = "decoding",
                                                    [STAGE_KERNEL] = "the kernel",
                                                    [STAGE_HASH] = "checksums",
                                                    [STAGE_ENCODE] = "encoding",
                                                    [STAGE_WRITE] = "writing files",
                                                    [STAGE_COMM] = "messages",
                                                    [STAGE_WAIT] = "waiting for the slowest",
                                                    [STAGE_OTHER] = "starting and ending work"};

/* What is less need not be explained. */
static const double little = 0.03, lost = 0.9, grown = 1.1;

static const char *family_of(const struct cell *cell)
{
    switch (model_kind_of_workers(cell->runs[0]->row)) {
    case MODEL_SERIAL:
        return "one core";
    case MODEL_THREADS:
        return "threads";
    case MODEL_PROCESSES:
        return "processes";
    case MODEL_PROCESSES_OF_THREADS:
        return "processes of threads";
    default:
        return "workers";
    }
}

/* The stage that most of the rival's longer time goes to; "": none has half of it. */
static const char *find_cause(const struct verdict_facts *facts)
{
    static const char *const causes[STAGE_COUNT] = {
        "planning", "reading", "slower decoding", "a slower kernel", "checksums",
        "encoding", "writing", "messages",        "waiting",         "starting and ending"};
    const double *own = facts->chosen->stages, *other = facts->rival->stages;
    double longer = 0;
    int most = 0;
    for (int stage = 0; stage < STAGE_COUNT; ++stage) {
        longer += other[stage] - own[stage];
        most = other[stage] - own[stage] > other[most] - own[most] ? stage : most;
    }
    return other[most] - own[most] > longer / 2 ? causes[most] : ""; /* false for NaN */
}

static void say_rival(struct verdict_line *line, const struct verdict_facts *facts)
{
    const struct interval ratio = facts->rival_ratio;
    char value[VERDICT_WORDS], range[VERDICT_WORDS], own[32], rival[32];
    snprintf(own, sizeof own, "%s", family_of(facts->chosen));
    snprintf(rival, sizeof rival, "%s", family_of(facts->rival));
    own[0] = (char)toupper((unsigned char)own[0]);
    verdict_number(ratio.value, value, sizeof value);
    verdict_range(ratio, range, sizeof range);
    if (ratio.low <= 1 && ratio.high >= 1) {
        verdict_add(line, "%s and %s do not differ here (ratio %s, %s).", own, rival, value, range);
        return;
    }
    rival[0] = (char)toupper((unsigned char)rival[0]);
    const char *cause = find_cause(facts);
    if (isnan(ratio.low))
        verdict_add(line, "%s took %s times as long.", rival, value);
    else
        verdict_add(line, "%s take %s times as long (%s)%s%s.", rival, value, range,
                    ratio.low > 1 && cause[0] != '\0' ? ", by " : "", ratio.low > 1 ? cause : "");
}

static double total_of(const struct cell *cell)
{
    double total = 0;
    for (int stage = 0; stage < STAGE_COUNT; ++stage)
        total += cell->stages[stage];
    return total;
}

static void name_part(const struct verdict_facts *facts, int stage, char *buffer, size_t size)
{
    const char *format = facts->study->run->told.format;
    if (stage == STAGE_DECODE && strcmp(format, "jpeg") == 0)
        snprintf(buffer, size, "JPEG decoding");
    else if (stage == STAGE_DECODE && strcmp(format, "png") == 0)
        snprintf(buffer, size, "PNG decoding");
    else
        snprintf(buffer, size, "%s", part_names[stage]);
}

/* The largest part of the time, and the next if it matters. */
static void say_parts(struct verdict_line *line, const struct verdict_facts *facts)
{
    const double *stages = facts->chosen->stages, total = total_of(facts->chosen);
    char first[64], second[64];
    if (!(total > 0) || isinf(total)) {
        verdict_add(line, "Where the time goes was not recorded.");
        return;
    }
    int most = 0, next = -1;
    for (int stage = 1; stage < STAGE_COUNT; ++stage)
        most = stages[stage] > stages[most] ? stage : most;
    for (int stage = 0; stage < STAGE_COUNT; ++stage)
        if (stage != most && (next < 0 || stages[stage] > stages[next]))
            next = stage;
    name_part(facts, most, first, sizeof first);
    name_part(facts, next, second, sizeof second);
    if (stages[next] < little * total ||
        !verdict_add(line, "%.0f %% of the time is %s, %.0f %% %s.", 100 * stages[most] / total,
                     first, 100 * stages[next] / total, second))
        verdict_add(line, "%.0f %% of the time is %s.", 100 * stages[most] / total, first);
}

/* More time of the same stages for the same work: memory bandwidth, caches, clock rate. */
static double growth_of(const struct verdict_facts *facts)
{
    const struct cell *cell = facts->chosen, *base = cell->base;
    double own = 0, alone = 0;
    for (int stage = 0; base && stage <= STAGE_WRITE; ++stage) {
        own += cell->stages[stage];
        alone += base->stages[stage];
    }
    const double scale = facts->study->weak ? 1 : base ? (double)cell->workers / base->workers : 1;
    return base && base != cell && alone > 0 ? scale * own / alone : NAN;
}

/* Why it is not as many times as fast as there are workers. */
static void say_loss(struct verdict_line *line, const struct verdict_facts *facts)
{
    const double growth = growth_of(facts);
    if (!(facts->chosen->efficiency.value < lost) || !(growth > grown))
        return;
    const int workers = facts->chosen->workers;
    (void)(verdict_add(line,
                       "%d at once slow each other down %.2f times: memory or cores are shared.",
                       workers, growth) ||
           verdict_add(line, "%d at once slow each down %.2f times.", workers, growth));
}

/* Seconds from launch to the first barrier, the median of its runs. */
static double start_of(const struct cell *cell)
{
    double seconds = 0;
    for (size_t i = 0; i < cell->used_runs; ++i)
        seconds += cell->runs[i]->row->launch_s / (double)cell->used_runs;
    return seconds;
}

static void say_start(struct verdict_line *line, const struct verdict_facts *facts)
{
    const double own = start_of(facts->chosen), other = start_of(facts->rival);
    if (fabs(own - other) > 0.1) /* false for NaN */
        verdict_add(line, "To start takes %.2f s, %s %.2f s.", own, family_of(facts->rival), other);
}

static void say_disturbed(struct verdict_line *line, const struct verdict_facts *facts)
{
    if (facts->ways == 1)
        verdict_add(line, "Others disturbed the only way: its time says more of them than of it.");
    else if (facts->disturbed == facts->ways)
        verdict_add(line, "Others disturbed all %zu ways: times say more of them than of threads.",
                    facts->ways);
    else
        verdict_add(line, "Others disturbed %zu of %zu ways, of which any may be the fastest.",
                    facts->disturbed, facts->ways);
}

void verdict_why(struct verdict_line *line, const struct verdict_facts *facts)
{
    if (facts->kind == VERDICT_DISTURBED) {
        say_disturbed(line, facts);
        return;
    }
    if (!facts->chosen) {
        verdict_add(line,
                    facts->kind == VERDICT_UNPLACED
                        ? "More workers than cores, or not bound to them: %zu of %zu ways."
                        : "No time is valid: %zu of %zu ways.",
                    facts->kind == VERDICT_UNPLACED ? facts->unplaced + facts->threaded
                                                    : facts->invalid,
                    facts->ways);
        return;
    }
    if (facts->studies > 1) {
        verdict_add(line, "%zu ways of %zu studies, and none was measured %d times.", facts->ways,
                    facts->studies, ESTIMATE_RUNS_MIN);
        return;
    }
    if (facts->kind == VERDICT_ONE_WAY)
        verdict_add(line, "Only one way was measured, so there is nothing to choose from.");
    if (facts->rival)
        say_rival(line, facts);
    say_loss(line, facts);
    say_parts(line, facts);
    if (facts->rival)
        say_start(line, facts);
}
