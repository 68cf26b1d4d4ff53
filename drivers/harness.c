/* The program around a kernel and a model: one run from the command line to the exit code. */
#include "harness.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>

#include "exit_code.h"
#include "node.h"
#include "run.h"

static atomic_int *stop_flag; /* of the team: what a signal sets */

/* The first signal lets every worker finish the image in hand; a second one ends the process. */
static void on_signal(int number)
{
    atomic_store(stop_flag, 1);
    signal(number, SIG_DFL);
}

static void catch_signals(struct team *team)
{
    struct sigaction action = {.sa_handler = on_signal, .sa_flags = SA_RESTART};
    static const int stopping[] = {SIGINT, SIGTERM, SIGUSR1};
    stop_flag = &team->stop;
    sigemptyset(&action.sa_mask);
    for (size_t i = 0; i < sizeof stopping / sizeof *stopping; ++i)
        sigaction(stopping[i], &action, NULL);
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
    node_start();
    catch_signals(&team);
    if (launched)
        code = parse(&options, kernel, &team, argc, argv);
    /* Every process has as many threads as rank 0 would start: their environments may differ. */
    team_broadcast(&team, &team.threads, sizeof team.threads);
    if (code < 0 && options_settle(&options, &team, message))
        code = run_complain(&team, kernel, EXIT_USAGE, message);
    if (code < 0)
        code = run_program(&team, kernel, &options, argc, argv);
    node_stop();
    team_stop(&team);
    return code;
}
