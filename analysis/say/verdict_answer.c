/* The first line of a verdict: what to do, with the command to type. */
#include <stdio.h>

#include "analysis/say/verdict_command.h"
#include "analysis/say/verdict_lines.h"

static void say_chosen(struct verdict_line *line, const struct verdict_facts *facts)
{
    char way[VERDICT_WORDS], whole[VERDICT_WORDS], bare[VERDICT_WORDS];
    char other[VERDICT_WORDS] = "", other_command[VERDICT_WORDS] = "";
    const char *does = facts->other && facts->other->workers == 1 ? "does" : "do";
    verdict_way(facts->chosen, way, sizeof way);
    verdict_command(facts->chosen, true, whole, sizeof whole);
    verdict_command(facts->chosen, false, bare, sizeof bare);
    if (facts->other) {
        verdict_way(facts->other, other, sizeof other);
        verdict_command(facts->other, false, other_command, sizeof other_command);
        if (verdict_add(line, "Use %s: %s    (%s %s as well: %s)", way, whole, other, does,
                        other_command) ||
            verdict_add(line, "Use %s: %s    (%s %s as well)", way, whole, other, does) ||
            verdict_add(line, "Use %s: %s", way, whole) ||
            verdict_add(line, "Use %s: %s    (%s %s as well: %s)", way, bare, other, does,
                        other_command) ||
            verdict_add(line, "Use %s: %s    (%s %s as well)", way, bare, other, does))
            return;
    }
    if (!verdict_add(line, "Use %s: %s", way, whole) &&
        !verdict_add(line, "Use %s: %s", way, bare) && !verdict_add(line, "Use %s", whole) &&
        !verdict_add(line, "Use %s", bare))
        verdict_add(line, "Use %s.", way);
}

struct refusal {
    const char *brief, *remedy;
};

static const struct refusal refusals[] = {
    [VERDICT_ONE_WAY] = {"one way only", "For all"},
    [VERDICT_FEW_RUNS] = {"too few runs", "For one"},
    [VERDICT_DISTURBED] = {"disturbed", "When quiet"},
    [VERDICT_UNPLACED] = {"no free cores", "Again"},
    [VERDICT_INVALID] = {"all failed", "Again"},
};

/* Of several studies that no one command measures. */
static void say_each(struct verdict_line *line, const struct refusal *refusal, const char *reason,
                     const char *remedy, const char *whole, const char *bare)
{
    (void)(verdict_add(line, "NO ANSWER: %s. %s, for each of these: %s", reason, remedy, whole) ||
           verdict_add(line, "NO ANSWER: %s. %s, for each: %s", refusal->brief, refusal->remedy,
                       whole) ||
           verdict_add(line, "NO ANSWER: %s. For each: %s", refusal->brief, whole) ||
           verdict_add(line, "NO ANSWER: %s. For each: %s", refusal->brief, bare) ||
           verdict_add(line, "NO ANSWER. For each: %s", bare) ||
           verdict_add(line, "NO ANSWER: %s. %s, measure each again.", reason, remedy));
}

/* Why, and the command for it, with as much of both as fits. */
static void say_none(struct verdict_line *line, const struct verdict_facts *facts,
                     const char *reason, const char *remedy)
{
    const struct refusal *refusal = &refusals[facts->kind];
    char whole[VERDICT_WORDS], bare[VERDICT_WORDS];
    verdict_command_again(facts, facts->study->weak, true, whole, sizeof whole);
    verdict_command_again(facts, facts->study->weak, false, bare, sizeof bare);
    if (facts->studies > 1 && !verdict_has_command(facts)) {
        say_each(line, refusal, reason, remedy, whole, bare);
        return;
    }
    (void)(verdict_add(line, "NO ANSWER: %s. %s: %s", reason, remedy, whole) ||
           verdict_add(line, "NO ANSWER: %s. %s: %s", reason, remedy, bare) ||
           verdict_add(line, "NO ANSWER: %s. %s: %s", refusal->brief, refusal->remedy, bare) ||
           verdict_add(line, "NO ANSWER. %s: %s", refusal->remedy, bare) ||
           verdict_add(line, "NO ANSWER: %s. %s, measure again.", reason, remedy));
}

void verdict_answer(struct verdict_line *line, const struct verdict_facts *facts)
{
    char reason[VERDICT_WORDS];
    switch (facts->kind) {
    case VERDICT_ANSWER:
        say_chosen(line, facts);
        return;
    case VERDICT_ONE_WAY:
        say_none(line, facts, "only one way was measured", "For all of them");
        return;
    case VERDICT_FEW_RUNS:
        snprintf(reason, sizeof reason, "each way was measured only %s",
                 facts->chosen->used_count > 1 ? "twice" : "once");
        say_none(line, facts, reason, "For a real one");
        return;
    case VERDICT_DISTURBED:
        snprintf(reason, sizeof reason, "others disturbed %zu of %zu ways", facts->disturbed,
                 facts->ways);
        say_none(line, facts, reason, "In a quiet hour");
        return;
    case VERDICT_UNPLACED:
        say_none(line, facts, "no worker had a core of its own", "On free cores");
        return;
    case VERDICT_INVALID:
        say_none(line, facts, "no run counts", "When that is mended");
    }
}
