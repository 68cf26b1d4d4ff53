/* What is in a results file, in a screen of words. */
#include <stdlib.h>
#include <string.h>

#include "analysis/data/names.h"
#include "analysis/say/origins_text.h"
#include "analysis/text.h"
#include "drivers/common/number.h"

enum { WIDTH = 98, TEXT = 4096, STUDIES_SHOWN = 6, RUNS_SHOWN = 6, VALUES_SHOWN = 4 };

/* Nothing where nothing is known. */
static void print(const char *label, const char *text, FILE *out)
{
    text += strspn(text, ";, "); /* what stood before is not known */
    if (text[0] == '\0')
        return;
    char line[TEXT + 16], plain[TEXT + 16];
    snprintf(line, sizeof line, "%s: %s", label, text);
    text_plain(plain, sizeof plain, line);
    text_wrap(out, plain, WIDTH, "  ");
}

/* Appends the values of a name, each with `before` in front; nothing where there is none. */
static void append_values(char *text, const struct origins *origins, const char *name,
                          const char *before, const char *behind)
{
    const struct origin *origin = origins_find(origins, name);
    if (!origin || (origin->count == 1 && origin->values[0].text[0] == '\0'))
        return;
    text_append(text, TEXT, "%s", before);
    for (size_t i = 0; i < origin->count && i < VALUES_SHOWN; ++i)
        text_append(text, TEXT, "%s%s", i > 0 ? " / " : "", origin->values[i].text);
    text_append(text, TEXT, "%s%s", origin->count > VALUES_SHOWN ? " / ..." : "", behind);
}

void origins_show_rows(const char *path, const struct results *results, FILE *out)
{
    char text[TEXT];
    const char *first = NULL, *last = NULL;
    text_plain(text, sizeof text, path);
    fprintf(out, "%s\n", text);
    for (size_t i = 0; i < results->run_count; ++i) {
        const char *created = results->runs[i].created;
        first = !first || strcmp(created, first) < 0 ? created : first;
        last = !last || strcmp(created, last) > 0 ? created : last;
    }
    snprintf(text, sizeof text, "%zu", results->run_count);
    if (first)
        text_append(text, sizeof text, ", started %s", first);
    if (first && strcmp(first, last) != 0)
        text_append(text, sizeof text, " to %s", last);
    text_append(
        text, sizeof text, "; %zu iterations, %zu rows of workers, %zu spans, %zu points of probes",
        results->sample_count, results->worker_count, results->span_count, results->point_count);
    print("runs", text, out);
}

static void show_studies(const struct cells *cells, FILE *out)
{
    for (size_t i = 0; i < cells->study_count && i < STUDIES_SHOWN; ++i) {
        const struct study *study = &cells->studies[i];
        char text[TEXT] = "";
        print("study", study->title, out);
        for (size_t k = study->first_cell; k < study->first_cell + study->cell_count; ++k) {
            const struct cell *cell = &cells->cells[k];
            const char *curve = cells->curves[cell->curve].name;
            char layout[64];
            names_layout(cells, cell, layout, sizeof layout);
            if (k == study->first_cell || cells->cells[k - 1].curve != cell->curve)
                text_append(text, TEXT, "%s%s", text[0] != '\0' ? "; " : "", curve);
            text_append(text, TEXT, " %s (%zu)", layout, cell->run_count);
        }
        print("  models, ranks x threads (runs)", text, out);
    }
    if (cells->study_count > STUDIES_SHOWN)
        text_say(out, 2, "  and %zu more studies: parallax table",
                 cells->study_count - STUDIES_SHOWN);
}

static void show_machine(const struct origins *origins, FILE *out)
{
    char text[TEXT] = "";
    const struct origin *memory = origins_find(origins, "node.memory_bytes");
    append_values(text, origins, "node.cpu_model", "", "");
    append_values(text, origins, "node.sockets", "; ", " socket(s)");
    append_values(text, origins, "node.cores", ", ", " core(s)");
    append_values(text, origins, "node.smt", ", ", " thread(s) a core");
    append_values(text, origins, "node.numa_nodes", ", ", " memory node(s)");
    append_values(text, origins, "node.usable_cpus", "; usable CPUs ", "");
    append_values(text, origins, "node.quota_cpus", ", quota ", "");
    if (memory && memory->count == 1)
        text_append(text, TEXT, "; %s GB",
                    number_short(strtod(memory->values[0].text, NULL) / 1e9, 4).text);
    print("machine", text, out);
    text[0] = '\0';
    append_values(text, origins, "host", "", "");
    append_values(text, origins, "node.kernel", "; ", "");
    append_values(text, origins, "node.os", "; ", "");
    append_values(text, origins, "node.governor", "; governor ", "");
    append_values(text, origins, "worker.mask_cpus", "; CPUs in a worker's mask ", "");
    print("system", text, out);
}

static void show_build(const struct origins *origins, FILE *out)
{
    char text[TEXT] = "";
    append_values(text, origins, "parallax.version", "Parallax ", "");
    append_values(text, origins, "parallax.revision", ", revision ", "");
    append_values(text, origins, "compiler", "; ", "");
    append_values(text, origins, "compiler.flags", " ", "");
    append_values(text, origins, "hdf5.library", "; HDF5 ", "");
    append_values(text, origins, "codecs", "; ", "");
    append_values(text, origins, "runtime", "; ", "");
    print("build", text, out);
    text[0] = '\0';
    append_values(text, origins, "input", "", "");
    print("input", text, out);
    const struct origin *command = origins_find(origins, "argv");
    if (command)
        print(command->count > 1 ? "command, the first" : "command", command->values[0].text, out);
}

static void show_left_out(const struct cells *cells, FILE *out)
{
    size_t shown = 0, all = 0;
    for (size_t i = 0; i < cells->cell_count; ++i)
        for (size_t k = 0; k < cells->cells[i].run_count; ++k) {
            const struct run *run = cells->cells[i].runs[k];
            char text[TEXT];
            if (run->usable || all++ >= RUNS_SHOWN)
                continue;
            snprintf(text, sizeof text, "%.8s, %s %dx%d: %s", run->row->run, run->row->model,
                     run->row->ranks, run->row->threads, run->reason);
            print("does not count", text, out);
            ++shown;
        }
    if (all > shown)
        text_say(out, 2, "  and %zu more that do not count", all - shown);
}

void origins_show(const struct origins *origins, const struct cells *cells, FILE *out)
{
    show_studies(cells, out);
    show_machine(origins, out);
    show_build(origins, out);
    show_left_out(cells, out);
}
