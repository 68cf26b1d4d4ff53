/* A watchdog that hears what workers wait for. */
#include "drivers/probes/dog.h"

#include <stdio.h>
#include <string.h>

#include "drivers/common/timer.h"

struct dog {
    const char *noun;
    int workers, done;
    struct {
        bool waits, done;
        int whom;
        char what[DOG_TEXT];
    } worker[DOG_WORKERS];
};

/* Whether it was a sign of life. */
static bool hear(struct dog *dog, const char *line)
{
    int who, whom, at = 0;
    char word[8];
    if (sscanf(line, "%d %7s%n", &who, word, &at) != 2 || who < 0 || who >= dog->workers)
        return false;
    bool waits = strcmp(word, "waits") == 0, done = strcmp(word, "done") == 0;
    if (!waits && !done && strcmp(word, "goes") != 0)
        return false;
    if (waits) {
        int more = 0;
        if (sscanf(line + at, "%d %n", &whom, &more) != 1 || whom < 0 || whom >= dog->workers)
            return false;
        dog->worker[who].whom = whom;
        snprintf(dog->worker[who].what, DOG_TEXT, "%s", line + at + more);
    }
    dog->worker[who].waits = waits;
    dog->done += done && !dog->worker[who].done;
    dog->worker[who].done = dog->worker[who].done || done;
    return true;
}

/* A worker of a circle: each of it waits for the next; -1: there is none. */
static int find_circle(const struct dog *dog)
{
    for (int start = 0; start < dog->workers; ++start) {
        int at = start;
        for (int steps = 0; steps < dog->workers && dog->worker[at].waits; ++steps) {
            at = dog->worker[at].whom;
            if (at == start)
                return start;
        }
    }
    return -1;
}

static void tell_circle(const struct dog *dog, int start, struct dog_report *report)
{
    int at = start;
    do {
        size_t used = strlen(report->text);
        snprintf(report->text + used, sizeof report->text - used, "%s%s %d %s", used ? "; " : "",
                 dog->noun, at, dog->worker[at].what);
        at = dog->worker[at].whom;
    } while (at != start);
}

/* Silence has lasted for limit_s at least. */
static bool judge(const struct dog *dog, double silent_s, double patience_s,
                  struct dog_report *report)
{
    int start = find_circle(dog);
    if (start < 0 && silent_s < patience_s)
        return false;
    report->verdict = start < 0 ? DOG_SILENT : DOG_DEADLOCK;
    report->seconds = silent_s;
    if (start >= 0)
        tell_circle(dog, start, report);
    return true;
}

void dog_watch(struct child *child, const char *noun, int workers, double limit_s,
               double patience_s, struct dog_report *report)
{
    struct dog dog = {.noun = noun, .workers = workers};
    char line[512];
    double heard = timer_now(), began = heard;
    bool any = false;
    *report = (struct dog_report){.verdict = DOG_FINISHED};
    while (dog.done < workers) {
        double silent = timer_now() - heard;
        int came =
            child_line(child, silent < limit_s ? limit_s - silent : limit_s, line, sizeof line);
        if (came > 0 && hear(&dog, line)) {
            heard = timer_now();
            began = any ? began : heard;
            any = true;
        }
        if (came < 0) {
            report->verdict = DOG_ENDED;
            return;
        }
        silent = timer_now() - heard;
        if (silent >= limit_s && judge(&dog, silent, patience_s, report))
            return;
    }
    report->seconds = timer_now() - began;
}
