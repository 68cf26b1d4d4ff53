/* Runs that end early, by a signal, failed images, no memory: all ranks leave with one code, soon.
 * Usage: stops_MODEL [THREADS]. MODEL comes from the build, STOPS_FORGET where it has processes. */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/time.h>
#include <time.h>

#include "drivers/common/exit_code.h"
#include "drivers/machine/machine.h"
#include "tests/agree/run_line.h"
#ifdef STOPS_HEADER
#include STOPS_HEADER
#endif

extern const struct kernel kernel_sobel;
extern const struct model MODEL;

enum { WORKERS_MAX = 64 };

static struct team team;
static struct model watched; /* MODEL, but that its stages are looked at */
static int threads = 1, done, bad;
static enum stage entered[WORKERS_MAX]; /* last, by each worker of this process */
static int raiser, raise_at; /* the rank that gets a signal, in which of its units; 0: in none */
static int milliseconds;     /* each unit takes so long */
static int iterations = 2;
static atomic_int units;

static void on_signal(int number)
{
    (void)number;
    team_request_stop(&team, STOP_SIGNAL);
}

static void catch_signals(void)
{
    struct sigaction action = {.sa_handler = on_signal, .sa_flags = SA_RESTART};
    sigemptyset(&action.sa_mask);
    sigaction(SIGUSR1, &action, NULL);
    sigaction(SIGALRM, &action, NULL);
}

/* The kernel under test: slow, and interrupted midway. */
static void run(const struct plan *plan, const struct image *src, struct image *dst,
                const struct band *band)
{
    struct timespec pause = {0, 1000000L * milliseconds};
    if (atomic_fetch_add(&units, 1) + 1 == raise_at && team.rank == raiser)
        raise(SIGUSR1);
    nanosleep(&pause, NULL);
    kernel_sobel.variants[0].run[0](plan, src, dst, band);
}

static enum stage watch_stage(struct team *all, int worker, enum stage stage)
{
    if (worker < WORKERS_MAX)
        entered[worker] = stage;
    return MODEL.stage ? MODEL.stage(all, worker, stage) : stage;
}

static int plan_too_large(struct plan *plan)
{
    int result = kernel_sobel.plan(plan);
    plan->scratch = (size_t)1 << 62;
    return result;
}

/* A stop was told to all ranks: the next run must not hear of it. */
static void forget_stop(void)
{
#ifdef STOPS_FORGET
    STOPS_FORGET(&team);
#endif
}

static struct outcome run_with(const char *line)
{
    char whole[512];
    struct kernel kernel = kernel_sobel;
    memset(&kernel.variants[1], 0, sizeof kernel.variants - sizeof *kernel.variants);
    kernel.variants[1] = kernel.variants[0];
    kernel.variants[1].run[0] = run;
    atomic_store(&units, 0);
    snprintf(whole, sizeof whole, "%s %s --threads %d --results none --warmup 0 --iterations %d",
             line, line_transfer(&team), threads, iterations);
    struct outcome outcome = line_run(&team, &kernel, whole);
    forget_stop();
    return outcome;
}

/* The code on every rank; "by" only where there is a rank 0 to say it. */
static void expect(const struct outcome *o, int code, enum stopped_by by, bool kept,
                   const char *line)
{
    bool right = o->code == code && kept && (team.rank > 0 || o->m.stopped_by == by);
    ++done;
    if (team_total(&team, !right) == 0)
        return;
    ++bad;
    fprintf(stderr,
            "rank %d of %d, signal to rank %d: %s: code %d (not %d), %s (not %s), %d done %s\n",
            team.rank, team.ranks, raiser, line, o->code, code, stopped_by_names[o->m.stopped_by],
            stopped_by_names[by], (int)o->m.done, o->message);
}

/* It goes on until the signal comes: a rank that gets no core does few units of an iteration. */
static void interrupt_line(const char *line)
{
    iterations = 100000;
    struct outcome outcome = run_with(line);
    iterations = 2;
    expect(&outcome, EXIT_STOPPED, STOPPED_BY_SIGNAL, true, line);
}

/* Rank 0 as a master computes nothing, so a clock interrupts it. */
static void interrupt_master(const char *line)
{
    raise_at = 0;
    if (team.rank == 0) /* again and again: the first may come before the run begins */
        setitimer(ITIMER_REAL, &(struct itimerval){{0, 20000}, {0, 20000}}, NULL);
    interrupt_line(line);
    setitimer(ITIMER_REAL, &(struct itimerval){{0, 0}, {0, 0}}, NULL);
}

static void try_signals(void)
{
    static const char *const works[] = {
        "--synthetic 60 --source-size 16x16",
        "--synthetic 6 --source-size 16x32 --split --bands 32",
    };
    char line[256];
    milliseconds = 3;
    for (size_t i = 0; i < sizeof works / sizeof *works; ++i)
        for (int schedule = 0; schedule_names[schedule]; ++schedule)
            for (raiser = 0; raiser<team.ranks; raiser += team.ranks> 1 ? team.ranks - 1 : 1) {
                raise_at = 3;
                snprintf(line, sizeof line, "%s %s --schedule %s --chunk 1", works[i],
                         line_own(&team), schedule_names[schedule]);
                interrupt_line(line);
                if (team.ranks == 1 || schedule < SCHEDULE_DYNAMIC)
                    continue;
                strcat(line, " --deal master");
                (raiser > 0 ? interrupt_line : interrupt_master)(line);
            }
    raise_at = 3;
    raiser = team.ranks - 1;
    interrupt_line("--synthetic 6 --source-size 16x32 --split --bands 32 --schedule block");
}

/* Units of a second and more in all: the others hear of the stop before they are through. */
static void try_hearing(void)
{
    const char *line = "--synthetic 600 --source-size 8x8 --schedule block";
    milliseconds = 20;
    raise_at = 2;
    raiser = team.ranks - 1;
    struct outcome outcome = run_with(line);
    expect(&outcome, EXIT_STOPPED, STOPPED_BY_SIGNAL, outcome.m.done < 400, line);
    raise_at = 0;
}

static void make_files(void)
{
    if (team.rank == 0) {
        line_make_image("good1.ppm", (struct shape){9, 9, 3});
        line_make_image("good2.ppm", (struct shape){12, 7, 1});
        line_make_file("bad1.ppm", "");
        line_make_file("bad2.ppm", "P6 nonsense");
    }
    team_barrier(&team);
}

static void fail_line(const char *options, int code, enum stopped_by by, int good)
{
    const char *files =
        "good1.ppm good2.ppm bad1.ppm bad2.ppm missing1 missing2 good1.ppm good2.ppm";
    char line[384];
    for (int split = 0; split < 2; ++split)
        for (int schedule = 0; schedule_names[schedule]; ++schedule) {
            snprintf(line, sizeof line, "%s --schedule %s %s %s %s", options,
                     schedule_names[schedule], split ? "--split" : "", line_own(&team), files);
            struct outcome o = run_with(line);
            expect(&o, code, by, good < 0 || (o.m.done == good && o.m.failed == 4), line);
        }
}

static void try_failures(void)
{
    milliseconds = 1;
    fail_line("", EXIT_SOME_FAILED, STOPPED_BY_MAX, 4);
    fail_line("--max-errors 4", EXIT_SOME_FAILED, STOPPED_BY_MAX, 4);
    fail_line("--max-errors 60%", EXIT_SOME_FAILED, STOPPED_BY_MAX, 4);
    fail_line("--fail-fast", EXIT_SOME_FAILED, STOPPED_BY_ERRORS, -1);
    fail_line("--max-errors 0", EXIT_SOME_FAILED, STOPPED_BY_ERRORS, -1);
    struct outcome o = run_with("missing1 missing2 bad1.ppm");
    expect(&o, EXIT_DATA, STOPPED_BY_ERRORS, o.m.failed == 3, "missing1 missing2 bad1.ppm");
    o = run_with("bad1.ppm missing1 --split");
    expect(&o, EXIT_DATA, STOPPED_BY_ERRORS, o.m.failed == 2, "bad1.ppm missing1 --split");
}

/* A model may hold a lock from the entry of a stage to that of the next: no worker that finds no
 * memory may stay in the kernel's. */
static void H13_every_way_out_leaves_the_stage(void)
{
    static const char *const works[] = {"", "--split --bands 7"};
    struct kernel kernel = kernel_sobel;
    kernel.plan = plan_too_large;
    for (size_t i = 0; i < sizeof works / sizeof *works; ++i) {
        char line[256];
        snprintf(line, sizeof line,
                 "--synthetic 8 --source-size 16x32 --threads %d --results none "
                 "--warmup 0 --iterations 1 %s",
                 threads, works[i]);
        for (int worker = 0; worker < WORKERS_MAX; ++worker)
            entered[worker] = STAGE_NONE;
        struct outcome o = line_run(&team, &kernel, line);
        bool left = true;
        for (int worker = 0; worker < WORKERS_MAX; ++worker)
            left = left && entered[worker] != STAGE_KERNEL;
        forget_stop();
        expect(&o, EXIT_DATA, STOPPED_BY_ERRORS, left, line);
    }
}

int main(int argc, char **argv)
{
    watched = MODEL;
    watched.stage = watch_stage;
    const struct wish wish = line_wish();
    team_start(&team, &watched, &wish, &argc, &argv);
    machine_start();
    catch_signals();
    if (argc > 1)
        threads = atoi(argv[1]);
    line_enter_directory(&team);
    make_files();
    try_signals();
    try_hearing();
    try_failures();
    H13_every_way_out_leaves_the_stage();
    if (team.rank == 0)
        printf("%d runs on %d ranks x %d threads, %d bad\n", done, team.ranks, threads, bad);
    line_leave_directory(&team);
    machine_stop();
    team_stop(&team);
    return bad > 0;
}
