/* Every kernel, schedule and way of sharing work under one model: all give the serial checksum.
 * Usage: agree_MODEL [THREADS…] [served]; "served": one-sided windows fail here, and rank 0 must
 * have answered requests in their place. MODEL and CHECK_KERNELS come from the build. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "drivers/machine/machine.h"
#include "tests/agree/agree_way.h"

extern const struct model MODEL;

enum { DISTINCT = 100 };

#define ONCE "--verify none --iterations 1 --warmup 0 --results none"

extern const struct kernel CHECK_DECLARED;
static const struct kernel *const kernels[] = {CHECK_KERNELS};

/* What the kernels are asked for; a kernel that is not here: its initial values. */
static const struct {
    const char *kernel, *line;
} parameters[] = {
    {"resize", "--size 23x11 --fit fill"},
    {"resize", "--size 20x3 --fit cover --filter bicubic"}, /* fewer rows than workers */
    {"resize", "--size 9x40 --fit pad --gravity south"},    /* bands without a source */
};

/* The work; `split`: also cut into bands, with these options. */
static const struct {
    const char *input, *split;
} works[] = {
    {"--synthetic 11 --contents 11 --source-size 37x23x3,16x9x1,5x40x4,1x13x2,13x1x3", NULL},
    {"--synthetic 3 --source-size 21x11", NULL}, /* fewer images than workers */
    {".", NULL},                                 /* files; their results are hashed in passing */
    {"--synthetic 2 --contents 2 --source-size 45x31x3,17x64x4", "--bands 7"},
    {"--synthetic 1 --source-size 29x3x1", ""},
    {"--synthetic 2 --contents 2 --source-size 1x50x3,50x1x2", "--bands 60"},
    {".", ""},
};

/* How bands may be shared out: own and scatter between ranks, all ways to add up tallies. */
static void try_split(const char *input, struct way way)
{
    int distributes = agree.team.model->processes ? 2 : 1;
    const struct model *model = agree.team.model;
    const char *const *sharings =
        model->tally_option ? model->tally_option->choices : sharing_names;
    bool several = agree.kernel->tallies && !agree.served && (model->threads || model->tally_add) &&
                   (way.chunk == 1 || !model->tally_add); /* which does not depend on it */
    for (way.distribute = 0; way.distribute < distributes; ++way.distribute)
        for (way.sharing = 0; sharings[way.sharing] && (several || way.sharing == 0); ++way.sharing)
            if (strcmp(sharings[way.sharing], sharing_names[SHARING_RACY]) != 0)
                agree_try(input, &way);
}

/* All schedules, with small and larger chunks and both ways of dealing. */
static void try_schedules(const char *input, const char *split)
{
    struct way way = {.chunk = 1, .split = split};
    for (way.schedule = 0; schedule_names[way.schedule]; ++way.schedule) {
        int deals =
            agree.team.model->processes && schedule_is_dealt((enum schedule_kind)way.schedule) ? 2
                                                                                               : 1;
        int chunks = way.schedule == SCHEDULE_BLOCK ? 1 : 3;
        for (way.deal = 0; way.deal < deals; ++way.deal)
            for (way.chunk = 1; way.chunk <= chunks; way.chunk += 2)
                if (split)
                    try_split(input, way);
                else
                    agree_try(input, &way);
    }
}

static void set_serial(const char *input)
{
    char line[AGREE_LINE];
    snprintf(line, sizeof line, "%s %s " ONCE, agree.params, input);
    agree.serial = line_run_serial(&agree.team, agree.kernel, line);
    if (agree.serial.code) {
        fprintf(stderr, "%s_serial %s: code %d %s\n", agree.kernel->name, line, agree.serial.code,
                agree.serial.message);
        exit(1);
    }
}

/* As many shapes as a collection may have: more than a worker keeps plans for. */
static void try_distinct(void)
{
    static char input[AGREE_LINE / 2];
    int used = snprintf(input, sizeof input, "--synthetic %d --source-size ", DISTINCT);
    for (int i = 0; i < DISTINCT; ++i)
        used += snprintf(input + used, sizeof input - (size_t)used, "%s%dx%dx%d", i ? "," : "",
                         3 + i % 10, 2 + i / 10, 1 + i % 4);
    set_serial(input);
    for (int schedule = 0; schedule_names[schedule]; ++schedule)
        agree_try(input, &(struct way){.schedule = schedule, .chunk = 1});
    agree_try(input, &(struct way){.schedule = SCHEDULE_DYNAMIC, .chunk = 5, .sink = "memory"});
}

/* Results that leave the clock encoded: rank 0 must have all rows. */
static void try_memory(void)
{
    for (size_t i = 0; i < sizeof works / sizeof *works; i += 3) {
        struct way way = {.schedule = SCHEDULE_DYNAMIC, .chunk = 1, .sink = "memory"};
        set_serial(works[i].input);
        way.split = works[i].split;
        way.distribute = DISTRIBUTE_OWN;
        agree_try(works[i].input, &way);
        way.schedule = SCHEDULE_BLOCK;
        way.distribute = DISTRIBUTE_SCATTER;
        agree_try(works[i].input, &way);
    }
}

/* A weak study: the list once for each worker, or an image that is so many times as high. */
static void try_weak(void)
{
    int workers = agree.team.ranks * agree.threads;
    char input[256];
    snprintf(input, sizeof input, "--synthetic %d --contents 4 --source-size 19x12x3,8x30x1",
             4 * workers);
    set_serial(input);
    agree_try("--synthetic 4 --contents 4 --source-size 19x12x3,8x30x1 --study weak",
              &(struct way){.schedule = SCHEDULE_DYNAMIC, .chunk = 1});
    snprintf(input, sizeof input, "--synthetic 1 --source-size 19x%d", 12 * workers);
    set_serial(input);
    for (int distribute = 0; distribute_names[distribute]; ++distribute)
        agree_try("--synthetic 1 --source-size 19x12 --study weak",
                  &(struct way){.chunk = 1, .distribute = distribute, .split = ""});
}

/* Results that no pipe holds at once, from ranks that have to wait for rank 0. */
static void try_large(void)
{
    const char *input = "--synthetic 12 --source-size 300x200";
    if (!team_delivers(&agree.team))
        return;
    set_serial(input);
    for (int i = 0; transfer_names[i]; ++i) /* they take turns */
        for (int schedule = 0; schedule_names[schedule]; ++schedule)
            agree_try(input,
                      &(struct way){.schedule = schedule,
                                    .chunk = 1,
                                    .deal = i && schedule_is_dealt((enum schedule_kind)schedule)});
}

static void try_works(const char *params)
{
    agree.params = params;
    for (size_t i = 0; i < sizeof works / sizeof *works; ++i) {
        set_serial(works[i].input);
        try_schedules(works[i].input, works[i].split);
    }
    try_distinct();
    try_memory();
    try_weak();
    try_large();
}

static void try_kernel(const struct kernel *kernel)
{
    bool found = false;
    agree.kernel = kernel;
    for (size_t i = 0; i < sizeof parameters / sizeof *parameters; ++i)
        if (strcmp(parameters[i].kernel, kernel->name) == 0) {
            found = true;
            try_works(parameters[i].line);
        }
    if (!found)
        try_works("");
}

static void try_threads(int threads)
{
    agree.threads = threads;
    for (size_t k = 0; k < sizeof kernels / sizeof *kernels; ++k)
        if (!kernels[k]->raw) /* which has a test of its own */
            try_kernel(kernels[k]);
    if (agree.team.rank == 0)
        printf("%d ranks x %d threads: so far %d ways, %d refused as they should be, %d bad\n",
               agree.team.ranks, threads, agree.done, agree.refused, agree.bad);
}

int main(int argc, char **argv)
{
    const struct wish wish = line_wish();
    team_start(&agree.team, &MODEL, &wish, &argc, &argv);
    machine_start();
    line_enter_directory(&agree.team);
    if (agree.team.rank == 0)
        for (int i = 0; i < 5; ++i) {
            char name[] = "0.ppm";
            name[0] = (char)('0' + i);
            line_make_image(name, (struct shape){9 + 7 * i, 30 - 6 * i, i % 2 ? 1 : 3});
        }
    team_barrier(&agree.team);
    bool given = false;
    for (int i = 1; i < argc; ++i)
        agree.served = agree.served || strcmp(argv[i], "served") == 0;
    for (int i = 1; i < argc; ++i)
        if (atoi(argv[i]) > 0) {
            given = true;
            try_threads(atoi(argv[i]));
        }
    if (!given)
        try_threads(1);
    line_leave_directory(&agree.team);
    machine_stop();
    team_stop(&agree.team);
    return agree.bad > 0;
}
