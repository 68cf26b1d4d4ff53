/* Outputs that other jobs make in the same directory meanwhile. */
#include "drivers/io/sinks/others.h"

#include <stdio.h>
#include <string.h>

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

/* Locked: reads the journal once more if it does not tell yet. *result: 0, or it cannot be read. */
static const struct journal_fact *find(struct others *others, const char *key,
                                       const struct stat *found, bool *read, int *result)
{
    const struct sink_options *asked = others->asked;
    const struct journal_input stored = journal_input_of(found);
    struct failure none;
    const struct journal_fact *fact = fact_of(others, key, stored);
    *result = 0;
    if (fact || *read)
        return fact;
    journal_free(&others->told);
    *result = journal_read_others(&others->told, asked->directory, JOURNAL_PLACE, asked->work,
                                  others->ours, &none);
    *read = *result == 0;
    return fact_of(others, key, stored);
}

bool others_wanted(struct others *others, const char *key, const struct stat *found,
                   struct journal_input input, bool *read)
{
    int result;
    lock_take(others->lock);
    const struct journal_fact *fact = find(others, key, found, read, &result);
    bool wanted = fact ? is_ours(others->asked, fact, input) : result == 0;
    lock_give(others->lock);
    return wanted;
}

bool others_told(struct others *others, const char *key, const struct stat *found,
                 struct journal_input input, struct journal_entry *entry, bool *read)
{
    static const struct journal_input no_input = {-1, 0};
    int result;
    lock_take(others->lock);
    const struct journal_fact *fact = find(others, key, found, read, &result);
    if (fact)
        *entry = (struct journal_entry){
            .status = JOURNAL_DONE,
            .width = fact->width,
            .height = fact->height,
            .input = journal_judge(fact, input, fact->params) == JOURNAL_SAME ? input : no_input,
            .params = fact->params,
            .bytes = fact->bytes,
            .stored = {fact->stored[0], fact->stored[1]}};
    lock_give(others->lock);
    return fact;
}

/* Locked: what they asked for, in brackets; "" where nobody says, or not in other words. */
static const char *words_of(struct others *others, uint64_t params)
{
    const struct sink_options *asked = others->asked;
    char words[JOURNAL_WORDS];
    if (others->params != params) {
        others->params = params;
        journal_words(asked->directory, JOURNAL_PLACE, params, words);
        snprintf(others->words, sizeof others->words, " (%.110s)", words);
        if (!*words || strcmp(words, asked->work) == 0)
            others->words[0] = '\0';
    }
    return others->words;
}

void others_explain(struct others *others, const char *key, const struct stat *found,
                    struct journal_input input, bool *read, struct failure *failure)
{
    int result;
    lock_take(others->lock);
    const struct journal_fact *fact = find(others, key, found, read, &result);
    if (fact && fact->params != others->asked->params)
        failure_set(failure, "write", "exists",
                    "a job with other parameters%s has made it meanwhile: the same command again "
                    "replaces it; to have both, give another --output",
                    words_of(others, fact->params));
    else if (fact && !is_ours(others->asked, fact, input))
        failure_set(failure, "write", "exists",
                    "another job has made it of another input meanwhile: the same command again "
                    "replaces it; to have both, give another --output");
    else
        failure_set(failure, "write", "exists",
                    "somebody has put it there meanwhile: remove it or use --existing overwrite");
    lock_give(others->lock);
}

bool others_made(struct others *others, const char *name, const char *path, int64_t since)
{
    struct stat found, source;
    bool read = false;
    if (outputs_state_of(others->asked, name, path, &found) != OUTPUTS_WHOLE ||
        journal_input_of(&found).mtime < since)
        return false;
    return others_wanted(others, name, &found,
                         stat(path, &source) ? journal_unknown : journal_input_of(&source), &read);
}
