/* Failed images of all processes. Each prints its own lines into memory; rank 0 puts them together.
 */
#include "drivers/run/failure_report.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "drivers/common/json.h"

enum { SHOWN = 5, CAUSES = 64 };

/* How often each stage and code occurred: what rank 0 sums up. */
struct cause {
    char stage[16], code[24];
    uint64_t count;
};

static void add_cause(struct cause *causes, const char *stage, const char *code, uint64_t count)
{
    for (int i = 0; i < CAUSES; ++i) {
        if (causes[i].count == 0) {
            snprintf(causes[i].stage, sizeof causes[i].stage, "%s", stage);
            snprintf(causes[i].code, sizeof causes[i].code, "%s", code);
        }
        if (strcmp(causes[i].stage, stage) == 0 && strcmp(causes[i].code, code) == 0) {
            causes[i].count += count;
            return;
        }
    }
}

static const char *path_of(const struct job *job, int item)
{
    return list_path(&job->inputs.list, item % job->inputs.list.count);
}

/* This process's lines: JSON for the log, words for people (the first few only). */
static void print_mine(const struct job *job, FILE *log, FILE *words, struct cause *causes)
{
    int shown = 0;
    for (int w = 0; w < job->team->threads; ++w) {
        const struct worker *worker = job->workers[w];
        for (int i = 0; i < worker->failed_count; ++i) {
            const struct failed_item *f = &worker->failed[i];
            json_begin(log);
            json_text(log, "path", path_of(job, f->item));
            json_whole(log, "rank", job->team->rank);
            json_text(log, "stage", f->failure.stage);
            json_text(log, "code", f->failure.code);
            json_text(log, "message", f->failure.message);
            json_end(log);
            if (shown++ < SHOWN) {
                fputs("  ", words);
                failure_print(words, path_of(job, f->item));
                fprintf(words, ": %s\n", f->failure.message);
            }
            add_cause(causes, f->failure.stage, f->failure.code, 1);
        }
    }
}

/* One text of each process to rank 0, which writes them in rank order; all are padded to the
 * longest. */
static int write_all(struct team *team, const char *text, size_t size, FILE *out)
{
    uint64_t *sizes = calloc((size_t)team->ranks, sizeof *sizes);
    if (team_total(team, !sizes)) {
        free(sizes);
        return -1;
    }
    sizes[team->rank] = size;
    team_sum(team, sizes, team->ranks);
    size_t longest = 1;
    for (int r = 0; r < team->ranks; ++r)
        longest = sizes[r] > longest ? sizes[r] : longest;
    char *mine = calloc(1, longest);
    char *all = calloc(team->rank == 0 ? (size_t)team->ranks : 1, longest);
    int failed = team_total(team, !mine || !all) != 0;
    if (!failed) {
        memcpy(mine, text, size);
        team_collect(team, mine, longest, all);
        for (int r = 0; team->rank == 0 && out && r < team->ranks; ++r)
            fwrite(all + (size_t)r * longest, 1, sizes[r], out);
    }
    free(sizes);
    free(mine);
    free(all);
    return failed ? -1 : 0;
}

static int by_count(const void *a, const void *b)
{
    const struct cause *x = a, *y = b;
    return (x->count < y->count) - (x->count > y->count);
}

/* Sums the causes of all processes on rank 0 and prints them, most frequent first. */
static void print_causes(struct team *team, const struct cause *mine, FILE *words)
{
    struct cause sum[CAUSES] = {{"", "", 0}};
    struct cause *all = calloc(team->rank == 0 ? (size_t)team->ranks : 1, sizeof sum);
    if (team_total(team, !all)) {
        free(all);
        return;
    }
    team_collect(team, mine, sizeof sum, all);
    for (int i = 0; team->rank == 0 && i < team->ranks * CAUSES && i >= 0; ++i)
        if (all[i].count)
            add_cause(sum, all[i].stage, all[i].code, all[i].count);
    qsort(sum, CAUSES, sizeof *sum, by_count);
    for (int i = 0; words && i < CAUSES && sum[i].count; ++i)
        fprintf(words, "%s%llu %s (%s)", i ? ", " : "  causes: ", (unsigned long long)sum[i].count,
                sum[i].code, sum[i].stage);
    if (words)
        fputc('\n', words);
    free(all);
}

static int write_log(struct team *team, const char *path, const char *text, size_t size)
{
    FILE *out = team->rank == 0 && path ? fopen(path, "w") : NULL;
    int error = team->rank == 0 && path && !out ? errno : 0;
    int failed = write_all(team, text, size, out);
    if (out && fclose(out))
        error = errno;
    errno = error;
    return failed || error ? -1 : 0;
}

int failure_report_start(const struct team *team, const char *path)
{
    FILE *log = team->rank == 0 && path ? fopen(path, "w") : NULL;
    if (team->rank > 0 || !path)
        return 0;
    return log && fclose(log) == 0 ? 0 : -1;
}

void failure_report_note_names(struct job *job, int64_t count, FILE *words)
{
    char *mine = NULL, *all = NULL;
    size_t mine_size = 0, all_size = 0;
    FILE *mine_out = open_memstream(&mine, &mine_size);
    FILE *all_out = words ? open_memstream(&all, &all_size) : NULL;
    for (int w = 0; mine_out && w < job->team->threads && ftell(mine_out) == 0; ++w)
        if (job->workers[w]->misnamed) {
            failure_print(mine_out, job->workers[w]->misnamed_path);
            fprintf(mine_out, " is %s\n", job->workers[w]->misnamed_format);
        }
    if (mine_out)
        fclose(mine_out);
    write_all(job->team, mine ? mine : "", mine ? mine_size : 0, all_out);
    if (all_out && fclose(all_out) == 0 && all_size)
        fprintf(words, "note: %lld file%s not of the format that the name says: %.*s%s\n",
                (long long)count, count == 1 ? " is" : "s are", (int)strcspn(all, "\n"), all,
                count == 1 ? "" : ", for example");
    free(mine);
    free(all);
}

int failure_report_write(struct job *job, const char *path, FILE *words)
{
    struct team *team = job->team;
    struct cause causes[CAUSES] = {{"", "", 0}};
    char *log = NULL, *said = NULL;
    size_t log_size = 0, said_size = 0;
    FILE *log_out = open_memstream(&log, &log_size);
    FILE *said_out = open_memstream(&said, &said_size);
    if (log_out && said_out)
        print_mine(job, log_out, said_out, causes);
    if (log_out)
        fclose(log_out);
    if (said_out)
        fclose(said_out);
    uint64_t failures = (uint64_t)atomic_load(&job->limits.failed);
    int result = 0;
    if (team_total(team, failures)) {
        if (words)
            fprintf(words, "failed images%s:\n",
                    team->ranks > 1 ? " (the first of each rank)" : "");
        write_all(team, said ? said : "", said ? said_size : 0, words);
        print_causes(team, causes, words);
        result = write_log(team, path, log ? log : "", log ? log_size : 0);
    }
    free(log);
    free(said);
    return result;
}
