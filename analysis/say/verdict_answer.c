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

/* Of several studies that no one command measures: with what each of them has of its own. */
static void say_each(struct verdict_line *line, const struct verdict_facts *facts,
                     const char *reason, const char *remedy)
{
    const struct refusal *refusal = &refusals[facts->kind];
    const bool differ = facts->differing[0] != '\0';
    const char *rest = differ ? " -- ..." : ""; /* in place of all names */
    char whole[VERDICT_WORDS], bare[VERDICT_WORDS], names[VERDICT_PARAMS];
    snprintf(names, sizeof names, "%s", facts->differing);
    for (char *c = names; *c != '\0'; ++c)
        *c = *c == ' ' ? ',' : *c;
    verdict_command_sweep(facts, facts->study->weak, true, whole, sizeof whole);
    verdict_command_sweep(facts, facts->study->weak, false, bare, sizeof bare);
    (void)(verdict_add(line, "NO ANSWER: %s. %s, for each of these: %s", reason, remedy, whole) ||
           verdict_add(line, "NO ANSWER: %s. %s, for each: %s", refusal->brief, refusal->remedy,
                       whole) ||
           verdict_add(line, "NO ANSWER: %s. For each: %s", refusal->brief, whole) ||
           verdict_add(line, "NO ANSWER. For each: %s", whole) ||
           (differ &&
            (verdict_add(line, "NO ANSWER: %s. For each %s: %s", refusal->brief, names, bare) ||
             verdict_add(line, "NO ANSWER. For each %s: %s", names, bare))) ||
           verdict_add(line, "NO ANSWER: %s. For each: %s%s", refusal->brief, bare, rest) ||
           verdict_add(line, "NO ANSWER. For each: %s%s", bare, rest) ||
           verdict_add(line, "NO ANSWER: %s. %s, measure each again.", reason, remedy));
}

/* Why, and the command, with as much of the former as fits; false: the latter does not. */
static bool say_command(struct verdict_line *line, const struct refusal *refusal,
                        const char *reason, const char *remedy, const char *command)
{
    return verdict_add(line, "NO ANSWER: %s. %s: %s", reason, remedy, command) ||
           verdict_add(line, "NO ANSWER: %s. %s: %s", refusal->brief, refusal->remedy, command) ||
           verdict_add(line, "NO ANSWER. %s: %s", refusal->remedy, command);
}

static void say_none(struct verdict_line *line, const struct verdict_facts *facts,
                     const char *reason, const char *remedy)
{
    const struct refusal *refusal = &refusals[facts->kind];
    const bool weak = facts->study->weak;
    char command[VERDICT_WORDS];
    if (verdict_command_recorded(facts, weak, command, sizeof command) &&
        say_command(line, refusal, reason, remedy, command))
        return;
    if (facts->studies > 1) {
        say_each(line, facts, reason, remedy);
        return;
    }
    verdict_command_sweep(facts, weak, true, command, sizeof command);
    if (say_command(line, refusal, reason, remedy, command))
        return;
    verdict_command_sweep(facts, weak, false, command, sizeof command);
    if (!say_command(line, refusal, reason, remedy, command))
        verdict_add(line, "NO ANSWER: %s. %s, measure again.", reason, remedy);
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
