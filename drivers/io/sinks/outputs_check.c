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
    char **names;    /* output names */
    uint8_t *exists; /* enum outputs_state of each, as the journal has it */
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
        result = outputs_existing(check->options, check->list, check->told, check->plan->marks,
                                  check->names, check->exists, check->failure);
    if (result == 0)
        result = check_collisions(check);
    return result ? result : check_existing_rule(check);
}

static int probe(const struct sink_options *options, struct failure *failure)
{
    char what[192];
    if (file_probe_directory(options->directory) == 0)
        return 0;
    snprintf(what, sizeof what, "cannot write to the output directory \"%.120s\"",
             options->directory);
    failure_errno(failure, "plan", what, errno);
    return EXIT_CREATE;
}

/* Where nothing is left to do, as could be where the journal tells of work, nothing is written: the
 * directory stays as it is. */
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
                          .exists = calloc(count, 1)};
    bool early = !told->count;
    int result = early ? probe(options, failure) : 0;
    if (result == 0 && (!check.names || !check.exists))
        result = no_memory(failure);
    if (result == 0 && list->count)
        result = check_all(&check);
    if (result == 0 && !early && plan->skipped < list->count)
        result = probe(options, failure);
    for (int i = 0; check.names && i < list->count; ++i)
        free(check.names[i]);
    free(check.names);
    free(check.exists);
    return result;
}
