/* Command lines, run inside a test by a team or by the serial program. */
#include "tests/agree/run_line.h"

#include <dirent.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "drivers/common/exit_code.h"
#include "drivers/io/sources/synthetic.h"

extern const struct model model_serial;

enum { WORDS_MAX = 64, LINE_MAX_BYTES = 4096 };

static int split_words(char *line, char **words)
{
    int count = 0;
    words[count++] = "program";
    for (char *word = line; word && count < WORDS_MAX - 1;) {
        char *next = strchr(word, ' ');
        if (next)
            *next++ = '\0';
        if (*word)
            words[count++] = word;
        word = next;
    }
    words[count] = NULL;
    return count;
}

struct outcome line_run(struct team *team, const struct kernel *kernel, const char *line)
{
    static struct options options;
    char copy[LINE_MAX_BYTES], *words[WORDS_MAX];
    struct outcome outcome = {.code = EXIT_USAGE, .refused = true};
    snprintf(copy, sizeof copy, "%s", line);
    int count = split_words(copy, words);
    atomic_store(&team->stop, STOP_NONE);
    atomic_store(&team->last, 0);
    if (strlen(line) >= sizeof copy) {
        snprintf(outcome.message, sizeof outcome.message, "the test's line is too long");
        return outcome;
    }
    if (options_parse(&options, kernel, team->model, count, words, outcome.message) ||
        options_settle(&options, team, outcome.message))
        return outcome;
    outcome.refused = false;
    outcome.code = run_silently(team, kernel, &options, &outcome.m, &outcome.wrong);
    measure_free(&outcome.m);
    return outcome;
}

struct outcome line_run_serial(struct team *team, const struct kernel *kernel, const char *line)
{
    struct outcome outcome = {0};
    if (team->rank == 0) {
        struct team serial;
        team_start(&serial, &model_serial, &(struct wish){.ranks = -1, .threads = -1}, NULL, NULL);
        outcome = line_run(&serial, kernel, line);
        team_stop(&serial);
    }
    team_broadcast(team, &outcome, sizeof outcome);
    return outcome;
}

struct wish line_wish(void)
{
    const char *ranks = getenv("TEST_RANKS"), *lock = getenv("TEST_LOCK");
    const char *start = getenv("TEST_START");
    const bool spawns = start && strcmp(start, start_names[START_SPAWN]) == 0;
    return (struct wish){.ranks = ranks ? atoi(ranks) : -1,
                         .threads = -1,
                         .switch_interval = 1e-4, /* or a test would see few switches */
                         .release_in_kernel = lock && strcmp(lock, "released") == 0,
                         .hold_in_kernel = lock && strcmp(lock, "held") == 0,
                         .start = spawns ? START_SPAWN : START_FORK,
                         .transfer = TRANSFER_PIPE};
}

const char *line_own(const struct team *team)
{
    return team->model->processes ? "--distribute own" : "";
}

const char *line_transfer(const struct team *team)
{
    static int asked;
    return team->model->deliver && ++asked % 3 == 1 ? "--transfer shared" : "";
}

bool team_has_one(struct team *team, uint64_t number)
{
    uint64_t first = number;
    team_broadcast(team, &first, sizeof first);
    return team_total(team, first != number) == 0;
}

static char directory[256];

static void give_up(const char *what)
{
    perror(what);
    exit(EXIT_IO);
}

void line_enter_directory(struct team *team)
{
    const char *parent = getenv("TMPDIR");
    if (team->rank == 0) {
        snprintf(directory, sizeof directory, "%s/parallax-agree-XXXXXX", parent ? parent : "/tmp");
        if (!mkdtemp(directory))
            give_up(directory);
    }
    team_broadcast(team, directory, sizeof directory);
    if (chdir(directory))
        give_up(directory);
}

void line_leave_directory(struct team *team)
{
    if (chdir("/"))
        give_up("/");
    team_barrier(team);
    if (team->rank > 0)
        return;
    DIR *entries = opendir(directory);
    for (struct dirent *entry; entries && (entry = readdir(entries));)
        unlinkat(dirfd(entries), entry->d_name, 0); /* fails on . and .., as it should */
    if (entries)
        closedir(entries);
    rmdir(directory);
}

void line_make_image(const char *name, struct shape shape)
{
    struct image image = {0};
    FILE *file = fopen(name, "wb");
    if (!file || image_allocate(&image, shape, area_whole(shape)))
        give_up(name);
    synthetic_fill(&image, 7, shape.width);
    fprintf(file, "P%d %d %d 255\n", shape.channels == 3 ? 6 : 5, shape.width, shape.height);
    for (int y = 0; y < shape.height; ++y)
        fwrite(image_row(&image, y), 1, image_row_bytes(&image), file);
    image_free(&image);
    if (fclose(file))
        give_up(name);
}

void line_make_file(const char *name, const char *text)
{
    FILE *file = fopen(name, "wb");
    if (!file || fputs(text, file) < 0 || fclose(file))
        give_up(name);
}
