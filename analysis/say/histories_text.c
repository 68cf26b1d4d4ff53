/* What builds differ by, in words. */
#include <math.h>

#include "analysis/say/histories.h"
#include "analysis/say/histories_name.h"
#include "analysis/text.h"
#include "drivers/common/number.h"

enum { WIDTH = 98, TEXT = 4096, CONTINUED = 11 };

static void write_builds(const struct history *history, char *const *paths, FILE *out)
{
    for (size_t i = 0; i < history->build_count; ++i) {
        char text[TEXT], name[16], revision[128], path[512], apart[480];
        histories_name(i, name, sizeof name);
        histories_revision(&history->builds[i], revision, sizeof revision);
        histories_apart(history, i, apart, sizeof apart);
        text_plain(path, sizeof path, paths[i]);
        snprintf(text, sizeof text, "%s: %s (revision %s%s)", name, path, revision, apart);
        if (history->unclean[i] > 0)
            text_append(text, sizeof text,
                        "; %zu cell%s left out: disturbed or flagged, or below %d repetitions",
                        history->unclean[i], history->unclean[i] == 1 ? "" : "s",
                        ESTIMATE_RUNS_MIN);
        if (history->alone[i] > 0)
            text_append(text, sizeof text, "; %zu cells that no other has", history->alone[i]);
        text_say(out, 2, "%s", text);
    }
}

static void write_self_test(const struct history *history, FILE *out)
{
    size_t answers[EQUIVALENCES];
    char text[TEXT] = "";
    const size_t cells = history_self_test(history, answers);
    const size_t wrong = answers[EQUIVALENCE_LESS] + answers[EQUIVALENCE_MORE];
    if (cells == 0)
        text_append(text, TEXT, "Self-test: not made: no cell of A has %d launches or more.",
                    2 * ESTIMATE_RUNS_MIN);
    else
        text_append(text, TEXT,
                    "Self-test, A against A (its own launches in two halves, in turn): of %zu "
                    "cells %zu equal, %zu undecided, %zu faster, %zu slower%s",
                    cells, answers[EQUIVALENCE_EQUAL], answers[EQUIVALENCE_UNDECIDED],
                    answers[EQUIVALENCE_LESS], answers[EQUIVALENCE_MORE],
                    wrong == 0 ? ", as it should be."
                               : ". Nothing differs there: this machine was too restless, and what "
                                 "follows is not to be trusted.");
    text_wrap(out, text, WIDTH, "");
}

static void say_time(const struct cell *cell, char *text)
{
    char value[32], interval[64];
    text_number(value, sizeof value, cell->time.value, 4);
    text_interval(interval, sizeof interval, cell->time.low, cell->time.high, 4);
    text_append(text, TEXT, "%s s %s", value, interval);
}

static void say_step(const struct history_step *step, char *text)
{
    const struct interval ratio = difference_ratio(step->ratio);
    char value[32], interval[64], from[16], to[16];
    histories_name(step->from, from, sizeof from);
    histories_name(step->to, to, sizeof to);
    text_number(value, sizeof value, ratio.value, 4);
    text_interval(interval, sizeof interval, ratio.low, ratio.high, 4);
    text_append(text, TEXT, "%s/%s %s %s  %s%s", to, from, value, interval,
                histories_answers[step->answer], step->paired ? "" : " (not paired)");
}

static void write_cell(const struct history *history, const struct history_cell *cell, FILE *out)
{
    char name[128], build[16];
    const struct history_step *step = cell->steps;
    const size_t end = cell->step_count - (cell->step_count > 1 ? 1 : 0);
    histories_cell(history, cell, name, sizeof name);
    text_say(out, 2, "%s%s", name,
             cell->other_pixels ? "  (pixels differ: other work, or another revision of the kernel)"
                                : "");
    histories_name(step->from, build, sizeof build);
    char text[TEXT] = "";
    say_time(cell->cells[step->from], text);
    text_say(out, CONTINUED, "  %-*s%s", CONTINUED - 2, build, text);
    for (; step < cell->steps + end; ++step) {
        text[0] = '\0';
        histories_name(step->to, build, sizeof build);
        say_time(cell->cells[step->to], text);
        text_append(text, TEXT, "  ");
        say_step(step, text);
        text_say(out, CONTINUED, "  %-*s%s", CONTINUED - 2, build, text);
    }
    if (cell->step_count > 1) {
        text[0] = '\0';
        say_step(step, text);
        text_say(out, CONTINUED, "  %-*s%s", CONTINUED - 2, "in all", text);
    }
}

/* The first build that differs from the one before, of every cell that has one. */
static void write_changes(const struct history *history, FILE *out)
{
    for (size_t i = 0; i < history->count; ++i)
        for (size_t k = 0; k < history->cells[i].step_count; ++k) {
            const struct history_step *step = &history->cells[i].steps[k];
            char text[TEXT] = "", name[128], from[16], to[16], revision[128];
            const bool slower = step->answer == EQUIVALENCE_MORE;
            if (!slower && step->answer != EQUIVALENCE_LESS)
                continue;
            const struct interval ratio = difference_ratio(step->ratio);
            const bool whole = k > 0 && k + 1 == history->cells[i].step_count;
            histories_cell(history, &history->cells[i], name, sizeof name);
            histories_name(step->from, from, sizeof from);
            histories_name(step->to, to, sizeof to);
            histories_revision(&history->builds[step->to], revision, sizeof revision);
            text_append(text, TEXT,
                        "%s: %s %s %s than %s: %s times its time (95 %% CI %s to %s); "
                        "revision %s.",
                        name, whole ? "in all," : "from", to,
                        whole ? (slower ? "is slower" : "is faster")
                              : (slower ? "on slower" : "on faster"),
                        from, number_short(ratio.value, 3).text, number_short(ratio.low, 3).text,
                        number_short(ratio.high, 3).text, revision);
            text_wrap(out, text, WIDTH, "");
        }
}

void histories_write_text(const struct history *history, char *const *paths, FILE *out)
{
    const size_t *answers = history->answers;
    size_t last = SIZE_MAX;
    write_builds(history, paths, out);
    write_self_test(history, out);
    if (history->count == 0) {
        text_say(out, 0, "Nothing to compare: no clean cell is in two of them.");
        return;
    }
    for (size_t i = 0; i < history->count; ++i) {
        const struct history_cell *cell = &history->cells[i];
        const size_t build = cell->steps[0].from, study = cell->cells[build]->study;
        if (study != last) {
            fputc('\n', out);
            text_wrap(out, history->builds[build].studies[study].title, WIDTH, "");
        }
        last = study;
        write_cell(history, cell, out);
    }
    fputc('\n', out);
    write_changes(history, out);
    text_say(out, 0, "%zu slower, %zu faster, %zu equal, %zu undecided.", answers[EQUIVALENCE_MORE],
             answers[EQUIVALENCE_LESS], answers[EQUIVALENCE_EQUAL], answers[EQUIVALENCE_UNDECIDED]);
    text_wrap(out,
              "Ratios of times with 95 % CIs, paired by round where both were measured in turn. "
              "equal: within 2 % either way, by two one-sided tests; undecided: more repetitions "
              "would tell. Each answer holds with all others together (Holm, 5 %).",
              WIDTH, "");
}
