/* Bytes that were moved as they are: the hash of what was received against what is stored. */
#include "drivers/job/checksum.h"
#include "drivers/job/sample.h"
#include "drivers/job/verify_kinds.h"

/* What the sink has stored of bytes that this process moved, as far as it can be read again. */
int verify_bytes(struct job *job, double seconds, struct checks *checks)
{
    double until = timer_now() + seconds;
    struct worker *worker = job->workers[0];
    int n = job->inputs.count;
    for (int k = 0; k < n && !atomic_load(&job->team->stop); ++k) {
        int unit = sample_at(job->sample_seed, n, k), item = job->inputs.item[unit];
        const char *name = list_name(&job->inputs.list, item % job->inputs.list.count);
        struct failure failure;
        if (job->options.verify != VERIFY_ALL && k >= 2 && timer_now() > until)
            break;
        if (!job->results.done[unit])
            continue;
        bool wrong = job->sink->get(job->sink_state, 0, item, name, &worker->encoded, &failure) ||
                     checksum_bytes(&worker->encoded, item) != job->results.hash[unit];
        atomic_fetch_add(&checks->checked, 1);
        atomic_fetch_add(&checks->wrong, wrong);
    }
    return 0;
}
