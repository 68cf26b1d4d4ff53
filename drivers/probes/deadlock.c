/* Probe: workers that wait for each other for ever, how soon a watchdog sees it, and the cures.
 *
 * Two locks: both workers need both, and each takes another one first. Cure: all take them in one
 * order. Two messages: both ranks send before they receive. A short message is copied and the
 * sender goes on, so that the mistake is not seen; one beyond the eager limit waits for its
 * receiver. Cure: MPI_Sendrecv. What hangs is a child, and is ended.
 *
 * The results file has a point for what came as it must: where the mistake stood still, the time
 * until that was seen; where the cure came to its end, the time that it took. */
#include <string.h>

#include "drivers/common/exit_code.h"
#include "drivers/common/terminal.h"
#include "drivers/common/wrap.h"
#include "drivers/probes/dog.h"
#include "drivers/probes/launched.h"
#include "drivers/probes/locks.h"
#include "drivers/probes/probe.h"
#include "drivers/probes/rows.h"

static struct probe_option options[] = {
    {"silence", "SECONDS", "without a sign of life before it is looked who waits for whom", 0.4,
     0.05, 60, false},
    {NULL, NULL, NULL, 0, 0, 0, false},
};

static struct probe probe = {
    .name = "deadlock",
    .does = "lets workers wait for each other, tells who waits for whom, and runs the cures",
    .options = options,
};

enum { PATIENCE = 60, SENDERS = 2, INDENT = 4 };

enum { WHO, HOW, CAME, AFTER, COLUMNS };
static const struct grid_column columns[COLUMNS] = {[WHO] = {"who", GRID_MARKS, 0},
                                                    [HOW] = {"how", GRID_WORDS, 0},
                                                    [CAME] = {"what came", GRID_MARKS, 0},
                                                    [AFTER] = {"after", GRID_NUMBERS, 1}};
static const char *const widest[COLUMNS] = {"2 sends, 1048576 B", "in opposite order",
                                            "ended early", "123.4 ms"};
static struct rows table = {.columns = columns, .widest = widest, .count = COLUMNS};

/* A sentence below a line of the table. */
static void remark(const char *text)
{
    printf("%*s", INDENT, "");
    wrap_print(stdout, text, terminal_columns(stdout), INDENT, INDENT);
}

/* One row of the table: what was tried, and what the watchdog saw. */
static void tell(const char *what, const char *how, const struct dog_report *report)
{
    static const char *const words[] = {"finished", "DEADLOCK", "silent", "ended early"};
    char time[16];
    rows_print(&table,
               (const char *const[COLUMNS]){what, how, words[report->verdict],
                                            probe_duration(report->seconds, time)},
               "");
    if (report->text[0])
        remark(report->text);
}

static void tell_untried(const char *what, const char *why)
{
    rows_print(&table, (const char *const[COLUMNS]){what, "", "", ""}, why);
}

/* The watchdog's word on a child, which it ends. */
static struct dog_report watch(struct child *child, const char *noun, char *why, size_t size)
{
    struct dog_report report;
    dog_watch(child, noun, 2, options[0].value, PATIENCE, &report);
    child_end(child, 5, report.verdict != DOG_FINISHED, why, size);
    return report;
}

/* Two locks in two orders, or in one. Whether what came of it is what must come of it. */
static bool try_locks(struct locks_case which)
{
    static const char *const names[2][2] = {{"threads-opposite", "threads-ordered"},
                                            {"processes-opposite", "processes-ordered"}};
    struct child child;
    char why[160];
    if (child_call(&child, locks_work, &which)) {
        perror("probe_deadlock: fork");
        return false;
    }
    struct dog_report report =
        watch(&child, which.processes ? "process" : "thread", why, sizeof why);
    tell(which.processes ? "2 locks, processes" : "2 locks, threads",
         which.ordered ? "in one order" : "in opposite order", &report);
    if (which.ordered && report.verdict != DOG_FINISHED && why[0])
        remark(why);
    const bool right = report.verdict == (which.ordered ? DOG_FINISHED : DOG_DEADLOCK);
    if (right)
        probe_point(&probe, names[which.processes][which.ordered], "workers", LOCKS_WORKERS,
                    report.seconds);
    return right;
}

/* Two ranks that exchange so many bytes by `how`; `variant`: the point's, where what came is
 * `expected`. false: it cannot be tried. */
static bool try_messages(const char *what, const char *how, const char *word, long bytes,
                         const char *variant, enum dog_verdict expected, struct dog_report *report)
{
    char number[32], why[160];
    struct child child;
    snprintf(number, sizeof number, "%ld", bytes);
    if (launched_start(&child, SENDERS, (const char *const[]){word, number, NULL}, why,
                       sizeof why)) {
        tell_untried(what, why);
        return false;
    }
    *report = watch(&child, "rank", why, sizeof why);
    tell(what, how, report);
    if (report->verdict == DOG_ENDED)
        remark(why);
    if (report->verdict == expected)
        probe_point(&probe, variant, "byte", (double)bytes, report->seconds);
    return report->verdict != DOG_ENDED;
}

/* The three of them: a short message, a long one, and the cure. Where there is no MPI, says so. */
static bool try_sends(void)
{
    struct dog_report report;
    char what[32], why[160];
    long limit = launched_eager_limit(why, sizeof why);
    if (limit < 0) {
        char text[192];
        snprintf(text, sizeof text, "not tried: %s", why);
        tell_untried("2 sends", text);
        return true;
    }
    char text[192];
    snprintf(text, sizeof text, "(this MPI sends up to %ld bytes without waiting for the receiver)",
             limit);
    wrap_print(stdout, text, terminal_columns(stdout), 0, 1);
    snprintf(what, sizeof what, "2 sends, %ld B", limit / 2);
    if (limit > 1 && !try_messages(what, "both send first", "sends", limit / 2, "ranks-short-sends",
                                   DOG_FINISHED, &report))
        return false;
    const long beyond = 4 * limit > 65536 ? 4 * limit : 65536;
    snprintf(what, sizeof what, "2 sends, %ld B", beyond);
    if (!try_messages(what, "both send first", "sends", beyond, "ranks-sends", DOG_DEADLOCK,
                      &report))
        return false;
    bool right = report.verdict == DOG_DEADLOCK;
    return try_messages(what, "MPI_Sendrecv", "sendrecv", beyond, "ranks-sendrecv", DOG_FINISHED,
                        &report) &&
           right && report.verdict == DOG_FINISHED;
}

int main(int argc, char **argv)
{
    int code = probe_begin(&probe, argc, argv);
    if (code >= 0)
        return code;
    rows_begin(&table, (const char *const[COLUMNS]){"who", "how", "what came", "after"});
    bool right = true;
    for (int processes = 0; processes <= 1; ++processes)
        for (int ordered = 0; ordered <= 1; ++ordered)
            right = try_locks((struct locks_case){processes, ordered}) && right;
    right = try_sends() && right;
    if (!right)
        fprintf(stderr, "probe_deadlock: not what was to be seen: the rows say it\n");
    code = probe_end(&probe, EXIT_OK); /* what did not come is not there, and so is told */
    return code == EXIT_OK && !right ? EXIT_BUG : code;
}
