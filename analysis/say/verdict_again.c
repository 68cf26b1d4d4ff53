/* Commands that a user can type to have studies measured again, so that it does measure: a sweep
 * passes over what is there already. */
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/say/verdict_command.h"
#include "analysis/say/verdict_line.h"
#include "analysis/text.h"

enum { REPETITIONS = 5 }; /* what a sweep makes unless it is told otherwise */

static const char *const inputs[] = {"split", "distribute", "synthetic", "source-size", NULL};
static const char *const parts[] = {"split", "distribute", NULL};

/* "1..16" where that is what was measured, or enough is `range`; else "1,2,3". */
static void say_cores(const struct verdict_facts *facts, bool range, char *buffer, size_t size)
{
    char list[VERDICT_WORDS] = "1";
    int most = 1;
    bool doubles = true;
    for (int last = 1, next; last > 0; last = next) {
        next = verdict_next_cores(facts, last);
        most = next > 0 ? next : most;
        doubles = doubles && (next == 0 || next == 2 * last);
        if (next > 0)
            text_append(list, sizeof list, ",%d", next);
    }
    if ((doubles || range) && most > 2)
        snprintf(buffer, size, "1..%d", most);
    else
        snprintf(buffer, size, "%s", list);
}

static bool is_quickstart(const char *command)
{
    return strstr(command, "quickstart.sh");
}

static bool is_study_file(const char *command)
{
    return strstr(command, " --study-file ");
}

/* A directory that this run is not in: "again", then "again2". */
static void say_new_results(const struct run *run, char *buffer, size_t size)
{
    static const char again[] = "--results ./again";
    const char *earlier = strstr(run->told.argv, again);
    const long number = earlier ? strtol(earlier + strlen(again), NULL, 10) : 0;
    text_append(buffer, size, " --results again");
    if (earlier)
        text_append(buffer, size, "%ld", number > 0 && number < 1000 ? number + 1 : 2);
}

/* More repetitions come to those that are there; other results need a place of their own. */
static void say_study_file(const struct verdict_facts *facts, char *buffer, size_t size)
{
    const struct run *run = facts->study->run;
    const char *command = run->told.command, *driver = strstr(command, " -- ");
    const size_t length = driver ? (size_t)(driver - command) : strlen(command);
    snprintf(buffer, size, "%.*s", (int)(length < size ? length : size - 1), command);
    if (facts->kind == VERDICT_FEW_RUNS)
        text_append(buffer, size, " --repeat%s %d", run->told.submitted ? "-jobs" : "",
                    REPETITIONS);
    else
        say_new_results(run, buffer, size);
    text_append(buffer, size, "%s", driver ? driver : "");
}

bool verdict_command_recorded(const struct verdict_facts *facts, bool weak, char *buffer,
                              size_t size)
{
    const char *command = facts->study->run->told.command;
    buffer[0] = '\0';
    if (command[0] == '\0' || !verdict_is_safe(command) ||
        (weak && !facts->study->weak && !is_quickstart(command)))
        return false;
    if (is_study_file(command)) {
        if (facts->kind == VERDICT_ONE_WAY) /* which it would measure again */
            return false;
        say_study_file(facts, buffer, size);
        return true;
    }
    snprintf(buffer, size, "%s", command);
    if (weak && is_quickstart(command) && !strstr(command, " --weak")) {
        const char *rest = command + strcspn(command, " ");
        snprintf(buffer, size, "%.*s --weak%s", (int)(rest - command), command, rest);
    }
    return true;
}

/* " --size SIZE" for each of the names. */
static void say_differing(const char *names, char *buffer, size_t size)
{
    for (const char *name = names; *name != '\0';) {
        const size_t length = strcspn(name, " ");
        text_append(buffer, size, " --%.*s ", (int)length, name);
        for (size_t i = 0; i < length; ++i)
            text_append(buffer, size, "%c", toupper((unsigned char)name[i]));
        name += length + strspn(name + length, " ");
    }
}

void verdict_command_sweep(const struct verdict_facts *facts, bool weak, bool whole, char *buffer,
                           size_t size)
{
    const struct run *run = facts->study->run;
    char cores[VERDICT_WORDS], work[VERDICT_WORDS] = "";
    buffer[0] = '\0';
    say_cores(facts, !whole, cores, sizeof cores);
    text_append(buffer, size, "parallax %s --study %s --kernel ",
                run->told.submitted ? "submit" : "sweep", weak ? "weak" : "strong");
    verdict_say_name(run->row->kernel, buffer, size);
    text_append(buffer, size, " --cores %s", cores);
    if (!whole)
        return;
    verdict_take_options(run, facts->same_input ? inputs : parts, facts->shared, work, sizeof work);
    say_differing(facts->differing, work, sizeof work);
    if (work[0] != '\0')
        text_append(buffer, size, " --%s", work);
}
