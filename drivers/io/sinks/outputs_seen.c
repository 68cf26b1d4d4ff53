/* Files as results: directories in which nothing has changed since a run looked at all outputs. */
#include "drivers/io/sinks/outputs_seen.h"

#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include <xxhash.h>

#include "drivers/io/file.h"

/* Directories of fewer outputs are not worth the three calls that looking at them costs; at rest is
 * what has not changed for so long, in ns. */
enum { WORTH = 8 };
static const int64_t rest = 60 * INT64_C(1000000000);

/* The name of a directory, with a "/" behind it. The caller frees it; NULL: no memory. */
static char *name_of(const struct outputs_seen *seen, int place)
{
    const struct outputs_directory *directory = &seen->directories.list[place];
    char *name = malloc(directory->length + 2);
    if (name) {
        memcpy(name, seen->names[directory->first], directory->length);
        memcpy(name + directory->length, "/", 2);
    }
    return name;
}

static int64_t time_of(struct timespec time)
{
    return (int64_t)time.tv_sec * 1000000000 + time.tv_nsec;
}

/* Inode and ctime of the directory `name` ("below/"), as it is now. Unknown where the ctime is
 * older than the mtime: whoever keeps times like this need not move it with every change. */
static struct journal_input state_of(const struct sink_options *options, char *name)
{
    struct stat status;
    size_t end = strlen(name) - 1;
    name[end] = '\0';
    int fd = file_enter(options->directory, name, options->follow ? FILE_FOLLOW : 0, false);
    name[end] = '/';
    bool known =
        fd >= 0 && fstat(fd, &status) == 0 && time_of(status.st_ctim) >= time_of(status.st_mtim);
    if (fd >= 0)
        close(fd);
    return known ? (struct journal_input){(int64_t)status.st_ino, time_of(status.st_ctim)}
                 : journal_unknown;
}

static bool is_unknown(struct journal_input state)
{
    return state.size == journal_unknown.size && state.mtime == journal_unknown.mtime;
}

/* What the journal has noted of a directory is what it would be noted as now. */
static int compare(struct outputs_seen *seen, int at)
{
    struct outputs_seen_place *place = &seen->places[at];
    char *name = place->told < WORTH ? NULL : name_of(seen, at);
    if (!name)
        return place->told < WORTH ? 0 : -1;
    place->state = state_of(seen->options, name);
    const struct journal_fact *fact = journal_find(seen->journal, name);
    place->trusted = !is_unknown(place->state) &&
                     journal_judge(fact, place->state, 0) == JOURNAL_SAME &&
                     fact->bytes == place->sum && fact->stored[0] == place->told;
    free(name);
    return 0;
}

static bool is_told(const struct outputs_seen *seen, const struct journal_fact *fact,
                    struct journal_input input)
{
    return journal_judge(fact, input, seen->options->params) == JOURNAL_SAME;
}

int outputs_seen_open(struct outputs_seen *seen, const struct sink_options *options,
                      const struct journal_told *journal, const struct list *list,
                      char *const *names, const struct journal_fact *const *facts)
{
    *seen = (struct outputs_seen){.options = options, .journal = journal, .names = names};
    if (options->existing != EXISTING_SKIP || options->in_place || !journal->count)
        return 0;
    if (outputs_directories_find(&seen->directories, names, list->count))
        return -1;
    int count = seen->directories.count;
    seen->places = calloc((size_t)count, sizeof *seen->places);
    if (!seen->places)
        return -1;
    for (int i = 0; i < list->count; ++i) {
        const struct walk_look look = list_look(list, i);
        struct outputs_seen_place *place = &seen->places[seen->directories.of[i]];
        if (!is_told(seen, facts[i], outputs_input(&look)))
            continue;
        place->sum += XXH3_64bits(facts[i], offsetof(struct journal_fact, status));
        ++place->told;
    }
    for (int at = 0; at < count; ++at)
        if (compare(seen, at))
            return -1;
    return 0;
}

bool outputs_seen_trusts(const struct outputs_seen *seen, const struct journal_fact *fact, int item,
                         struct journal_input input)
{
    return seen->places && seen->places[seen->directories.of[item]].trusted &&
           is_told(seen, fact, input);
}

void outputs_seen_add(struct outputs_seen *seen, int item, const struct stat *found)
{
    int64_t modified = time_of(found->st_mtim), changed = time_of(found->st_ctim);
    if (!seen->places)
        return;
    struct outputs_seen_place *place = &seen->places[seen->directories.of[item]];
    ++place->seen;
    place->newest = modified > place->newest ? modified : place->newest;
    place->newest = changed > place->newest ? changed : place->newest;
}

static bool is_at_rest(const struct outputs_seen *seen, const struct outputs_seen_place *place,
                       char *name)
{
    struct timespec time;
    clock_gettime(CLOCK_REALTIME, &time);
    const struct journal_input now = state_of(seen->options, name);
    return now.size == place->state.size && now.mtime == place->state.mtime &&
           now.mtime >= place->newest && now.mtime <= time_of(time) - rest;
}

static void note(const struct outputs_seen *seen, int at, struct journal **journal)
{
    const struct outputs_seen_place *place = &seen->places[at];
    struct failure none;
    char *name = name_of(seen, at);
    if (name && is_at_rest(seen, place, name)) {
        const struct journal_entry entry = {.key = name,
                                            .status = JOURNAL_DONE,
                                            .input = place->state,
                                            .bytes = place->sum,
                                            .stored = {place->told, 0}};
        if (!*journal)
            *journal =
                journal_open(seen->options->directory, JOURNAL_PLACE, seen->options->work, &none);
        if (*journal)
            (void)journal_append(*journal, &entry, 1, false);
    }
    free(name);
}

void outputs_seen_note(struct outputs_seen *seen)
{
    struct journal *journal = NULL;
    for (int at = 0; seen->places && at < seen->directories.count; ++at) {
        const struct outputs_seen_place *place = &seen->places[at];
        if (place->told >= WORTH && !place->trusted && place->seen == place->told)
            note(seen, at, &journal);
    }
    journal_close(journal);
}

void outputs_seen_close(struct outputs_seen *seen)
{
    outputs_directories_free(&seen->directories);
    free(seen->places);
    seen->places = NULL;
}
