/* The timer's signal, the signs of life, and the last words. Signal handlers here call nothing but
 * write(), _exit() and the clock. */
#include "drivers/run/watchdog.h"

#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/time.h>
#include <unistd.h>

#include "drivers/common/exit_code.h"

enum { TICKS = 10, NAME_SIZE = 64 }; /* looks within a limit; of the shared memory's name */

/* One process of this node. Alone in its cache line: it is written while units run. */
struct sign {
    _Alignas(64) atomic_llong seen; /* nanoseconds of the node's monotonic clock; -1: it is over */
    atomic_int unit;                /* begun last; -1: none */
    int rank;
};

/* What they share; all zero at first. */
struct page {
    atomic_int taken; /* of sign[] */
    struct sign sign[];
};

static struct {
    struct job *job;
    const char *host;
    struct page *page; /* NULL: there is no other process, or no shared memory */
    size_t page_size;
    struct sign alone, *mine;         /* … then: alone */
    int64_t limit, tick, since, last; /* since: ticks have come in time, from then on */
    bool said;
} watch;

static int64_t nanoseconds(double seconds)
{
    return (int64_t)(1e9 * seconds);
}

/* Text and numbers without stdio, which a handler must not use. */
static void say(const char *text)
{
    if (write(STDERR_FILENO, text, strlen(text)) < 0)
        return; /* there is nobody to tell */
}

static void say_number(int64_t number)
{
    char digits[24], *digit = digits + sizeof digits;
    *--digit = '\0';
    do
        *--digit = (char)('0' + number % 10);
    while (number /= 10);
    say(digit);
}

static void say_file(int unit)
{
    const struct list *list = &watch.job->inputs.list;
    if (unit < 0 || unit >= watch.job->inputs.count)
        return;
    say(", at ");
    say(list_path(list, watch.job->inputs.item[unit] % list->count));
}

/* Processes of this node that are watched. */
static int count_signs(void)
{
    return watch.page ? atomic_load(&watch.page->taken) : 1;
}

static void say_who(const char *what, int rank, int64_t waited)
{
    say("\nrank ");
    say_number(rank);
    say(" on ");
    say(watch.host);
    say(what);
    say_number(waited / 1000000000);
    say(" s");
}

/* Calls that wait for a disk or a network; computing takes as long as it takes. */
static bool may_block(enum stage stage)
{
    return stage == STAGE_READ || stage == STAGE_WRITE;
}

static void look_at_own(int64_t now)
{
    for (int w = 0; w < watch.job->team->threads; ++w) {
        const struct worker *worker = watch.job->workers[w];
        int64_t waited = now - nanoseconds(worker->since);
        if (!may_block(worker->stage) || waited <= watch.limit)
            continue;
        say_who(": a file could not be read or written for ", watch.job->team->rank, waited);
        say_file(worker->unit);
        say("; the job ends, --watchdog says after how long\n");
        _exit(EXIT_BUG);
    }
}

static void look_at_others(int64_t now)
{
    for (int i = 0; watch.page && i < count_signs(); ++i) {
        struct sign *sign = &watch.page->sign[i];
        int64_t seen = atomic_load(&sign->seen);
        int64_t waited = now - (seen > watch.since ? seen : watch.since);
        if (sign == watch.mine || waited <= watch.limit || seen < 0)
            continue;
        say_who(": stopped or blocked, no sign of life for ", sign->rank, waited);
        say_file(atomic_load(&sign->unit));
        say("; the job ends, --watchdog says after how long\n");
        _exit(EXIT_BUG);
    }
}

static void tell_of_waiting(int64_t now)
{
    const struct worker *worker = watch.job->workers[0];
    int64_t waited = now - nanoseconds(worker->since);
    bool waits = worker->stage == STAGE_COMM || worker->stage == STAGE_WAIT;
    if (watch.said || !waits || waited <= watch.limit || watch.job->team->ranks == count_signs())
        return;
    watch.said = true;
    say_who(" has waited for ranks of other nodes for ", watch.job->team->rank, waited);
    say("\n");
}

static void on_tick(int number)
{
    (void)number;
    int64_t now = nanoseconds(timer_now());
    /* Who was stopped himself, with all others perhaps, waits until they have had time. */
    if (now - watch.last > 2 * watch.tick)
        watch.since = now;
    watch.last = now;
    atomic_store(&watch.mine->seen, now);
    if (now - watch.since > watch.limit) {
        look_at_own(now);
        look_at_others(now);
    }
    tell_of_waiting(now);
}

/* The name is one that this run and node have alone: nodes may share a machine. */
static int open_page(const struct placement *placement, char *name, size_t size)
{
    uint64_t key = watch.job->sample_seed;
    for (const char *c = placement->host; *c; ++c)
        key = key * 1099511628211u + (uint8_t)*c; /* as FNV-1a does */
    snprintf(name, size, "/parallax-%016llx", (unsigned long long)key);
    return shm_open(name, O_RDWR | O_CREAT, 0600);
}

/* A page that the processes of this node have in common; without it each watches itself. */
static void share_page(const struct placement *placement)
{
    char name[NAME_SIZE];
    size_t ranks = (size_t)placement->local_ranks;
    size_t size = sizeof *watch.page + ranks * sizeof *watch.page->sign;
    int file = placement->local_ranks > 1 ? open_page(placement, name, sizeof name) : -1;
    void *page = MAP_FAILED;
    if (file >= 0 && ftruncate(file, (off_t)size) == 0)
        page = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
    if (page != MAP_FAILED) {
        watch.page = page;
        watch.page_size = size;
        watch.mine = &watch.page->sign[atomic_fetch_add(&watch.page->taken, 1)];
    }
    if (file >= 0)
        close(file);
    watch.mine->rank = watch.job->team->rank;
    atomic_store(&watch.mine->unit, -1);
    atomic_store(&watch.mine->seen, watch.since);
    team_barrier(watch.job->team); /* all have opened it */
    if (file >= 0)
        shm_unlink(name);
}

void watchdog_start(struct job *job, const struct placement *placement, double seconds)
{
    if (seconds <= 0)
        return;
    watch.job = job;
    watch.host = placement->host;
    watch.page = NULL;
    watch.mine = &watch.alone;
    watch.limit = nanoseconds(seconds);
    watch.tick = watch.limit / TICKS;
    watch.since = watch.last = nanoseconds(timer_now());
    share_page(placement);
    job->current = &watch.mine->unit;
    struct sigaction action = {.sa_handler = on_tick, .sa_flags = SA_RESTART};
    sigemptyset(&action.sa_mask);
    sigaction(SIGALRM, &action, NULL);
    double tick = seconds / TICKS;
    struct timeval every = {(time_t)tick, (suseconds_t)(1e6 * (tick - (double)(time_t)tick))};
    setitimer(ITIMER_REAL, &(struct itimerval){every, every}, NULL);
}

void watchdog_stop(void)
{
    if (!watch.job)
        return;
    setitimer(ITIMER_REAL, &(struct itimerval){{0, 0}, {0, 0}}, NULL);
    signal(SIGALRM, SIG_IGN);
    atomic_store(&watch.mine->seen, -1);
    watch.job->current = NULL;
    if (watch.page)
        munmap(watch.page, watch.page_size);
    watch.job = NULL;
}
