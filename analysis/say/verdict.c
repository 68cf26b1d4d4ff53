/* The answer of every study in five lines. */
#include "analysis/say/verdict.h"

#include <string.h>

#include "analysis/data/axes.h"
#include "analysis/data/fields.h"
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
 * `values`: of what it differs in from others, or of its parameters. */
static void write_heading(const struct study *study, const char *values, FILE *out)
{
    const struct run_row *row = study->run->row;
    char text[sizeof study->title];
    text[0] = '\0';
    text_append(text, sizeof text, "%s, %s%s%s%s", row->kernel, kind_of(study),
                strcmp(row->mode, "split") == 0 ? " of one image cut in bands" : "",
                values[0] != '\0' ? ": " : "", values);
    make_ascii(text);
    text_wrap(out, text, WIDTH, "");
    if (study->apart[0] == '\0')
        return;
    make_ascii(strcpy(text, study->apart));
    text_wrap(out, text, WIDTH, "  ");
}

static void write_study(const struct cells *cells, const struct study *study, FILE *out)
{
    struct verdict_facts facts;
    struct verdict_lines lines;
    verdict_gather(&facts, cells, study, cells->study_count);
    verdict_lines_make(&lines, &facts);
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
    verdict_command_again(&facts, true, false, command, sizeof command);
    verdict_command_again(&facts, true, true, whole, sizeof whole);
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

void verdict_write(const struct cells *cells, FILE *out)
{
    size_t count;
    struct axes *axes = axes_find(cells, &count);
    for (size_t i = 0; i < cells->study_count; ++i) {
        char values[sizeof cells->studies[i].title];
        if (i > 0)
            fputc('\n', out);
        axes_describe(axes, count, cells, i, values, sizeof values);
        if (cells->study_count > 1)
            write_heading(&cells->studies[i], values, out);
        write_study(cells, &cells->studies[i], out);
        if (lacks_weak(cells, i))
            write_weak(cells, &cells->studies[i], out);
    }
    axes_free(axes, count);
}
