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

int verdict_next_cores(const struct verdict_facts *facts, int last)
{
    const struct study *study = facts->study;
    int next = 0;
    for (size_t i = study->first_cell; i < study->first_cell + study->cell_count; ++i) {
        const struct cell *cell = &facts->cells->cells[i];
        const int workers = cell->oversubscribed ? 0 : cell->workers;
        if (workers > last && (next == 0 || workers < next))
            next = workers;
    }
    return next;
}

static bool has_same_cores(const struct verdict_facts *a, const struct verdict_facts *b)
{
    for (int last = 1, next; last > 0; last = next) {
        next = verdict_next_cores(a, last);
        if (next != verdict_next_cores(b, last))
            return false;
    }
    return true;
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
           strcmp(a->row->cache, b->row->cache) == 0 && is_same_place(a, b) &&
           has_same_cores(one, other);
}

static bool has_word(const char *words, const char *word, size_t length)
{
    for (; *words != '\0'; words += strspn(words, " ")) {
        const size_t other_length = strcspn(words, " ");
        if (other_length == length && strncmp(words, word, length) == 0)
            return true;
        words += other_length;
    }
    return false;
}

/* Leaves of the words in *shared those that are in `params`, too. */
static void share_words(char shared[VERDICT_PARAMS], const char *params)
{
    char kept[VERDICT_PARAMS] = "";
    for (const char *word = shared; *word != '\0';) {
        const size_t length = strcspn(word, " ");
        if (has_word(params, word, length))
            text_append(kept, sizeof kept, "%s%.*s", kept[0] != '\0' ? " " : "", (int)length, word);
        word += length + strspn(word + length, " ");
    }
    snprintf(shared, VERDICT_PARAMS, "%s", kept);
}

static bool is_given(const struct run *run, const char *name, size_t length)
{
    for (const char *at = strstr(run->told.argv, " --"); at; at = strstr(at + 1, " --")) {
        const char *option = at + 3;
        if (strncmp(option, name, length) == 0 && strchr("= ", option[length]))
            return true;
    }
    return false;
}

/* An option that is given to either, and not to both with the same value. */
static void note_differing(struct verdict_facts *facts, const struct run *other, const char *name,
                           size_t length)
{
    if (length > 0 && strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789-") >= length &&
        !has_word(facts->differing, name, length) &&
        (is_given(facts->study->run, name, length) || is_given(other, name, length)))
        text_append(facts->differing, sizeof facts->differing, "%s%.*s",
                    facts->differing[0] != '\0' ? " " : "", (int)length, name);
}

/* Of the words "name=value" those that are not shared. */
static void note_words(struct verdict_facts *facts, const struct run *other, const char *params)
{
    for (const char *word = params; *word != '\0';) {
        const size_t length = strcspn(word, " ");
        if (!has_word(facts->shared, word, length))
            note_differing(facts, other, word, strcspn(word, "= "));
        word += length + strspn(word + length, " ");
    }
}

/* What the images are; where they come from files, no option says it. */
static void compare_inputs(struct verdict_facts *facts, const struct run *other)
{
    static const char number[] = "synthetic", form[] = "source-size";
    const struct run_row *a = facts->study->run->row, *b = other->row;
    const bool same_count = a->images == b->images;
    const bool same_form =
        a->width == b->width && a->height == b->height && a->channels == b->channels;
    facts->same_input = facts->same_input && same_count && same_form;
    if (facts->same_input)
        return;
    /* Neither is in the command any longer. */
    note_differing(facts, other, number, strlen(number));
    note_differing(facts, other, form, strlen(form));
}

void verdict_pool(struct verdict_facts *facts, const struct verdict_facts *other)
{
    const struct run *run = other->study->run;
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
    note_words(facts, run, facts->study->run->row->params);
    note_words(facts, run, run->row->params);
    compare_inputs(facts, run);
}
