/* Studies that have no answer for one reason, taken together: nine that others disturbed are one
 * thing to be told, and one thing to do. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "analysis/data/verdict_facts.h"
#include "analysis/text.h"

/* What is said of it is why there is no answer, and no number of it alone. */
static bool is_refusal(enum verdict_kind kind)
{
    return kind != VERDICT_ANSWER && kind != VERDICT_ONE_WAY;
}

static bool was_repeated(const struct verdict_facts *facts)
{
    return facts->chosen && facts->chosen->used_count > 1;
}

/* On one machine, by one build, of one revision of the kernel. */
static bool is_same_place(const struct run *a, const struct run *b)
{
    return strcmp(a->machine, b->machine) == 0 && build_compare(&a->build, &b->build) == 0 &&
           strcmp(a->row->kernel_version, b->row->kernel_version) == 0;
}

bool verdict_is_same_refusal(const struct verdict_facts *one, const struct verdict_facts *other)
{
    const struct run *a = one->study->run, *b = other->study->run;
    return is_refusal(one->kind) && one->kind == other->kind &&
           (one->kind != VERDICT_FEW_RUNS || was_repeated(one) == was_repeated(other)) &&
           one->study->weak == other->study->weak && one->cores == other->cores &&
           a->told.submitted == b->told.submitted &&
           strcmp(a->told.command, b->told.command) == 0 &&
           strcmp(a->row->kernel, b->row->kernel) == 0 &&
           strcmp(a->row->study, b->row->study) == 0 && strcmp(a->row->mode, b->row->mode) == 0 &&
           strcmp(a->row->source, b->row->source) == 0 && strcmp(a->row->sink, b->row->sink) == 0 &&
           strcmp(a->row->cache, b->row->cache) == 0 && is_same_place(a, b);
}

/* Leaves of the words in *shared those that are in `params`, too. */
static void share_words(char shared[VERDICT_PARAMS], const char *params)
{
    char kept[VERDICT_PARAMS] = "";
    for (const char *word = shared; *word != '\0';) {
        const size_t length = strcspn(word, " ");
        for (const char *other = params; *other != '\0';) {
            const size_t other_length = strcspn(other, " ");
            if (other_length == length && strncmp(word, other, length) == 0) {
                text_append(kept, sizeof kept, "%s%.*s", kept[0] != '\0' ? " " : "", (int)length,
                            word);
                break;
            }
            other += other_length + strspn(other + other_length, " ");
        }
        word += length + strspn(word + length, " ");
    }
    snprintf(shared, VERDICT_PARAMS, "%s", kept);
}

static bool is_same_input(const struct run_row *a, const struct run_row *b)
{
    return a->images == b->images && a->width == b->width && a->height == b->height &&
           a->channels == b->channels;
}

void verdict_pool(struct verdict_facts *facts, const struct verdict_facts *other)
{
    facts->studies += other->studies;
    facts->candidates += other->candidates;
    facts->ways += other->ways;
    facts->few += other->few;
    facts->disturbed += other->disturbed;
    facts->unplaced += other->unplaced;
    facts->threaded += other->threaded;
    facts->invalid += other->invalid;
    facts->cpu_share = fmin(facts->cpu_share, other->cpu_share); /* of a number and NaN the number
                                                                  */
    if (other->largest > facts->largest) {
        facts->largest = other->largest;
        facts->nodes = other->nodes;
    }
    share_words(facts->shared, other->shared);
    facts->same_input =
        facts->same_input && is_same_input(facts->study->run->row, other->study->run->row);
}
