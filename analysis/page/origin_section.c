/* Where the results come from: machines, builds, libraries, seeds, dates, command lines, files. */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/memory.h"
#include "analysis/page/distinct.h"
#include "analysis/page/html.h"
#include "analysis/page/sections.h"
#include "drivers/common/number.h"

enum { SHOWN_MAX = 8, LISTED_MAX = 400 };

/* Texts that are made for the section; freed with it. */
struct made {
    char **list;
    size_t count, capacity;
};

static const char *keep(struct made *made, char *text)
{
    if (made->count == made->capacity) {
        made->capacity = 2 * made->capacity + 64;
        made->list = memory_resize(made->list, made->capacity, sizeof made->list[0]);
    }
    return made->list[made->count++] = text;
}

static const char *describe_node(struct made *made, const struct node_row *node)
{
    char *text = NULL;
    size_t size;
    FILE *out = open_memstream(&text, &size);
    if (!out)
        memory_end();
    fprintf(out, "%s: %d socket%s, %d cores, %d hardware thread%s a core, %d memory node%s",
            node->cpu_model[0] != '\0' ? node->cpu_model : "unknown CPU", node->sockets,
            node->sockets == 1 ? "" : "s", node->cores, node->smt, node->smt == 1 ? "" : "s",
            node->numa_nodes, node->numa_nodes == 1 ? "" : "s");
    if (node->memory_bytes > 0)
        fprintf(out, ", %.1f GiB", (double)node->memory_bytes / (1 << 30));
    fprintf(out, "; %d CPUs online, %d usable", node->cpus, node->usable_cpus);
    if (node->quota_cpus > 0)
        fprintf(out, ", quota of %s", number_short(node->quota_cpus, 3).text);
    if (node->governor[0] != '\0')
        fprintf(out, "; governor %s", node->governor);
    fclose(out);
    return keep(made, text);
}

static void add_nodes(struct distinct *facts, struct made *made, const struct results *results)
{
    for (size_t i = 0; i < results->node_count; ++i) {
        const struct node_row *node = &results->nodes[i];
        distinct_add(facts, "machine", describe_node(made, node));
        distinct_add(facts, "kernel release", node->kernel);
        distinct_add(facts, "operating system", node->os);
        distinct_add(facts, "host", node->node);
    }
}

static const char *number_text(struct made *made, int64_t value)
{
    char text[32];
    snprintf(text, sizeof text, "%" PRId64, value);
    return keep(made, memory_string(text));
}

static void add_runs(struct distinct *facts, struct made *made, const struct results *results)
{
    const char *first = NULL, *last = NULL;
    for (size_t i = 0; i < results->run_count; ++i) {
        const struct run_row *run = &results->runs[i];
        distinct_add(facts, "seed", number_text(made, (int64_t)run->seed));
        distinct_add(facts, "stopped by", run->stopped_by);
        distinct_add(facts, "verified", run->verified);
        distinct_add(facts, "kernel revision", run->kernel_version);
        distinct_add(facts, "started by", run->start);
        first = !first || strcmp(run->created, first) < 0 ? run->created : first;
        last = !last || strcmp(run->created, last) > 0 ? run->created : last;
    }
    if (!first)
        return;
    char dates[2 * sizeof results->runs[0].created + 8];
    snprintf(dates, sizeof dates, "%s to %s", first, last);
    distinct_add(facts, "dates", keep(made, memory_string(dates)));
}

/* Command lines and the environment stand apart; where a run stood in its directory says little. */
static void add_facts(struct distinct *facts, struct distinct *further,
                      const struct results *results)
{
    for (size_t i = 0; i < results->fact_count; ++i) {
        const struct fact_row *fact = &results->facts[i];
        const bool apart = strncmp(fact->name, "env.", 4) == 0 || strcmp(fact->name, "argv") == 0 ||
                           strcmp(fact->name, "directory") == 0;
        if (strcmp(fact->name, "env.PARALLAX_SWEEP_SEED") == 0)
            distinct_add(facts, "seed of the sweep", fact->value);
        else if (strcmp(fact->name, "host") != 0)
            distinct_add(apart ? further : facts, fact->name, fact->value);
    }
}

/* A row for each name; of many values those that most runs have. */
static void write_table(const struct distinct *facts, size_t shown_max, FILE *out)
{
    fputs("<div class=\"scroll\">\n<table class=\"facts\">\n<tbody>\n", out);
    for (size_t begin = 0, end; begin < facts->count; begin = end) {
        const char *name = facts->list[begin].name;
        for (end = begin; end < facts->count && strcmp(facts->list[end].name, name) == 0; ++end)
            ;
        if (end == begin + 1 && facts->list[begin].value[0] == '\0')
            continue;
        fputs("<tr><th scope=\"row\">", out);
        html_text(out, name);
        fputs("</th><td>", out);
        for (size_t i = begin; i < end && i < begin + shown_max; ++i) {
            const struct distinct_text *text = &facts->list[i];
            fputs(i > begin ? "<br>" : "", out);
            html_text(out, text->value[0] != '\0' ? text->value : "unknown");
            if (end > begin + 1)
                fprintf(out, " <span class=\"note\">(%zu)</span>", text->count);
        }
        if (end - begin > shown_max)
            fprintf(out, "<br>and %zu more", end - begin - shown_max);
        fputs("</td></tr>\n", out);
    }
    fputs("</tbody>\n</table>\n</div>\n", out);
}

static void write_files(const struct page *page, FILE *out)
{
    const struct files *files = page->files;
    fprintf(out, "<details>\n<summary>%zu file%s</summary>\n<ul class=\"plain mono\">\n",
            files->count, files->count == 1 ? "" : "s");
    for (size_t i = 0; i < files->count && i < LISTED_MAX; ++i) {
        fputs("<li>", out);
        html_text(out, files->paths[i]);
        fputs("</li>\n", out);
    }
    if (files->count > LISTED_MAX)
        fprintf(out, "<li>and %zu more</li>\n", files->count - LISTED_MAX);
    fputs("</ul>\n</details>\n", out);
}

void origin_section(const struct page *page, FILE *out)
{
    struct distinct facts = {.list = NULL}, further = {.list = NULL};
    struct made made = {.list = NULL};
    add_nodes(&facts, &made, page->results);
    add_runs(&facts, &made, page->results);
    add_facts(&facts, &further, page->results);
    distinct_settle(&facts);
    distinct_settle(&further);
    fputs(
        "<section id=\"origin\">\n<h2>Where it comes from</h2>\n<p class=\"note\">What all files "
        "say of their machines, builds and runs; in brackets how many runs or nodes say so, where "
        "they differ.</p>\n",
        out);
    write_table(&facts, SHOWN_MAX, out);
    fputs("<details>\n<summary>Command lines and environment</summary>\n", out);
    write_table(&further, SHOWN_MAX, out);
    fputs("</details>\n", out);
    write_files(page, out);
    fputs("</section>\n", out);
    distinct_free(&facts);
    distinct_free(&further);
    for (size_t i = 0; i < made.count; ++i)
        free(made.list[i]);
    free(made.list);
}
