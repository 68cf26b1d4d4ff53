/* How two sets of runs differ in where they come from. */
#include <stdlib.h>
#include <string.h>

#include "analysis/memory.h"
#include "analysis/say/origins_text.h"
#include "analysis/text.h"
#include "drivers/common/failure.h"
#include "drivers/common/wrap.h"

enum { VALUES_SHOWN = 5 };

static void write_values(const char *side, const struct origin *origin, FILE *out)
{
    char *text;
    size_t size;
    FILE *line = open_memstream(&text, &size);
    if (!line)
        memory_end();
    fprintf(line, "  %s ", side);
    for (size_t i = 0; origin && i < origin->count && i < VALUES_SHOWN; ++i) {
        fputs(i > 0 ? "; " : "", line);
        if (origin->values[i].text[0] == '\0')
            fputs("(empty)", line);
        else
            failure_print(line, origin->values[i].text);
        if (origin->count > 1)
            fprintf(line, " (%zux)", origin->values[i].rows);
    }
    if (!origin)
        fputs("(not there)", line);
    else if (origin->count > VALUES_SHOWN)
        fprintf(line, "; and %zu more", origin->count - VALUES_SHOWN);
    fclose(line);
    wrap_lines(out, text, 2);
    free(text);
}

/* Every launch has its own: to name them all would say nothing. */
static bool is_many(const struct origin *origin)
{
    return origin && origin->of_launch && origin->count > 1;
}

static void write_difference(const struct origin *left, const struct origin *right, FILE *out)
{
    failure_print(out, left ? left->name : right->name);
    fputs(is_many(left) || is_many(right) ? ": several each\n" : "\n", out);
    if (is_many(left) || is_many(right))
        return;
    write_values("A", left, out);
    write_values("B", right, out);
}

/* Those of one kind. Returns how many differ. */
static size_t compare(const struct origins *left, const struct origins *right, bool of_launch,
                      FILE *out)
{
    size_t count = 0;
    for (size_t i = 0; i < left->count; ++i) {
        const struct origin *other = origins_find(right, left->items[i].name);
        if (left->items[i].of_launch != of_launch || origin_equals(&left->items[i], other))
            continue;
        write_difference(&left->items[i], other, out);
        ++count;
    }
    for (size_t i = 0; i < right->count; ++i)
        if (right->items[i].of_launch == of_launch && !origins_find(left, right->items[i].name)) {
            write_difference(NULL, &right->items[i], out);
            ++count;
        }
    return count;
}

static size_t count_names(const struct origins *origins)
{
    size_t count = 0;
    for (size_t i = 0; i < origins->count; ++i)
        count += !origins->items[i].of_launch;
    return count;
}

size_t origins_compare(const struct origins *left, const struct origins *right, FILE *out)
{
    const size_t count = compare(left, right, false, out);
    text_say(out, 0, "%s%zu of %zu differ: programs, machines, what was done.\n",
             count > 0 ? "\n" : "", count,
             count_names(left) > count_names(right) ? count_names(left) : count_names(right));
    fputs("Of the launch, and not counted:\n", out);
    if (compare(left, right, true, out) == 0)
        fputs("  no difference\n", out);
    return count;
}
