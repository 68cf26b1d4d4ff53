/* Causes are summed up by rank 0, which then asks for an example of those that it will name. */
#include "drivers/run/failure_causes.h"

#include <stdlib.h>
#include <string.h>

enum { NAMED = 8 };

/* What rank 0 asks all for: the most frequent ones, of `count` images in all. */
struct named {
    int causes;
    uint64_t count;
    struct cause of[NAMED];
};

/* Each process's answers; "": none. */
struct examples {
    char text[NAMED][512];
};

/* Where a cause is, or goes. */
static int find(const struct cause *of, const char *stage, const char *code)
{
    int i = 0;
    while (i < CAUSES - 1 && of[i].count > 0 &&
           (strcmp(of[i].stage, stage) != 0 || strcmp(of[i].code, code) != 0))
        ++i;
    return i;
}

static int count_in(struct cause *of, const char *stage, const char *code, uint64_t count)
{
    int i = find(of, stage, code);
    if (of[i].count == 0) {
        snprintf(of[i].stage, sizeof of[i].stage, "%s", stage);
        snprintf(of[i].code, sizeof of[i].code, "%s", code);
    }
    of[i].count += count;
    return i;
}

void causes_add(struct causes *causes, const char *path, const struct failure *failure)
{
    int i = count_in(causes->of, failure->stage, failure->code, 1);
    if (causes->path[i])
        return;
    causes->path[i] = path;
    causes->failure[i] = failure;
}

/* Of equally many by their names, so that ranks do not matter. */
static int by_count(const void *a, const void *b)
{
    const struct cause *x = a, *y = b;
    int order = (x->count < y->count) - (x->count > y->count);
    if (order == 0)
        order = strcmp(x->code, y->code);
    return order ? order : strcmp(x->stage, y->stage);
}

/* On rank 0, from `all` processes' causes. */
static void sum_up(const struct cause *all, size_t ranks, struct named *named)
{
    struct cause sum[CAUSES] = {{"", "", 0}};
    for (size_t i = 0; i < ranks * CAUSES; ++i)
        if (all[i].count)
            count_in(sum, all[i].stage, all[i].code, all[i].count);
    qsort(sum, CAUSES, sizeof *sum, by_count);
    for (int i = 0; i < CAUSES && sum[i].count; ++i) {
        named->causes += 1;
        named->count += sum[i].count;
        if (i < NAMED)
            named->of[i] = sum[i];
    }
}

static void find_examples(const struct named *named, const struct causes *mine,
                          struct examples *examples)
{
    for (int n = 0; n < NAMED && n < named->causes; ++n) {
        int i = find(mine->of, named->of[n].stage, named->of[n].code);
        FILE *out =
            mine->path[i] ? fmemopen(examples->text[n], sizeof examples->text[n], "w") : NULL;
        if (!out)
            continue;
        char path[200]; /* of a very long one its beginning: the log has all of it */
        snprintf(path, sizeof path, "%s", mine->path[i]);
        failure_print(out, path);
        fputs(": ", out);
        failure_print(out, mine->failure[i]->message);
        fclose(out);
    }
}

static void print_named(const struct named *named, const struct examples *all, int ranks,
                        FILE *words)
{
    uint64_t left = named->count;
    for (int n = 0; n < NAMED && n < named->causes; ++n) {
        const struct cause *cause = &named->of[n];
        int from = 0;
        while (from < ranks - 1 && !all[from].text[n][0])
            ++from;
        fprintf(words, "  %llu %s (%s)%s %s\n", (unsigned long long)cause->count, cause->code,
                cause->stage, cause->count > 1 ? ", for example" : ":", all[from].text[n]);
        left -= cause->count;
    }
    if (left)
        fprintf(words, "  %llu of other causes\n", (unsigned long long)left);
}

void causes_print(struct team *team, const struct causes *mine, FILE *words)
{
    size_t ranks = team->rank == 0 ? (size_t)team->ranks : 1;
    struct named named = {0};
    struct cause *all = calloc(ranks, sizeof mine->of);
    struct examples *own = calloc(1, sizeof *own), *examples = calloc(ranks, sizeof *examples);
    if (team_total(team, !all || !own || !examples) == 0) {
        team_collect(team, mine->of, sizeof mine->of, all);
        if (team->rank == 0)
            sum_up(all, ranks, &named);
        team_broadcast(team, &named, sizeof named);
        find_examples(&named, mine, own);
        team_collect(team, own, sizeof *own, examples);
        if (words)
            print_named(&named, examples, team->ranks, words);
    }
    free(all);
    free(own);
    free(examples);
}
