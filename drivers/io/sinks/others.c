/* Outputs that other jobs make in the same directory meanwhile. */
#include "drivers/io/sinks/others.h"

#include "drivers/io/sinks/outputs.h"

int others_open(struct others *others, const struct sink_options *asked)
{
    *others = (struct others){.asked = asked, .lock = lock_make()};
    return others->lock ? 0 : -1;
}

void others_close(struct others *others)
{
    lock_free(others->lock);
    journal_free(&others->told);
    *others = (struct others){0};
}

/* Of what is stored there, not of what was there before; NULL. */
static const struct journal_fact *fact_of(const struct others *others, const char *key,
                                          struct journal_input stored)
{
    const struct journal_fact *fact = journal_find(&others->told, key);
    bool same = fact && fact->status == JOURNAL_DONE && fact->stored[0] == stored.size &&
                fact->stored[1] == stored.mtime;
    return same ? fact : NULL;
}

static bool is_ours(const struct sink_options *asked, const struct journal_fact *fact,
                    struct journal_input input)
{
    if (input.size < 0)
        return fact->params == asked->params;
    return journal_judge(fact, input, asked->params) == JOURNAL_SAME;
}

bool others_wanted(struct others *others, const char *key, const struct stat *found,
                   struct journal_input input)
{
    const struct sink_options *asked = others->asked;
    const struct journal_input stored = journal_input_of(found);
    struct failure none;
    int result = 0;
    lock_take(others->lock);
    const struct journal_fact *fact = fact_of(others, key, stored);
    if (!fact) {
        journal_free(&others->told);
        result = journal_read(&others->told, asked->directory, JOURNAL_PLACE, asked->work, &none);
        fact = fact_of(others, key, stored);
    }
    bool wanted = fact ? is_ours(asked, fact, input) : result == 0;
    lock_give(others->lock);
    return wanted;
}

bool others_made(struct others *others, const char *name, const char *path, int64_t since)
{
    struct stat found, source;
    if (outputs_state_of(others->asked, name, path, &found) != OUTPUTS_WHOLE ||
        journal_input_of(&found).mtime < since)
        return false;
    return others_wanted(others, name, &found,
                         stat(path, &source) ? journal_unknown : journal_input_of(&source));
}
