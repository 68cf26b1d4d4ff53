/* The answer of every study in five lines. */
#include "analysis/say/verdict.h"

#include <stdlib.h>
#include <string.h>

#include "analysis/data/axes.h"
#include "analysis/data/fields.h"
#include "analysis/memory.h"
#include "analysis/say/verdict_command.h"
#include "analysis/say/verdict_lines.h"
#include "analysis/text.h"

enum { LABEL = 9, WIDTH = VERDICT_COLUMNS + LABEL };

void verdict_lines_make(struct verdict_lines *lines, const struct verdict_facts *facts)
{
    *lines = (struct verdict_lines){.answer = {""}};
    verdict_answer(&lines->answer, facts);
    verdict_speed(&lines->speed, facts);
    verdict_why(&lines->why, facts);
    verdict_trust(&lines->trust, facts);
    verdict_limit(&lines->limit, facts);
}

static const char *kind_of(const struct study *study)
{
    return study->weak                                 ? "weak scaling"
           : field_study_is(study->run->row, "strong") ? "strong scaling"
                                                       : "single runs";
}

static void make_ascii(char *text)
{
    for (char *c = text; *c != '\0'; ++c)
        *c = *c < ' ' || *c > '~' ? '?' : *c;
}

/* "resize, strong scaling of bands: size=852x567 filter=lanczos3", and what tells it apart.
 * `values`: of what it differs in from others, or of its parameters; of several studies. */
static void write_heading(const struct study *study, const char *values, FILE *out)
{
    const struct run_row *row = study->run->row;
    char *text = NULL, apart[sizeof study->apart];
    size_t size;
    FILE *line = open_memstream(&text, &size);
    if (!line)
        memory_end();
    fprintf(line, "%s, %s%s%s%s", row->kernel, kind_of(study),
            strcmp(row->mode, "split") == 0 ? " of one image cut in bands" : "",
            values[0] != '\0' ? ": " : "", values);
    fclose(line);
    make_ascii(text);
    text_wrap(out, text, WIDTH, "");
    free(text);
    make_ascii(strcpy(apart, study->apart));
    if (apart[0] != '\0')
        text_wrap(out, apart, WIDTH, "  ");
}

static void write_lines(const struct verdict_facts *facts, FILE *out)
{
    struct verdict_lines lines;
    verdict_lines_make(&lines, facts);
    text_say(out, LABEL, "ANSWER   %s\nSPEED    %s\nWHY      %s\nTRUST    %s\nLIMIT    %s\n",
             lines.answer.text, lines.speed.text, lines.why.text, lines.trust.text,
             lines.limit.text);
}

/* In its paragraph's place: how to measure it. */
static void write_weak(const struct cells *cells, const struct study *study, FILE *out)
{
    struct verdict_facts facts;
    struct verdict_line line = {""};
    char command[VERDICT_WORDS], whole[VERDICT_WORDS];
    verdict_gather(&facts, cells, study, cells->study_count);
    if (!verdict_command_recorded(&facts, true, whole, sizeof whole))
        verdict_command_sweep(&facts, true, true, whole, sizeof whole);
    verdict_command_sweep(&facts, true, false, command, sizeof command);
    (void)(verdict_add(&line, "Not measured. To measure it: %s", whole) ||
           verdict_add(&line, "Not measured. To measure it: %s", command) ||
           verdict_add(&line, "Not measured. %s", command) || verdict_add(&line, "Not measured."));
    text_say(out, LABEL, "\nWEAK     %s\n", line.text);
}

/* Does no study of this kernel, in this way, grow with the workers, and is this one the last? */
static bool lacks_weak(const struct cells *cells, size_t index)
{
    const struct run_row *row = cells->studies[index].run->row;
    for (size_t i = 0; i < cells->study_count; ++i) {
        const struct study *other = &cells->studies[i];
        if (strcmp(other->run->row->kernel, row->kernel) == 0 &&
            (other->weak || (i > index && field_study_is(other->run->row, "strong"))))
            return false;
    }
    return field_study_is(row, "strong");
}

/* All studies of cells, and what each has to say. */
struct telling {
    const struct cells *cells;
    struct axes *axes;
    size_t axes_count;
    struct verdict_facts *facts; /* of every study */
    bool *told;                  /* with an earlier one */
};

/* One study, and at once those after it that have no answer for the same reason. */
static void tell(struct telling *telling, size_t first, FILE *out)
{
    const struct cells *cells = telling->cells;
    struct verdict_facts facts = telling->facts[first];
    char *values = NULL;
    size_t size;
    FILE *list = open_memstream(&values, &size);
    if (!list)
        memory_end();
    for (size_t i = first; i < cells->study_count; ++i) {
        char value[sizeof cells->studies[i].title];
        if (i > first && (telling->told[i] ||
                          !verdict_is_same_refusal(&telling->facts[first], &telling->facts[i])))
            continue;
        if (i > first)
            verdict_pool(&facts, &telling->facts[i]);
        axes_describe(telling->axes, telling->axes_count, cells, i, value, sizeof value);
        fprintf(list, "%s%s", i > first && value[0] != '\0' ? "; " : "", value);
        telling->told[i] = true;
    }
    fclose(list);
    if (cells->study_count > 1)
        write_heading(&cells->studies[first], values, out);
    write_lines(&facts, out);
    free(values);
}

void verdict_write(const struct cells *cells, FILE *out)
{
    const size_t count = cells->study_count;
    struct telling telling = {.cells = cells};
    telling.axes = axes_find(cells, &telling.axes_count);
    telling.facts = memory_array(count, sizeof *telling.facts);
    telling.told = memory_array(count, sizeof *telling.told);
    for (size_t i = 0; i < count; ++i)
        verdict_gather(&telling.facts[i], cells, &cells->studies[i], count);
    for (size_t i = 0; i < count; ++i) {
        if (!telling.told[i]) {
            fputs(i > 0 ? "\n" : "", out);
            tell(&telling, i, out);
        }
        if (lacks_weak(cells, i))
            write_weak(cells, &cells->studies[i], out);
    }
    axes_free(telling.axes, telling.axes_count);
    free(telling.facts);
    free(telling.told);
}
