/* Chooses how a run is verified, and counts what came of it. */
#include "drivers/job/verify.h"

#include "drivers/job/verify_kinds.h"

static const double SHARE = 0.05; /* of the measured time */

static int verify_measured(struct job *job, double seconds, struct checks *checks)
{
    if (job->kernel->raw)
        return job->sink->get ? verify_bytes(job, seconds, checks) : 0;
    return job->options.split && !job->results.hash_timed ? verify_split(job, seconds, checks)
                                                          : verify_units(job, seconds, checks);
}

int verify_run(struct job *job, double measured, struct verified *verified)
{
    struct checks checks = {0};
    *verified = (struct verified){0};
    if (job->options.verify == VERIFY_NONE)
        return 0;
    int failed = job->options.measure ? verify_measured(job, SHARE * measured, &checks) : 0;
    for (int w = 0; w < job->team->threads; ++w) {
        atomic_fetch_add(&checks.checked, job->workers[w]->checked);
        atomic_fetch_add(&checks.wrong, job->workers[w]->wrong);
    }
    uint64_t counts[] = {
        (uint64_t)atomic_load(&checks.checked), (uint64_t)atomic_load(&checks.wrong),
        (uint64_t)atomic_load(&checks.unread) + (atomic_load(&job->team->stop) != STOP_NONE)};
    team_sum(job->team, counts, 3);
    verified->checked = (int64_t)counts[0];
    verified->wrong = (int64_t)counts[1];
    verified->whole = job->options.verify == VERIFY_ALL && counts[2] == 0;
    return failed;
}
