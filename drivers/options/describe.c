/* --describe: what a program is, for scripts and tests, which know no kernel or model by name. */
#include <string.h>

#include "drivers/common/json.h"
#include "drivers/options/list.h"

#ifndef PARALLAX_GIT_REVISION
#define PARALLAX_GIT_REVISION "unknown"
#endif

/* The names of all options, with blanks between. */
static void list_names(const struct options_list *list, char *text, size_t size)
{
    size_t used = 0;
    text[0] = '\0';
    for (int i = 0; i < list->count && used < size; ++i)
        if (!list->option[i].heading && !list->option[i].hidden)
            used += (size_t)snprintf(text + used, size - used, "%s%s", used ? " " : "",
                                     list->option[i].name);
}

static void describe_options(struct json *line, const struct options_list *list)
{
    json_open(line, "option_table", '[');
    for (int i = 0; i < list->count; ++i) {
        const struct command_option *option = &list->option[i];
        char value[512], help[512], letter[] = {(char)option->letter, '\0'};
        if (option->heading || option->hidden)
            continue;
        command_value(option, value, sizeof value);
        command_help(option, help, sizeof help);
        json_open(line, NULL, '{');
        json_text(line, "name", option->name);
        json_text(line, "letter", letter);
        json_text(line, "kind", command_kind(option));
        json_text(line, "value", value);
        json_text(line, "help", help);
        json_close(line, '}');
    }
    json_close(line, ']');
}

static void describe(FILE *out, bool json, const struct program *program)
{
    const struct model *model = program->model;
    struct options_list list;
    char options[4096];
    options_list_make(&list, program->kernel, model);
    list_names(&list, options, sizeof options);
    const char *launcher = model->launcher ? model->launcher : "";
    const char *imitates = model->imitates ? model->imitates : "";
    if (!json) {
        fprintf(
            out,
            "kernel=%s\nmodel=%s\nprocesses=%d\nthreads=%d\nlauncher=%s\nimitates=%s\nruntimes=%s\n"
            "version=%s\nrevision=%s\noptions=%s\n",
            program->kernel->name, model->name, model->processes, model->threads, launcher,
            imitates, program->runtimes, PARALLAX_VERSION, PARALLAX_GIT_REVISION, options);
        fprintf(out, "usage=%s%s_%s [options] [--] [FILE|DIRECTORY]...\nsummary=%s, by %s\n",
                model->launcher ? "mpirun -n RANKS " : "", program->kernel->name, model->name,
                program->kernel->summary, model->summary);
        command_describe(out, list.option, list.count);
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
    describe_options(&line, &list);
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
