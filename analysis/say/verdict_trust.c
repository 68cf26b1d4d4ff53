/* The last two lines of a verdict: how sure it is, and up to where it was measured. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "analysis/say/verdict_lines.h"
#include "analysis/text.h"

static bool is_swept(const struct cell *cell)
{
    return cell->repetitions[0].round >= 0;
}

static void say_runs(const struct verdict_facts *facts, char *buffer, size_t size)
{
    const size_t count = facts->chosen->used_count;
    snprintf(buffer, size, "%zu %s%s", count, is_swept(facts->chosen) ? "repetition" : "run",
             count == 1 ? "" : "s");
}

static void say_machine(const struct verdict_facts *facts, char *buffer, size_t size)
{
    if (facts->disturbed > 0)
        snprintf(buffer, size, "others disturbed %zu of %zu ways", facts->disturbed, facts->ways);
    else if (facts->speed < verdict_steady)
        snprintf(buffer, size, "the machine's speed changed by %.0f %%", 100 * (1 - facts->speed));
    else if (facts->watched)
        snprintf(buffer, size, "quiet machine%s", isnan(facts->speed) ? ", of unknown speed" : "");
    else
        snprintf(buffer, size, "disturbance not recorded");
}

static void say_seen(struct verdict_line *line, const struct verdict_facts *facts)
{
    char least[VERDICT_WORDS];
    if (isnan(facts->seen))
        return;
    if (facts->seen > 1) {
        verdict_add(line, "Some ways vary too much to tell them apart.");
        return;
    }
    const char *runs = is_swept(facts->chosen) ? "repetitions" : "runs";
    snprintf(least, sizeof least, facts->seen < 0.01 ? "%.1f %%" : "%.0f %%",
             fmax(0.1, 100 * facts->seen));
    if (facts->seen > 0.05 && facts->needed < 1000000 &&
        (verdict_add(line,
                     "A difference below %s could not have been seen; 5 %% needs about %zu %s.",
                     least, facts->needed, runs) ||
         verdict_add(line, "Below %s nothing could be seen; 5 %% needs about %zu %s.", least,
                     facts->needed, runs) ||
         verdict_add(line, "Below %s it may be chance; 5 %% needs %zu runs.", least,
                     facts->needed)))
        return;
    (void)(verdict_add(line, "A difference below %s could not have been seen.", least) ||
           verdict_add(line, "Below %s nothing could be seen.", least));
}

static void say_impossible(struct verdict_line *line, const struct cell *cell)
{
    char times[VERDICT_WORDS];
    verdict_number(cell->speedup.value, times, sizeof times);
    verdict_add(line, "Low: %s times with %d workers cannot be; was one core measured likewise?",
                times, cell->workers);
}

void verdict_trust(struct verdict_line *line, const struct verdict_facts *facts)
{
    char runs[VERDICT_WORDS], machine[VERDICT_WORDS];
    const char *trust = verdict_trusts[facts->trust];
    say_machine(facts, machine, sizeof machine);
    switch (facts->kind) {
    case VERDICT_DISTURBED:
        if (facts->cpu_share < QUALITY_SHARE)
            verdict_add(line, "%s: workers had a CPU only %.0f %% of the time; others used it.",
                        trust, 100 * facts->cpu_share);
        else
            verdict_add(line, "%s: a quota, the host or other programs took CPUs away.", trust);
        return;
    case VERDICT_FEW_RUNS:
        verdict_add(line, "%s: %s each give no interval; chance may decide. %d are the least.",
                    trust, facts->chosen->used_count > 1 ? "2 runs" : "1 run", ESTIMATE_RUNS_MIN);
        return;
    case VERDICT_UNPLACED:
        verdict_add(line, "%s: workers shared cores, so times are those of the scheduler.", trust);
        return;
    case VERDICT_INVALID:
        verdict_add(line, "%s: all runs failed, or disagree. parallax table says why of each.",
                    trust);
        return;
    default:
        break;
    }
    say_runs(facts, runs, sizeof runs);
    if (verdict_is_impossible(facts)) {
        say_impossible(line, facts->chosen);
        return;
    }
    verdict_add(line, "%s: %s, %s.", trust, runs, machine);
    say_seen(line, facts);
    if (facts->few > 0)
        verdict_add(line, "%zu ways of fewer runs are left out.", facts->few);
}

static void say_cores(const struct verdict_facts *facts, struct verdict_line *line)
{
    const int nodes = facts->nodes > 1 ? facts->nodes : 1, cores = facts->cores * nodes;
    char place[VERDICT_WORDS] = "this machine has";
    if (nodes > 1)
        snprintf(place, sizeof place, "these %d nodes have", nodes);
    if (facts->cores <= 0)
        verdict_add(line, "Measured up to %d worker%s; nothing is known beyond.", facts->largest,
                    facts->largest == 1 ? "" : "s");
    else if (cores == 1)
        verdict_add(line, "One core is all %s; nothing is known beyond.", place);
    else if (facts->largest >= cores)
        verdict_add(line, "%d cores is all %s; nothing is known beyond.", cores, place);
    else
        verdict_add(line, "Measured up to %d of the %d cores %s; nothing is known beyond.",
                    facts->largest, cores, place);
}

void verdict_limit(struct verdict_line *line, const struct verdict_facts *facts)
{
    const struct run_row *row = facts->study->run->row;
    if (facts->largest == 0)
        verdict_add(line, "Nothing that counts was measured, and nothing is known.");
    else
        say_cores(facts, line);
    if (strcmp(row->source, "files") == 0 && facts->largest > 0)
        verdict_add(line, strcmp(row->cache, "warm") == 0 && strcmp(row->sink, "directory") != 0
                              ? "Disk and writing come on top."
                              : "Another disk is another answer.");
    if (facts->threaded > 0)
        verdict_add(line, "Hardware threads are not judged.");
    else if (facts->unplaced > 0)
        verdict_add(line, "Cells without a core each: left out.");
    else if (facts->smt > 1)
        verdict_add(line, "Its hardware threads were not used.");
    if (strcmp(row->source, "files") != 0 && facts->largest > 0)
        verdict_add(line, "Photographs may differ.");
}
