/* Failed images of all processes: each prints its lines into memory, rank 0 puts them together. */
#include "drivers/run/failure_report.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "drivers/common/json.h"
#include "drivers/common/replacement.h"
#include "drivers/run/failure_causes.h"

enum { PART = 1 << 16 };

static const char *path_of(const struct job *job, int item)
{
    return list_path(&job->inputs.list, item % job->inputs.list.count);
}

/* Where one process's lines go. */
struct lines {
    FILE *log; /* JSON */
    struct causes *causes;
};

static void print_line(struct lines *lines, int rank, const char *path,
                       const struct failure *failure)
{
    struct json json;
    json_begin(&json, lines->log);
    json_path(&json, "path", path);
    json_whole(&json, "rank", rank);
    json_text(&json, "stage", failure->stage);
    json_text(&json, "code", failure->code);
    json_text(&json, "message", failure->message);
    json_end(&json);
    causes_add(lines->causes, path, failure);
}

/* What could not be seen is rank 0's. */
static void print_mine(const struct job *job, struct lines *lines)
{
    const struct list *list = &job->inputs.list;
    for (int i = 0; list->unseen && i < list->unseen_count; ++i)
        print_line(lines, job->team->rank, list->unseen[i].path, &list->unseen[i].failure);
    for (int w = 0; w < job->team->threads; ++w) {
        const struct worker *worker = job->workers[w];
        for (int i = 0; i < worker->failed_count; ++i)
            print_line(lines, job->team->rank, path_of(job, worker->failed[i].item),
                       &worker->failed[i].failure);
    }
}

/* Of text[size]: the bytes of its longest line. */
static size_t longest_line(const char *text, size_t size)
{
    size_t longest = 0;
    for (const char *at = text, *end = text + size; at < end;) {
        const char *stop = memchr(at, '\n', (size_t)(end - at));
        size_t length = stop ? (size_t)(stop - at) + 1 : (size_t)(end - at);
        longest = length > longest ? length : longest;
        at += length;
    }
    return longest;
}

/* As much of text[size] as is whole lines of `most` bytes together. No line is longer than that. */
static size_t lines_within(const char *text, size_t size, size_t most)
{
    if (size <= most)
        return size;
    while (text[most - 1] != '\n')
        --most;
    return most;
}

/* A part of a rank's text on its way. */
struct part {
    size_t size;
    char text[];
};

/* The largest part that a rank sends, agreed; 0: no memory to find out. */
static size_t agree_part(struct team *team, const char *text, size_t size)
{
    uint64_t *longest = calloc((size_t)team->ranks, sizeof *longest);
    size_t most = 0;
    if (team_total(team, !longest) == 0) {
        size_t line = longest_line(text, size), part = size < PART ? size : PART;
        longest[team->rank] = line > part ? line : part;
        team_sum(team, longest, team->ranks);
        for (int r = 0; r < team->ranks; ++r)
            most = longest[r] > most ? longest[r] : most;
        most += most == 0;
    }
    free(longest);
    return most;
}

/* One text of each process to rank 0, which writes them in rank order, or, where they are long, in
 * turns of whole lines. 0, or the number of the error there. */
static int write_all(struct team *team, const char *text, size_t size, FILE *out)
{
    size_t most = agree_part(team, text, size), stride = sizeof(struct part) + most;
    stride += (sizeof(size_t) - stride % sizeof(size_t)) % sizeof(size_t);
    struct part *mine = most ? calloc(1, stride) : NULL;
    char *all = most ? calloc(team->rank == 0 ? (size_t)team->ranks : 1, stride) : NULL;
    bool failed = team_total(team, !mine || !all) != 0;
    int error = failed ? ENOMEM : 0;
    for (size_t at = 0; !failed;) {
        mine->size = lines_within(text + at, size - at, most);
        memcpy(mine->text, text + at, mine->size);
        at += mine->size;
        team_collect(team, mine, stride, all);
        for (int r = 0; team->rank == 0 && out && r < team->ranks; ++r) {
            const struct part *part = (const struct part *)(all + (size_t)r * stride);
            if (fwrite(part->text, 1, part->size, out) < part->size && !error)
                error = errno;
        }
        if (!team_total(team, at < size))
            break;
    }
    free(mine);
    free(all);
    return error;
}

/* `lost`: some of the lines of all processes. */
static int write_log(struct team *team, const char *path, const char *text, size_t size, bool lost)
{
    struct replacement log = {NULL, NULL, NULL};
    int error = 0;
    if (team->rank == 0 && path && replacement_begin(&log, path))
        error = errno;
    int failed = write_all(team, text, size, log.out);
    error = error ? error : failed ? failed : lost ? ENOMEM : 0;
    if (log.out && replacement_finish(&log) && !error)
        error = errno;
    errno = error;
    return error && team->rank == 0 && path ? -1 : 0;
}

int failure_report_write(struct job *job, const char *path, FILE *words)
{
    struct team *team = job->team;
    struct causes causes = {0};
    char *log = NULL;
    size_t log_size = 0;
    FILE *log_out = open_memstream(&log, &log_size);
    if (log_out)
        print_mine(job, &(struct lines){log_out, &causes});
    int lost = !log_out || ferror(log_out);
    if (log_out && fclose(log_out))
        lost = 1;
    int result = 0;
    bool any_lost = team_total(team, (uint64_t)lost) > 0;
    uint64_t failures = team_total(team, (uint64_t)atomic_load(&job->limits.failed));
    if (failures || job->inputs.list.unseen_count) {
        if (words)
            fputs("failed images:\n", words);
        causes_print(team, &causes, words);
        result = write_log(team, path, log ? log : "", log ? log_size : 0, any_lost);
    } else if (job->options.errors) {
        result = write_log(team, path, "", 0, false);
    }
    free(log);
    return result;
}
