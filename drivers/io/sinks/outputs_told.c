/* Files as results: what the journal knows of those that are there. */
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "drivers/io/file.h"
#include "drivers/io/path.h"
#include "drivers/io/sinks/outputs.h"

static bool has_bytes(const struct sink_options *options, const char *name, uint64_t hash)
{
    struct failure failure;
    struct bytes bytes = {0};
    char *path = path_join(options->directory, name);
    bool same = path && file_read(path, NULL, &bytes, &failure) == 0 &&
                journal_hash(bytes.data, bytes.size) == hash;
    free(path);
    bytes_free(&bytes);
    return same;
}

/* Copies and backups keep bytes, but not always times. */
static bool is_as_it_was_left(const struct sink_options *options, const char *name,
                              const struct journal_fact *fact, const struct stat *found)
{
    const struct journal_input now = journal_input_of(found);
    return S_ISREG(found->st_mode) && now.size == fact->stored[0] &&
           (now.mtime == fact->stored[1] || has_bytes(options, name, fact->bytes));
}

struct journal_input outputs_input(const struct walk_look *look)
{
    return look->bytes < 0 ? journal_unknown : (struct journal_input){look->bytes, look->modified};
}

/* Of an output that is the input, only what it has become tells whether it is done. */
static bool is_input(const struct stat *found, const struct walk_look *input)
{
    const struct walk_look now = walk_look_of(found);
    return now.device == input->device && now.inode == input->inode;
}

static enum outputs_state judge_done(const struct journal_fact *fact,
                                     const struct sink_options *options, const char *name,
                                     const struct walk_look *input, enum outputs_state state,
                                     const struct stat *found)
{
    bool same = journal_judge(fact, outputs_input(input), options->params) == JOURNAL_SAME;
    bool itself = options->in_place && is_input(found, input) && fact->params == options->params;
    if (is_as_it_was_left(options, name, fact, found))
        return same || itself ? OUTPUTS_DONE : OUTPUTS_STALE;
    return journal_input_of(found).mtime > fact->stored[1] ? state : OUTPUTS_STALE;
}

static bool is_given_up(const struct journal_fact *fact, const struct sink_options *options,
                        const struct walk_look *input)
{
    return journal_judge(fact, outputs_input(input), options->params) == JOURNAL_SAME_FAILED &&
           options->resume && !options->retry_failed;
}

enum outputs_state outputs_told(const struct journal_fact *fact, const struct sink_options *options,
                                const char *name, const struct walk_look *input,
                                enum outputs_state state, const struct stat *found)
{
    bool absent = state == OUTPUTS_ABSENT;
    if (!fact || state == OUTPUTS_OTHER)
        return state;
    if (fact->status == JOURNAL_DONE)
        return absent ? state : judge_done(fact, options, name, input, state, found);
    if (is_given_up(fact, options, input))
        return OUTPUTS_FAILED;
    bool later = !absent && journal_input_of(found).mtime > fact->at;
    return absent || later ? state : OUTPUTS_STALE;
}

enum outputs_state outputs_told_late(const struct journal_told *told,
                                     const struct sink_options *options, const char *name,
                                     const struct walk_look *input)
{
    char *key = outputs_key(options, name);
    const struct journal_fact *fact = key ? journal_find(told, key) : NULL;
    free(key);
    if (!fact || options->existing == EXISTING_ERROR)
        return OUTPUTS_ABSENT;
    if (fact->status == JOURNAL_FAILED)
        return is_given_up(fact, options, input) ? OUTPUTS_FAILED : OUTPUTS_ABSENT;
    bool same = journal_judge(fact, outputs_input(input), options->params) == JOURNAL_SAME;
    return same ? OUTPUTS_ABSENT : OUTPUTS_STALE;
}

bool outputs_replaced(const struct sink_options *options)
{
    return options->existing == EXISTING_OVERWRITE &&
           (options->archive == ARCHIVE_NONE || !options->resume);
}

int outputs_mark(const struct sink_options *options, enum outputs_state state, int item,
                 struct sink_plan *plan)
{
    bool told = state == OUTPUTS_DONE || state == OUTPUTS_FAILED;
    if (state == OUTPUTS_ABSENT)
        return 0;
    if (options->existing == EXISTING_ERROR)
        return -1;
    bool skips = options->existing == EXISTING_SKIP || (told && options->resume);
    if (skips && (told || state == OUTPUTS_WHOLE)) {
        plan->marks[item] |= SINK_SKIP;
        ++plan->skipped;
        plan->untold += !told;
        plan->failed += state == OUTPUTS_FAILED;
    } else if (state == OUTPUTS_STALE && !outputs_replaced(options)) {
        plan->marks[item] |= OUTPUTS_REMADE;
        ++plan->remade;
    }
    return 0;
}
