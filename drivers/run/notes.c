/* What is told of images that were done all the same: a line for each kind, with an example. */
#include "drivers/run/notes.h"

#include <stdlib.h>
#include <string.h>

struct example {
    char text[512]; /* "": there is none */
};

/* An example of this process; of a very long name, its beginning. */
static void find_example(const struct job *job, int kind, struct example *example)
{
    static const char *const verbs[NOTES] = {"is", "has", "is"};
    FILE *out = fmemopen(example->text, sizeof example->text, "w");
    for (int w = 0; out && w < job->team->threads && ftell(out) == 0; ++w) {
        const struct note *note = &job->workers[w]->notes[kind];
        if (note->count == 0)
            continue;
        failure_print(out, note->path);
        fprintf(out, " %s %s", verbs[kind], note->what);
        fflush(out);
    }
    if (out)
        fclose(out);
}

static void print_note(int kind, int64_t count, const char *example, FILE *words)
{
    static const char *const one[NOTES] = {
        "file is not of the format that the name says", "image has metadata that were passed over",
        "file has more pages or frames, of which the first was taken"};
    static const char *const many[NOTES] = {
        "files are not of the format that the name says",
        "images have metadata that were passed over",
        "files have more pages or frames, of which the first was taken"};
    fprintf(words, "note: %lld %s: %s%s\n", (long long)count, count == 1 ? one[kind] : many[kind],
            example, count == 1 ? "" : ", for example");
}

void notes_print(struct job *job, const int64_t *counts, FILE *words)
{
    struct team *team = job->team;
    for (int kind = 0; kind < NOTES; ++kind) {
        struct example mine = {""}, *all = NULL;
        if (counts[kind] == 0)
            continue;
        find_example(job, kind, &mine);
        all = calloc(team->rank == 0 ? (size_t)team->ranks : 1, sizeof *all);
        if (team_total(team, !all) == 0) {
            team_collect(team, &mine, sizeof mine, all);
            int from = 0;
            while (team->rank == 0 && from < team->ranks - 1 && !*all[from].text)
                ++from;
            if (words)
                print_note(kind, counts[kind], all[from].text, words);
        }
        free(all);
    }
}
