/* --describe: what a program is, for scripts and tests, which know no kernel or model by name. */
#include <string.h>

#include "drivers/common/json.h"
#include "drivers/options/table.h"

#ifndef PARALLAX_GIT_REVISION
#define PARALLAX_GIT_REVISION "unknown"
#endif

/* The names of all options, with blanks between. */
static void list_options(const struct program *program, char *text, size_t size)
{
    struct table table;
    size_t used = 0;
    text[0] = '\0';
    table_make(&table, program->kernel, program->model);
    for (const struct param *p = program->kernel->params; p && p->name && used < size; ++p)
        if (p->kind != PARAM_COLOUR) /* which is among the harness's */
            used += (size_t)snprintf(text + used, size - used, "%s%s", used ? " " : "", p->name);
    for (int i = 0; i < table.count && used < size; ++i)
        if (table_applies(&table.line[i]))
            used += (size_t)snprintf(text + used, size - used, "%s%s", used ? " " : "",
                                     table.line[i].entry->name);
}

static void describe(FILE *out, bool json, const struct program *program)
{
    const struct model *model = program->model;
    char options[4096];
    list_options(program, options, sizeof options);
    const char *launcher = model->launcher ? model->launcher : "";
    const char *imitates = model->imitates ? model->imitates : "";
    if (!json) {
        fprintf(
            out,
            "kernel=%s\nmodel=%s\nprocesses=%d\nthreads=%d\nlauncher=%s\nimitates=%s\nruntimes=%s\n"
            "version=%s\nrevision=%s\noptions=%s\n",
            program->kernel->name, model->name, model->processes, model->threads, launcher,
            imitates, program->runtimes, PARALLAX_VERSION, PARALLAX_GIT_REVISION, options);
        return;
    }
    struct json line;
    json_begin(&line, out);
    json_text(&line, "kernel", program->kernel->name);
    json_text(&line, "model", model->name);
    json_bool(&line, "processes", model->processes);
    json_bool(&line, "threads", model->threads);
    json_text(&line, "launcher", launcher);
    json_text(&line, "imitates", imitates);
    json_text(&line, "runtimes", program->runtimes);
    json_text(&line, "version", PARALLAX_VERSION);
    json_text(&line, "revision", PARALLAX_GIT_REVISION);
    json_text(&line, "options", options);
    json_end(&line);
}

void options_say(FILE *out, const struct options *options, const struct program *program)
{
    if (options->say == SAY_HELP)
        options_help(out, program->kernel, program->model);
    else if (options->say == SAY_VERSION)
        fprintf(out, "%s_%s (Parallax) %s\n", program->kernel->name, program->model->name,
                PARALLAX_VERSION);
    else
        describe(out, options->json, program);
}
