/* What programs were built of and what they ran under: what tells builds of Parallax apart. */
#include "analysis/data/builds.h"

#include <stdint.h>
#include <string.h>

#include "analysis/data/runs.h"
#include "analysis/text.h"

/* The fact that a part is, and how people are told of it. */
static const struct {
    const char *fact, *words;
} parts[BUILD_PARTS] = {
    [BUILD_REVISION] = {"parallax.revision", "at revision"},
    [BUILD_COMPILER] = {"compiler", "compiler"},
    [BUILD_KERNEL] = {NULL, "kernel release"},
    [BUILD_FLAGS] = {"compiler.flags", "flags"},
};

static void note_fact(struct build *build, const struct fact_row *fact)
{
    for (int part = 0; part < BUILD_PARTS; ++part)
        if (parts[part].fact && strcmp(fact->name, parts[part].fact) == 0)
            build->facts[part] = fact->value;
}

static void note_node(struct build *build, const struct node_row *node)
{
    if (!strstr(build->kernel, node->kernel))
        text_append(build->kernel, sizeof build->kernel, "%s%s",
                    build->kernel[0] != '\0' ? " + " : "", node->kernel);
}

void builds_find(struct runs *runs, const struct results *results)
{
    size_t run = 0;
    for (size_t i = 0; i < results->fact_count; ++i) {
        run = runs_find_next(runs, results->facts[i].run, run);
        if (run != SIZE_MAX)
            note_fact(&runs->items[run].build, &results->facts[i]);
    }
    for (size_t i = 0; i < results->node_count; ++i) {
        run = runs_find_next(runs, results->nodes[i].run, run);
        if (run != SIZE_MAX)
            note_node(&runs->items[run].build, &results->nodes[i]);
    }
}

const char *build_part(const struct build *build, enum build_part part)
{
    const char *text = part == BUILD_KERNEL ? build->kernel : build->facts[part];
    return text ? text : "";
}

int build_compare(const struct build *a, const struct build *b)
{
    int order = 0;
    for (enum build_part part = 0; part < BUILD_PARTS && order == 0; ++part)
        order = strcmp(build_part(a, part), build_part(b, part));
    return order;
}

void build_say_part(const struct build *build, enum build_part part, char *buffer, size_t size)
{
    char plain[512];
    text_plain(plain, sizeof plain, build_part(build, part));
    text_append(buffer, size, "%s %s", parts[part].words, plain[0] != '\0' ? plain : "unknown");
}

void build_say(const struct build *build, char *buffer, size_t size)
{
    static const enum build_part order[] = {BUILD_COMPILER, BUILD_FLAGS, BUILD_REVISION};
    char plain[512];
    text_plain(buffer, size, build->kernel);
    for (size_t i = 0; i < sizeof order / sizeof order[0]; ++i) {
        text_plain(plain, sizeof plain, build_part(build, order[i]));
        if (plain[0] != '\0')
            text_append(buffer, size, "; %s %s", parts[order[i]].fact, plain);
    }
}
