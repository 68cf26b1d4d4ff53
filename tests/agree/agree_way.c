/* One way of doing a work under one model: run, compared with the serial program, reported. */
#include "tests/agree/agree_way.h"

enum { SHOWN_MAX = 20 };

#define TWICE "--verify all --iterations 2 --warmup 0 --results none"

struct agree agree;

/* What does not go together, as the manual says it. */
static bool must_be_refused(const struct way *way)
{
    const struct model *model = agree.team.model;
    bool scatters = way->split && model->processes && way->distribute == DISTRIBUTE_SCATTER;
    if (scatters)
        return !model->threads && way->schedule != SCHEDULE_BLOCK;
    return model->processes && way->deal == DEAL_MASTER && agree.team.ranks == 1 &&
           schedule_is_dealt((enum schedule_kind)way->schedule);
}

/* What is wrong with an outcome; NULL: nothing. */
static const char *find_fault(const struct outcome *o, const struct way *way)
{
    bool scatters = way->split && way->distribute == DISTRIBUTE_SCATTER;
    enum deal expected = (enum deal)way->deal;
    if (o->refused != must_be_refused(way))
        return o->refused ? o->message : "was not refused";
    if (o->refused)
        return NULL;
    if (expected == DEAL_COUNTER && agree.served)
        expected = DEAL_SERVED;
    if (agree.team.ranks > 1 && schedule_is_dealt((enum schedule_kind)way->schedule) && !scatters &&
        agree.team.deal != expected)
        return "was dealt in another way";
    return o->code || o->wrong                        ? "failed or was found wrong"
           : !o->m.agreed                             ? "two iterations differ"
           : o->m.done != agree.serial.m.done         ? "images are missing"
           : o->m.checksum != agree.serial.m.checksum ? "the checksum is not the serial one"
                                                      : NULL;
}

static void judge(const struct outcome *o, const struct way *way, const char *line)
{
    const char *fault = find_fault(o, way);
    bool same = team_has_one(&agree.team, o->refused ? 0 : o->m.checksum);
    uint64_t bad = team_total(&agree.team, fault || !same);
    ++agree.done;
    agree.refused += o->refused;
    agree.bad += bad > 0;
    if (bad == 0 || agree.team.rank > 0 || agree.bad > SHOWN_MAX)
        return;
    fprintf(stderr, "%d ranks: %s_%s %s\n  %s: code %d, %lld wrong, %016llx instead of %016llx\n",
            agree.team.ranks, agree.kernel->name, agree.team.model->name, line,
            fault ? fault : "the ranks differ", o->code, (long long)o->wrong,
            (unsigned long long)o->m.checksum, (unsigned long long)agree.serial.m.checksum);
}

/* What only some models are asked. */
static const char *model_words(const struct way *way)
{
    static char words[128];
    const struct model *model = agree.team.model;
    int size = 0;
    words[0] = '\0';
    if (model->processes)
        size = snprintf(words, sizeof words, "--deal %s --distribute %s %s ", deal_names[way->deal],
                        distribute_names[way->distribute], line_transfer(&agree.team));
    if (model->threads)
        size += snprintf(words + size, sizeof words - (size_t)size, "--sharing %s ",
                         sharing_names[way->sharing]);
    else if (model->tally_add)
        size += snprintf(words + size, sizeof words - (size_t)size, "--sharing %s ",
                         model->tally_option->choices[way->sharing]);
    if ((model->threads || model->tally_add) && way->split && agree.done % 2) /* every other one */
        snprintf(words + size, sizeof words - (size_t)size, "--granularity 3 ");
    return words;
}

void agree_try(const char *input, const struct way *way)
{
    char line[AGREE_LINE];
    int size = snprintf(line, sizeof line,
                        "%s %s %s %s --threads %d --schedule %s --chunk %d %s--sink %s "
                        "--call-rows %d " TWICE,
                        agree.params, input, way->split ? "--split" : "",
                        way->split ? way->split : "", agree.threads, schedule_names[way->schedule],
                        way->chunk, model_words(way), way->sink ? way->sink : "hash",
                        agree.done % 3 == 1 ? 5 : 0); /* a third of them in pieces */
    struct outcome outcome = {.refused = true, .message = "the line is too long"};
    if (size < AGREE_LINE)
        outcome = line_run(&agree.team, agree.kernel, line);
    judge(&outcome, way, line);
}
