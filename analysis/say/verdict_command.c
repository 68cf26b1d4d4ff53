/* Commands that a user can type: how to work as a cell did, and how to measure again. */
#include "analysis/say/verdict_command.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "analysis/data/fields.h"
#include "analysis/say/verdict_line.h"
#include "analysis/text.h"

/* How work is dealt, and what it is. */
static const char *const dealing[] = {"split",
                                      "distribute",
                                      "schedule",
                                      "chunk",
                                      "deal",
                                      "sharing",
                                      "pool",
                                      "bands",
                                      "call-rows",
                                      "switch-interval",
                                      "release-in-kernel",
                                      "hold-in-kernel",
                                      "start",
                                      "transfer",
                                      NULL};
static const char *const flags[] = {"split", "release-in-kernel", "hold-in-kernel", NULL};
static const char *const inputs[] = {"split", "distribute", "synthetic", "source-size", NULL};
static const char *const parts[] = {"split", "distribute", NULL};

static bool is_safe(const char *word, size_t length)
{
    for (size_t i = 0; i < length; ++i)
        if (!isalnum((unsigned char)word[i]) && !strchr("_=.,:/+@%-", word[i]))
            return false;
    return length > 0;
}

static bool are_safe(const char *words)
{
    for (; *words != '\0'; ++words)
        if (*words != ' ' && !is_safe(words, 1))
            return false;
    return true;
}

static bool is_listed(const char *const *names, const char *name, size_t length)
{
    for (; *names; ++names)
        if (strlen(*names) == length && strncmp(*names, name, length) == 0)
            return true;
    return false;
}

/* Where "name=" begins in "size=852x567 filter=lanczos3"; NULL: not there. */
static const char *find_parameter(const char *params, const char *name, size_t length)
{
    for (const char *at = params; at && *at != '\0'; at = strchr(at, ' ')) {
        at += *at == ' ';
        if (strncmp(at, name, length) == 0 && at[length] == '=')
            return at + length + 1;
    }
    return NULL;
}

/* Appends the option at `word` with its value, which may be the next word; returns what follows. */
static const char *take_option(const char *word, size_t length, bool has_value, char *buffer,
                               size_t size)
{
    const char *end = word + length;
    if (has_value && !memchr(word, '=', length) && *end == ' ')
        end += 1 + strcspn(end + 1, " ");
    const size_t all = (size_t)(end - word);
    char text[VERDICT_WORDS];
    snprintf(text, sizeof text, "%.*s", (int)(all < sizeof text ? all : 0), word);
    if (are_safe(text))
        text_append(buffer, size, " %s", text);
    return end;
}

/* Of the command line: options of `names`, and those parameters of the kernel that `params` has. */
static void take_options(const struct run *run, const char *const *names, const char *params,
                         char *buffer, size_t size)
{
    for (const char *word = run->told.argv; *word != '\0';) {
        const size_t length = strcspn(word, " ");
        const char *next = word + length;
        if (strncmp(word, "--", 2) == 0 && length > 2) {
            const char *name = word + 2;
            const size_t name_length = strcspn(name, "= ");
            const char *value = find_parameter(params, name, name_length);
            if (is_listed(names, name, name_length))
                next =
                    take_option(word, length, !is_listed(flags, name, name_length), buffer, size);
            else if (value)
                next = take_option(word, length,
                                   *next == ' ' &&
                                       strncmp(next + 1, value, strcspn(next + 1, " ")) == 0,
                                   buffer, size);
        }
        word = next + (*next == ' ');
    }
}

/* Open MPI binds to cores up to 2 ranks, and else to what several share. */
static void say_launcher(const struct run *run, char *buffer, size_t size)
{
    const struct run_row *row = run->row;
    const int nodes = row->nodes > 1 ? row->nodes : 1;
    if (strcmp(row->start, "srun") == 0) {
        text_append(buffer, size, "srun");
        if (nodes > 1)
            text_append(buffer, size, " -N %d", nodes);
        text_append(buffer, size, " -n %d -c %d ", row->ranks, row->threads);
        return;
    }
    text_append(buffer, size, "mpirun -n %d ", row->ranks);
    if (run->told.open_mpi && nodes > 1)
        text_append(buffer, size, "--map-by ppr:%d:node:PE=%d ", (row->ranks + nodes - 1) / nodes,
                    row->threads);
    else if (run->told.open_mpi && row->threads > 1)
        text_append(buffer, size, "--map-by slot:PE=%d ", row->threads);
    else if (run->told.open_mpi && row->ranks > 2)
        text_append(buffer, size, "--bind-to core ");
}

static void say_name(const char *name, char *buffer, size_t size)
{
    for (; *name != '\0'; ++name)
        text_append(buffer, size, "%c", isalnum((unsigned char)*name) ? *name : '_');
}

void verdict_command(const struct cell *cell, bool whole, char *buffer, size_t size)
{
    const struct run *run = cell->runs[0];
    const struct run_row *row = run->row;
    const bool launched = strcmp(row->start, "direct") != 0 && row->start[0] != '\0';
    buffer[0] = '\0';
    if (row->model_processes == 1 && row->process_start[0] == '\0' && (launched || row->ranks > 1))
        say_launcher(run, buffer, size);
    say_name(row->kernel, buffer, size);
    text_append(buffer, size, "_");
    say_name(row->model, buffer, size);
    if (row->process_start[0] != '\0')
        text_append(buffer, size, " --ranks %d", row->ranks);
    if (row->model_threads == 1)
        text_append(buffer, size, " --threads %d", row->threads);
    take_options(run, dealing, whole ? row->params : "", buffer, size);
    if (strcmp(row->mode, "split") == 0 && !strstr(buffer, " --split"))
        text_append(buffer, size, " --split");
    if (strcmp(row->source, "files") == 0)
        text_append(buffer, size, " --output out/ photos/");
}

/* "1..16" where that is what was measured, else "1,2,3". */
static void say_cores(const struct verdict_facts *facts, char *buffer, size_t size)
{
    const struct study *study = facts->study;
    char list[VERDICT_WORDS] = "1";
    int most = 1;
    bool doubles = true;
    for (int last = 1, next; last > 0; last = next) {
        next = 0;
        for (size_t i = study->first_cell; i < study->first_cell + study->cell_count; ++i) {
            const struct cell *cell = &facts->cells->cells[i];
            const int workers = cell->oversubscribed ? 0 : cell->workers;
            if (workers > last && (next == 0 || workers < next))
                next = workers;
        }
        most = next > 0 ? next : most;
        doubles = doubles && (next == 0 || next == 2 * last);
        if (next > 0)
            text_append(list, sizeof list, ",%d", next);
    }
    if (doubles && most > 2)
        snprintf(buffer, size, "1..%d", most);
    else
        snprintf(buffer, size, "%s", list);
}

static bool is_quickstart(const char *command)
{
    return strstr(command, "quickstart.sh");
}

bool verdict_has_command(const struct verdict_facts *facts)
{
    const char *command = facts->study->run->told.command;
    return command[0] != '\0' && are_safe(command);
}

void verdict_command_again(const struct verdict_facts *facts, bool weak, bool whole, char *buffer,
                           size_t size)
{
    const struct run *run = facts->study->run;
    const char *command = run->told.command;
    char cores[VERDICT_WORDS], work[VERDICT_WORDS] = "";
    buffer[0] = '\0';
    if (verdict_has_command(facts) && (!weak || facts->study->weak || is_quickstart(command))) {
        snprintf(buffer, size, "%s", command);
        if (weak && is_quickstart(command) && !strstr(command, " --weak")) {
            const char *rest = command + strcspn(command, " ");
            snprintf(buffer, size, "%.*s --weak%s", (int)(rest - command), command, rest);
        }
        return;
    }
    say_cores(facts, cores, sizeof cores);
    text_append(buffer, size, "parallax %s --study %s --kernel ",
                run->told.submitted ? "submit" : "sweep", weak ? "weak" : "strong");
    say_name(run->row->kernel, buffer, size);
    text_append(buffer, size, " --cores %s", cores);
    if (whole)
        take_options(run, facts->same_input ? inputs : parts, facts->shared, work, sizeof work);
    if (work[0] != '\0')
        text_append(buffer, size, " --%s", work);
}
