/* The second line of a verdict: how fast, and how much faster than one core. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "analysis/say/verdict_lines.h"
#include "analysis/text.h"

/* "about 9 min (8 to 10)" */
static void say_duration(struct interval seconds, char *buffer, size_t size)
{
    static const struct {
        double seconds;
        const char *name;
    } units[] = {{86400, "days"}, {3600, "h"}, {60, "min"}, {1, "s"}};
    size_t unit = 0;
    while (unit < 3 && seconds.value < 2 * units[unit].seconds)
        ++unit;
    const double one = units[unit].seconds;
    const int digits = seconds.high / one < 10 ? 1 : 0;
    snprintf(buffer, size, "about %.*f %s (%.*f to %.*f)", digits, seconds.value / one,
             units[unit].name, digits, seconds.low / one, digits, seconds.high / one);
}

/* "1.93 times one core's 673"; `rate`: with the number. */
static void say_times(const struct cell *cell, bool weak, bool rate, char *buffer, size_t size)
{
    char times[VERDICT_WORDS], base[VERDICT_WORDS], base_rate[VERDICT_WORDS];
    verdict_number(cell->speedup.value, times, sizeof times);
    if (cell->base->workers == 1)
        snprintf(base, sizeof base, "one core");
    else
        verdict_way(cell->base, base, sizeof base);
    verdict_number(cell->base->image_rate.value, base_rate, sizeof base_rate);
    buffer[0] = '\0';
    text_append(buffer, size, "%s times %s", times, base);
    if (rate || weak)
        text_append(buffer, size, "'%s %s", base[strlen(base) - 1] == 's' ? "" : "s",
                    weak ? "work in the same time" : base_rate);
}

/* In brackets: the interval, what it was chosen from, what the machine allows. */
static void say_brackets(const struct verdict_facts *facts, int much, char *buffer, size_t size)
{
    const struct cell *cell = facts->chosen;
    char text[VERDICT_WORDS] = "", number[VERDICT_WORDS];
    if (!isnan(cell->speedup.low)) {
        verdict_range(cell->speedup, number, sizeof number);
        text_append(text, sizeof text, "95 %% CI %s", number);
    }
    if (much > 1 && facts->kind == VERDICT_ANSWER && cell == facts->best && facts->ties > 1)
        text_append(text, sizeof text, "%sbest of %zu", text[0] != '\0' ? ", " : "", facts->ties);
    if (much > 0 && !isnan(facts->allowed)) {
        verdict_number(facts->allowed, number, sizeof number);
        text_append(text, sizeof text, "%sthis machine allows %s", text[0] != '\0' ? "; " : "",
                    number);
    }
    buffer[0] = '\0';
    if (text[0] != '\0')
        text_append(buffer, size, " (%s)", text);
}

/* One core is the answer: what more of them would give. */
static void say_no_gain(struct verdict_line *line, const struct verdict_facts *facts)
{
    char rate[VERDICT_WORDS], range[VERDICT_WORDS], way[VERDICT_WORDS], times[VERDICT_WORDS];
    const struct cell *cell = facts->chosen;
    verdict_number(cell->image_rate.value, rate, sizeof rate);
    verdict_range(cell->image_rate, range, sizeof range);
    if (isnan(cell->image_rate.low))
        verdict_add(line, "%s images/s on one core, by one launch.", rate);
    else
        verdict_add(line, "%s images/s on one core (95 %% CI %s).", rate, range);
    if (!facts->rival)
        return;
    const struct interval gain = estimate_invert(facts->rival_ratio, 1);
    verdict_way(facts->rival, way, sizeof way);
    verdict_number(gain.value, times, sizeof times);
    verdict_range(gain, range, sizeof range);
    if (isnan(gain.low))
        verdict_add(line, "%s: %s times that.", way, times);
    else
        verdict_add(line, "%s: %s times that (%s).", way, times, range);
}

static void say_speed(struct verdict_line *line, const struct verdict_facts *facts)
{
    const struct cell *cell = facts->chosen;
    char rate[VERDICT_WORDS], range[VERDICT_WORDS], times[VERDICT_WORDS], brackets[VERDICT_WORDS];
    verdict_number(cell->image_rate.value, rate, sizeof rate);
    if (!cell->base || isnan(cell->speedup.value)) {
        verdict_range(cell->image_rate, range, sizeof range);
        if (isnan(cell->image_rate.low))
            verdict_add(line, "%s images/s.", rate);
        else
            verdict_add(line, "%s images/s (95 %% CI %s).", rate, range);
        verdict_add(line, "How much faster than one core was not measured.");
        return;
    }
    for (int much = 2; much >= 0; --much) {
        say_brackets(facts, much, brackets, sizeof brackets);
        for (int with = 1; with >= 0; --with) {
            say_times(cell, facts->study->weak, with == 1, times, sizeof times);
            if (line->text[0] != '\0'
                    ? verdict_add(line, "%s%s.", times, brackets)
                    : verdict_add(line, "%s images/s, %s%s.", rate, times, brackets))
                return;
        }
    }
}

void verdict_speed(struct verdict_line *line, const struct verdict_facts *facts)
{
    char count[VERDICT_WORDS], duration[VERDICT_WORDS];
    if (!facts->chosen) {
        verdict_add(line, "Not known.");
        return;
    }
    if (facts->studies > 1) {
        verdict_add(line, "Not known; what was measured of each is in the table.");
        return;
    }
    if (facts->kind == VERDICT_DISTURBED)
        verdict_add(line, "Not known; undisturbed so far:");
    else if (facts->kind == VERDICT_FEW_RUNS)
        verdict_add(line, "Not known; so far, without an interval:");
    if (facts->kind == VERDICT_ANSWER && !isnan(facts->collection.value)) {
        verdict_count((long long)facts->files, count, sizeof count);
        say_duration(facts->collection, duration, sizeof duration);
        verdict_add(line, "Your %s photos take %s;", count, duration);
    }
    if (facts->chosen->workers == 1)
        say_no_gain(line, facts);
    else
        say_speed(line, facts);
}
