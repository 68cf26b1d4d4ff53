/* Commands that a user can type: how to work as a cell did. */
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

static bool is_safe(const char *word, size_t length)
{
    for (size_t i = 0; i < length; ++i)
        if (!isalnum((unsigned char)word[i]) && !strchr("_=.,:/+@%-", word[i]))
            return false;
    return length > 0;
}

bool verdict_is_safe(const char *words)
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
    if (verdict_is_safe(text))
        text_append(buffer, size, " %s", text);
    return end;
}

void verdict_take_options(const struct run *run, const char *const *names, const char *params,
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

void verdict_say_name(const char *name, char *buffer, size_t size)
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
    verdict_say_name(row->kernel, buffer, size);
    text_append(buffer, size, "_");
    verdict_say_name(row->model, buffer, size);
    if (row->process_start[0] != '\0')
        text_append(buffer, size, " --ranks %d", row->ranks);
    if (row->model_threads == 1)
        text_append(buffer, size, " --threads %d", row->threads);
    verdict_take_options(run, dealing, whole ? row->params : "", buffer, size);
    if (strcmp(row->mode, "split") == 0 && !strstr(buffer, " --split"))
        text_append(buffer, size, " --split");
    if (strcmp(row->source, "files") == 0)
        text_append(buffer, size, " --output out/ photos/");
}
