/* The program around a kernel and a model: one run from the command line to the exit code. */
#include "drivers/harness.h"

#include <errno.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "drivers/common/exit_code.h"
#include "drivers/common/sha256.h"
#include "drivers/common/standard.h"
#include "drivers/machine/affinity.h"
#include "drivers/machine/machine.h"
#include "drivers/models/launch.h"
#include "drivers/run/input_list.h"
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

/* What the command line alone decides: -1: go on; else leave with this code. */
static int answer(enum options_result parsed, const struct options *options,
                  const struct team *team, const struct program *program, const char *message)
{
    int code = parsed == OPTIONS_WRONG ? EXIT_USAGE : parsed == OPTIONS_SAY ? EXIT_OK : -1;
    if (code == EXIT_USAGE)
        run_complain(team, program->kernel, code, message);
    if (code == EXIT_OK && team->rank == 0) {
        char lost[OPTIONS_MESSAGE];
        options_say(stdout, options, program);
        if (standard_flush()) {
            snprintf(lost, sizeof lost, "cannot write to standard output: %s", strerror(errno));
            code = run_complain(team, program->kernel, EXIT_IO, lost);
        }
    }
    return code;
}

/* Copies that do not know of each other would do all work several times, and measure each other: a
 * launcher that announces more ranks than there are started something that it cannot connect. What
 * a program that knows of no launcher found is itself, however many processes it makes. */
static int check_launch(const struct team *team, const struct program *program,
                        const struct options *options)
{
    struct launch launch = launch_find();
    const int found = team->model->launcher ? team->ranks : 1;
    char message[512], cure[160];
    if (options->independent || launch.ranks <= found)
        return -1;
    if (!team->model->launcher)
        snprintf(cure, sizeof cure, "%s is one process: start it alone, or take another model",
                 team->model->name);
    else
        snprintf(cure, sizeof cure,
                 "it was built with %s: use that one's launcher (srun --mpi=pmix or "
                 "--mpi=pmi2 under SLURM)",
                 team->model->version ? team->model->version() : "another MPI");
    snprintf(
        message, sizeof message,
        "%s announces %d ranks, but this program found %d; %s; --independent if %d copies that "
        "know nothing of each other are meant",
        launch.by, launch.ranks, found, cure, launch.ranks / found);
    return launch.rank == 0 ? run_complain(team, program->kernel, EXIT_CONFIG, message)
                            : EXIT_CONFIG;
}

/* From before start() on: what comes meanwhile is not lost, and ends nobody without a word. */
static void hold_signals(int how)
{
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, SIGINT);
    sigaddset(&set, SIGTERM);
    sigaddset(&set, SIGUSR1);
    sigprocmask(how, &set, NULL);
}

/* Of all words of a command line; "": there was no memory. */
static void hash_words(int argc, char *const *argv, char hash[SHA256_TEXT])
{
    char *words = NULL;
    size_t size = 0;
    FILE *out = open_memstream(&words, &size);
    for (int i = 1; out && i < argc; ++i)
        fprintf(out, "%s%c", argv[i], '\0');
    bool failed = !out || ferror(out);
    failed = (out && fclose(out)) || failed;
    hash[0] = '\0';
    if (!failed)
        sha256_text(words, size, hash);
    free(words);
}

/* A launcher may start ranks with command lines of their own (mpirun -n 1 A : -n 1 B): those would
 * do parts of one work in different ways. Nothing of it is told, since there may be secrets in it.
 * -1: all processes are to do the same; else leave with this code. */
static int settle(const struct program *program, struct team *team, struct options *options,
                  int argc, char *const *argv)
{
    char mine[SHA256_TEXT], first[SHA256_TEXT];
    char message[OPTIONS_MESSAGE] = "the ranks were given different arguments: start all of them "
                                    "with one command line";
    hash_words(argc, argv, mine);
    if (team_total(team, !*mine))
        return run_complain(team, program->kernel, EXIT_MEMORY, "out of memory");
    memcpy(first, mine, sizeof first);
    team_broadcast(team, first, sizeof first);
    if (team_total(team, strcmp(first, mine) != 0) == 0 &&
        options_settle(options, team, message) == 0)
        return -1;
    return run_complain(team, program->kernel, EXIT_USAGE, message);
}

/* Names need neither workers nor, where none has started us, a launcher. */
static int list_inputs(const struct program *program, struct options *options)
{
    const struct model alone = {.name = program->model->name, .threads = program->model->threads};
    struct team team;
    char message[OPTIONS_MESSAGE];
    team_start(&team, &alone, &options->wish, NULL, NULL);
    catch_signals(&team);
    hold_signals(SIG_UNBLOCK);
    if (options_settle(options, &team, message))
        return run_complain(&team, program->kernel, EXIT_USAGE, message);
    return input_list_print(&team, program->kernel, options);
}

/* Whether this process may leave by itself: where a launcher started us, all processes must reach
 * start() before any may. Copies that one started are counted there before one of them lists. */
static bool may_leave(enum options_result parsed, const struct options *options,
                      const struct model *model)
{
    if (team_launched(model))
        return false;
    return parsed != OPTIONS_RUN || (options->list && launch_find().ranks <= 1);
}

int harness_main(const struct program *program, int argc, char **argv)
{
    struct team team = {.model = program->model};
    struct options options;
    char message[OPTIONS_MESSAGE];
    standard_open();
    hold_signals(SIG_BLOCK);
    enum options_result parsed =
        options_parse(&options, program->kernel, program->model, argc, argv, message);
    if (may_leave(parsed, &options, program->model))
        return parsed == OPTIONS_RUN ? list_inputs(program, &options)
                                     : answer(parsed, &options, &team, program, message);
    team_start(&team, program->model, &options.wish, &argc, &argv);
    machine_start();
    if (program->model->processes && !program->model->launcher)
        affinity_bind(team.rank, team.ranks);
    catch_signals(&team);
    hold_signals(SIG_UNBLOCK);
    int code = answer(parsed, &options, &team, program, message);
    team_broadcast(&team, &code, sizeof code);
    /* Every process has as many threads as rank 0 would start: their environments may differ. */
    team_broadcast(&team, &team.threads, sizeof team.threads);
    if (code < 0)
        code = settle(program, &team, &options, argc, argv);
    if (code < 0)
        code = check_launch(&team, program, &options);
    if (code < 0 && options.list) {
        code = team.rank == 0 ? input_list_print(&team, program->kernel, &options) : 0;
        team_broadcast(&team, &code, sizeof code);
    }
    if (code < 0 && options.measure)
        catch_signal(SIGUSR1, on_warning);
    if (code < 0)
        code = run_program(&team, program->kernel, &options, argc, argv);
    machine_stop();
    team_stop(&team);
    return code;
}
