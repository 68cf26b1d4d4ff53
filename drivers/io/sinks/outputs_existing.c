/* Files as results: which outputs are there, and what the journal knows of them. */
#include <errno.h>
#include <stdlib.h>

#include "drivers/common/exit_code.h"
#include "drivers/common/size.h"
#include "drivers/io/sinks/outputs.h"
#include "drivers/io/sinks/outputs_seen.h"

struct finding {
    const struct sink_options *options;
    const struct list *list;
    const struct journal_told *told;
    const uint8_t *marks;
    char *const *names;
    uint8_t *states;
    struct failure *failure;
    const struct journal_fact **facts; /* of each output; NULL: none */
    struct walk_look *found;           /* at each output that exists and was looked at */
    bool any_found;
};

static int no_memory(struct failure *failure)
{
    failure_set(failure, "plan", "memory", "no memory to check the outputs");
    return EXIT_MEMORY;
}

static int refuse(struct finding *finding, int item)
{
    if (errno != ELOOP)
        return no_memory(finding->failure);
    failure_set(finding->failure, "plan", "ELOOP",
                "a link in \"%.120s\" leads out of the output: --follow-output writes through it",
                finding->names[item]);
    return EXIT_CREATE;
}

/* Looks at an output that has to be looked at. 0, or an exit code. */
static int look(struct finding *finding, struct outputs_there *there, struct outputs_seen *seen,
                int item, const struct walk_look *input)
{
    struct stat status;
    const char *name = finding->names[item];
    int state = outputs_look(there, finding->options, name, input, &status);
    if (state < 0)
        return refuse(finding, item);
    if (state != OUTPUTS_ABSENT) {
        finding->found[item] = walk_look_of(&status);
        finding->any_found = true;
    }
    enum outputs_state told = outputs_told(finding->facts[item], finding->options, name, input,
                                           (enum outputs_state)state, &status);
    finding->states[item] = (uint8_t)told;
    if (told == OUTPUTS_DONE)
        outputs_seen_add(seen, item, &status);
    return 0;
}

static int look_at_all(struct finding *finding, struct outputs_seen *seen)
{
    struct outputs_there there = {.parent = -1, .sweeps = true};
    int result = 0;
    for (int i = 0; i < finding->list->count && result == 0; ++i) {
        const struct walk_look input = list_look(finding->list, i);
        if (outputs_seen_trusts(seen, finding->facts[i], i, outputs_input(&input)))
            finding->states[i] = OUTPUTS_DONE;
        else
            result = look(finding, &there, seen, i, &input);
    }
    outputs_close(&there);
    return result;
}

/* What is told to be done is looked for by the name that it got. 0, or an exit code. */
static int look_late(struct finding *finding, struct outputs_there *there, int item,
                     const struct journal_fact *fact, const struct walk_look *input)
{
    const struct shape shape = {fact->width, fact->height, 1};
    struct stat status;
    char *name =
        outputs_name_of(finding->options, finding->list, item, finding->marks[item], &shape);
    int state = name ? outputs_look(there, finding->options, name, input, &status) : -1;
    int result = state < 0 ? refuse(finding, item) : 0;
    if (state >= 0)
        finding->states[item] = (uint8_t)outputs_told(fact, finding->options, name, input,
                                                      (enum outputs_state)state, &status);
    free(name);
    return result;
}

/* Other names that are known late are not looked for. */
static int ask_journal(struct finding *finding)
{
    struct outputs_there there = {.parent = -1, .sweeps = true};
    const struct sink_options *options = finding->options;
    bool files = options->archive == ARCHIVE_NONE && options->existing != EXISTING_ERROR;
    int result = 0;
    for (int i = 0; i < finding->list->count && result == 0; ++i) {
        const char *name = finding->names[i];
        const struct walk_look input = list_look(finding->list, i);
        const struct journal_fact *fact = files ? journal_find(finding->told, name) : NULL;
        finding->states[i] = (uint8_t)outputs_told_late(finding->told, options, name, &input);
        if (fact && fact->width &&
            journal_judge(fact, outputs_input(&input), options->params) == JOURNAL_SAME)
            result = look_late(finding, &there, i, fact, &input);
    }
    outputs_close(&there);
    return result;
}

static int by_identity(const void *a, const void *b)
{
    const struct walk_look *left = a, *right = b;
    if (left->device != right->device)
        return left->device < right->device ? -1 : 1;
    return (left->inode > right->inode) - (left->inode < right->inode);
}

/* An output that exists may be an input, by whatever path. In place such outputs are no reason to
 * skip or to fail, unless the journal tells of them: its state becomes ABSENT. */
static int check_inputs(struct finding *finding)
{
    int count = finding->list->count, inputs = 0;
    if (!finding->any_found)
        return 0;
    struct walk_look *input = malloc(size_product((size_t)count, sizeof *input));
    if (!input)
        return no_memory(finding->failure);
    for (int i = 0; i < count; ++i) {
        input[inputs] = list_look(finding->list, i);
        inputs += input[inputs].bytes >= 0;
    }
    qsort(input, (size_t)inputs, sizeof *input, by_identity);
    int result = 0;
    for (int i = 0; i < count && result == 0; ++i) {
        uint8_t *state = &finding->states[i];
        if (*state == OUTPUTS_ABSENT ||
            !bsearch(&finding->found[i], input, (size_t)inputs, sizeof *input, by_identity))
            continue;
        bool told = *state == OUTPUTS_DONE || *state == OUTPUTS_FAILED;
        *state = told ? *state : OUTPUTS_ABSENT;
        if (finding->options->in_place)
            continue;
        failure_set(finding->failure, "plan", "exists",
                    "output \"%.120s\" is an input: choose another --output, or --in-place",
                    finding->names[i]);
        result = EXIT_USAGE;
    }
    free(input);
    return result;
}

/* `found` and `facts` are there. */
static int find_all(struct finding *finding)
{
    struct outputs_seen seen;
    int count = finding->list->count;
    for (int i = 0; i < count; ++i)
        finding->facts[i] = journal_find(finding->told, finding->names[i]);
    int result = outputs_seen_open(&seen, finding->options, finding->told, finding->list,
                                   finding->names, finding->facts)
                     ? no_memory(finding->failure)
                     : look_at_all(finding, &seen);
    if (result == 0)
        result = check_inputs(finding);
    if (result == 0)
        outputs_seen_note(&seen);
    outputs_seen_close(&seen);
    return result;
}

int outputs_existing(const struct sink_options *options, const struct list *list,
                     const struct journal_told *told, const uint8_t *marks, char *const *names,
                     uint8_t *states, struct failure *failure)
{
    size_t count = (size_t)list->count + 1; /* never 0 */
    struct finding finding = {.options = options,
                              .list = list,
                              .told = told,
                              .marks = marks,
                              .names = names,
                              .states = states,
                              .failure = failure};
    if (outputs_sized(options) || options->archive != ARCHIVE_NONE)
        return ask_journal(&finding);
    finding.found = calloc(count, sizeof *finding.found);
    finding.facts = calloc(count, sizeof *finding.facts);
    int result = finding.found && finding.facts ? find_all(&finding) : no_memory(failure);
    free(finding.found);
    free(finding.facts);
    return result;
}
