/* Studies that have no answer for one reason, taken together: nine that others disturbed are one
 * thing to be told, and one thing to do. */
#include <math.h>
#include <string.h>

#include "analysis/data/verdict_facts.h"

/* What is said of it is why there is no answer, and no number of it alone. */
static bool is_refusal(enum verdict_kind kind)
{
    return kind != VERDICT_ANSWER && kind != VERDICT_ONE_WAY;
}

static bool was_repeated(const struct verdict_facts *facts)
{
    return facts->chosen && facts->chosen->used_count > 1;
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
           strcmp(a->row->source, b->row->source) == 0 &&
           strcmp(one->study->apart, other->study->apart) == 0;
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
    facts->nodes = other->nodes > facts->nodes ? other->nodes : facts->nodes;
    facts->largest = other->largest > facts->largest ? other->largest : facts->largest;
}
