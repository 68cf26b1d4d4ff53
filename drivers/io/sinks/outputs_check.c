/* Files as results: what is checked before any work starts. */
#include "drivers/io/sinks/outputs.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "drivers/common/exit_code.h"
#include "drivers/common/size.h"
#include "drivers/io/file.h"
#include "drivers/io/path.h"

/* An item's name; sorted to find equal ones. */
struct named {
    const char *name;
    int item;
};

/* Everything that outputs_check() has to free. */
struct check {
    const struct sink_options *options;
    const struct list *list;
    const struct journal_told *told;
    struct sink_plan *plan;
    struct failure *failure;
    char **names;            /* output names */
    struct walk_look *found; /* at each output that exists */
    uint8_t *exists;         /* enum outputs_state, as the journal has it */
    bool any_exists;
};

static int no_memory(struct failure *failure)
{
    failure_set(failure, "plan", "memory", "no memory to check the output names");
    return EXIT_MEMORY;
}

static int check_names(struct check *check)
{
    return outputs_names(check->options, check->list, check->plan->marks, check->names,
                         check->failure);
}

static int refuse_link(struct check *check, int item)
{
    failure_set(check->failure, "plan", "ELOOP",
                "a link in \"%.120s\" leads out of the output: --follow-output writes through it",
                check->names[item]);
    return EXIT_CREATE;
}

/* Looks which outputs exist, and what the journal knows of them. */
static int check_existing(struct check *check)
{
    struct outputs_there there = {NULL, -1, false, true};
    int result = 0;
    bool late = outputs_sized(check->options) || check->options->archive != ARCHIVE_NONE;
    for (int i = 0; i < check->list->count && result == 0; ++i) {
        struct stat status;
        struct walk_look input = list_look(check->list, i);
        if (late) {
            check->exists[i] =
                (uint8_t)outputs_told_late(check->told, check->options, check->names[i], &input);
            continue;
        }
        int state = outputs_look(&there, check->options, check->names[i], &input, &status);
        if (state < 0) {
            result = errno == ELOOP ? refuse_link(check, i) : no_memory(check->failure);
            continue;
        }
        if (state != OUTPUTS_ABSENT)
            check->found[i] = walk_look_of(&status);
        check->any_exists |= state != OUTPUTS_ABSENT;
        check->exists[i] = (uint8_t)outputs_told(check->told, check->options, check->names[i],
                                                 &input, (enum outputs_state)state, &status);
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
 * skip or to fail, unless the journal tells of them: *exists becomes 0. */
static int check_inputs(struct check *check)
{
    int count = check->list->count, inputs = 0;
    if (!check->any_exists)
        return 0;
    struct walk_look *input = malloc(size_product((size_t)count, sizeof *input));
    if (!input)
        return no_memory(check->failure);
    for (int i = 0; i < count; ++i) {
        input[inputs] = list_look(check->list, i);
        inputs += input[inputs].bytes >= 0;
    }
    qsort(input, (size_t)inputs, sizeof *input, by_identity);
    int result = 0;
    for (int i = 0; i < count && result == 0; ++i) {
        if (!check->exists[i] ||
            !bsearch(&check->found[i], input, (size_t)inputs, sizeof *input, by_identity))
            continue;
        bool told = check->exists[i] == OUTPUTS_DONE || check->exists[i] == OUTPUTS_FAILED;
        check->exists[i] = told ? check->exists[i] : OUTPUTS_ABSENT;
        if (check->options->in_place)
            continue;
        failure_set(check->failure, "plan", "exists",
                    "output \"%.120s\" is an input: choose another --output, or --in-place",
                    check->names[i]);
        result = EXIT_USAGE;
    }
    free(input);
    return result;
}

static int by_name(const void *a, const void *b)
{
    const struct named *left = a, *right = b;
    int order = strcmp(left->name, right->name);
    return order ? order : (left->item > right->item) - (left->item < right->item);
}

/* Marks all items whose output name another item has (mark 0: only looks). Returns an item of the
 * first such pair, -1: none, -2: no memory. */
static int find_collisions(struct check *check, uint8_t mark)
{
    int count = check->list->count, first = -1, sorted = 1;
    while (sorted < count && strcmp(check->names[sorted - 1], check->names[sorted]) < 0)
        ++sorted;
    if (sorted >= count) /* as a directory's are */
        return -1;
    struct named *named = malloc(size_product((size_t)count, sizeof *named));
    if (!named)
        return -2;
    for (int i = 0; i < count; ++i)
        named[i] = (struct named){check->names[i], i};
    qsort(named, (size_t)count, sizeof *named, by_name);
    for (int i = 1; i < count; ++i)
        if (strcmp(named[i - 1].name, named[i].name) == 0) {
            check->plan->marks[named[i - 1].item] |= mark;
            check->plan->marks[named[i].item] |= mark;
            first = first < 0 ? named[i].item : first;
        }
    free(named);
    return first;
}

/* With COLLISION_HASH equal names get a hash each. */
static int resolve_collisions(struct check *check)
{
    if (check->options->collision != COLLISION_HASH)
        return 0;
    int item = find_collisions(check, OUTPUTS_HASHED);
    return item == -2 ? no_memory(check->failure) : item < 0 ? 0 : check_names(check);
}

static int check_collisions(struct check *check)
{
    int item = find_collisions(check, 0);
    if (item == -2)
        return no_memory(check->failure);
    const char *path = item < 0 ? NULL : list_path(check->list, item);
    if (!path)
        return 0;
    if (check->options->collision == COLLISION_HASH)
        failure_set(check->failure, "plan", "exists", "\"%.120s\" is named twice: name it once",
                    path);
    else
        failure_set(check->failure, "plan", "exists",
                    "\"%.60s\" and another input become \"%.60s\": rename one, or use "
                    "--on-collision hash",
                    path, check->names[item]);
    return EXIT_CREATE;
}

static int check_existing_rule(struct check *check)
{
    for (int i = 0; i < check->list->count; ++i) {
        enum outputs_state state = (enum outputs_state)check->exists[i];
        if (outputs_mark(check->options, state, i, check->plan) == 0)
            continue;
        failure_set(check->failure, "plan", "exists",
                    "output \"%.120s\" exists: remove it, or use --existing skip or overwrite",
                    check->names[i]);
        return EXIT_CREATE;
    }
    return 0;
}

static int check_all(struct check *check)
{
    int result = outputs_check_template(check->options, check->list, check->failure);
    if (result == 0)
        result = check_names(check);
    if (result == 0)
        result = resolve_collisions(check);
    if (result == 0)
        result =
            outputs_spread(check->options, check->list, check->names, check->plan, check->failure);
    if (result == 0)
        result = check_existing(check);
    if (result == 0)
        result = check_inputs(check);
    if (result == 0)
        result = check_collisions(check);
    return result ? result : check_existing_rule(check);
}

static int refuse_directory(const char *directory, int error, struct failure *failure)
{
    char what[192];
    snprintf(what, sizeof what, "cannot write to the output directory \"%.120s\"", directory);
    failure_errno(failure, "plan", what, error);
    return EXIT_CREATE;
}

int outputs_check(const struct sink_options *options, const struct list *list,
                  const struct journal_told *told, struct sink_plan *plan, struct failure *failure)
{
    size_t count = (size_t)list->count + 1; /* never 0 */
    struct check check = {.options = options,
                          .list = list,
                          .told = told,
                          .plan = plan,
                          .failure = failure,
                          .names = calloc(count, sizeof *check.names),
                          .found = calloc(count, sizeof *check.found),
                          .exists = calloc(count, 1)};
    int result = 0;
    if (file_probe_directory(options->directory))
        result = refuse_directory(options->directory, errno, failure);
    else if (!check.names || !check.found || !check.exists)
        result = no_memory(failure);
    else if (list->count)
        result = check_all(&check);
    for (int i = 0; check.names && i < list->count; ++i)
        free(check.names[i]);
    free(check.names);
    free(check.found);
    free(check.exists);
    return result;
}
