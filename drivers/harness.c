/* The program around a kernel and a model: one run from the command line to the exit code. */
#include "drivers/harness.h"

#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "drivers/common/exit_code.h"
#include "drivers/machine/machine.h"
#include "drivers/run/run.h"

static struct team *stoppable; /* what a signal stops */

static int64_t nanoseconds_now(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
}

/* The first signal lets every worker finish the image in hand; another one ends the process. A
 * scheduler and a launcher often send one signal each, so those of one second count as one. */
static void on_signal(int number)
{
    static _Atomic int64_t first;
    int64_t before = 0, now = nanoseconds_now();
    team_request_stop(stoppable, STOP_SIGNAL);
    if (atomic_compare_exchange_strong(&first, &before, now) || now - before < 1000000000)
        return;
    signal(number, SIG_DFL);
    raise(number);
}

/* The job's time ends soon, says a scheduler: no iteration is begun, the one in hand counts. */
static void on_warning(int number)
{
    (void)number;
    atomic_store(&stoppable->last, 1);
}

/* Nothing is measured in production, where a warning means what any other signal means. */
static void on_warning_in_production(int number)
{
    (void)number;
    team_request_stop(stoppable, STOP_SIGNAL);
}

static void catch_signal(int number, void (*handler)(int))
{
    struct sigaction action = {.sa_handler = handler, .sa_flags = SA_RESTART};
    sigemptyset(&action.sa_mask);
    sigaction(number, &action, NULL);
}

static void catch_signals(struct team *team)
{
    stoppable = team;
    catch_signal(SIGINT, on_signal);
    catch_signal(SIGTERM, on_signal);
    catch_signal(SIGUSR1, on_warning_in_production);
    signal(SIGXFSZ, SIG_IGN); /* a file size limit is an error of write(), not our end */
    signal(SIGPIPE, SIG_IGN);
}

/* Whether a launcher started several of us: then all must reach MPI_Init before any may leave. */
static bool was_launched(void)
{
    static const char *const ranks[] = {"PMIX_RANK", "PMI_RANK", "OMPI_COMM_WORLD_RANK",
                                        "SLURM_PROCID"};
    for (size_t i = 0; i < sizeof ranks / sizeof *ranks; ++i)
        if (getenv(ranks[i]))
            return true;
    return false;
}

/* -1: go on; else leave with this code. */
static int parse(struct options *options, const struct kernel *kernel, struct team *team, int argc,
                 char **argv)
{
    char message[OPTIONS_MESSAGE];
    switch (options_parse(options, kernel, team->model, argc, argv, team->rank == 0 ? stdout : NULL,
                          message)) {
    case OPTIONS_DONE:
        return EXIT_OK;
    case OPTIONS_WRONG:
        return run_complain(team, kernel, EXIT_USAGE, message);
    case OPTIONS_RUN:
        break;
    }
    return -1;
}

int harness_main(const struct kernel *kernel, const struct model *model, int argc, char **argv)
{
    struct team team = {.model = model};
    struct options options;
    char message[OPTIONS_MESSAGE];
    bool launched = was_launched();
    int code = launched ? -1 : parse(&options, kernel, &team, argc, argv);
    if (code >= 0)
        return code;
    team_start(&team, model, &argc, &argv);
    machine_start();
    catch_signals(&team);
    if (launched)
        code = parse(&options, kernel, &team, argc, argv);
    /* Every process has as many threads as rank 0 would start: their environments may differ. */
    team_broadcast(&team, &team.threads, sizeof team.threads);
    if (code < 0 && options_settle(&options, &team, message))
        code = run_complain(&team, kernel, EXIT_USAGE, message);
    if (code < 0 && options.measure)
        catch_signal(SIGUSR1, on_warning);
    if (code < 0)
        code = run_program(&team, kernel, &options, argc, argv);
    machine_stop();
    team_stop(&team);
    return code;
}
