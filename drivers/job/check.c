/* Checks at once: rows of a result against plain C, within a share of the worker's time. */
#include "drivers/job/check.h"

#include <string.h>

#include "drivers/job/checksum.h"
#include "drivers/job/reference.h"
#include "drivers/job/sample.h"

enum { ROWS = 4 }; /* of one image: both ends, and two more */

static const double SHARE = 0.01; /* of a worker's time, for checks */

/* Whether to check this unit, and from when on: the worker has entered STAGE_HASH if so. A split
 * image always: one that is decoded by one worker for all costs far more than a few of its rows. */
static bool begin_check(struct job *job, struct worker *worker, int unit, double *since)
{
    bool all = job->options.verify == VERIFY_ALL || job->options.split;
    bool end = unit == 0 || unit == job->inputs.count - 1;
    if (job->options.measure || job->options.verify == VERIFY_NONE || !job->sink->hashes)
        return false;
    if (!all && !end && worker->checking_s > SHARE * (worker->since - worker->began))
        return false;
    worker_enter(job->team, worker, STAGE_HASH);
    *since = worker->since;
    return true;
}

static int end_check(struct worker *worker, double since, int checked, int wrong,
                     struct failure *failure)
{
    worker->checking_s += timer_now() - since;
    worker->checked += checked;
    worker->wrong += wrong;
    return wrong ? failure_set(failure, "verify", "wrong-result",
                               "plain C computes other pixels: this is a defect of this program")
                 : 0;
}

static bool row_differs(const struct image *a, const struct image *b, int y)
{
    return memcmp(image_row(a, y), image_row(b, y), image_row_bytes(a)) != 0;
}

/* Row by row, with the tally of the passes before the last in the worker's `total`. */
static bool rows_differ(struct job *job, struct worker *worker, const struct plan *plan,
                        const struct image *src, const struct image *dst, int item)
{
    uint64_t seed = sample_seed_of_item(job->sample_seed, item);
    int height = plan->dst.height;
    for (int k = 0; k < height && k < ROWS; ++k) {
        int y = sample_at(seed, height, k);
        if (reference_row(job, worker, plan, src, worker->total, y) ||
            row_differs(dst, &worker->again, y))
            return true;
    }
    return false;
}

static bool image_differs(struct job *job, struct worker *worker, const struct plan *plan,
                          const struct image *src, const struct image *dst, int item,
                          uint64_t tally_hash)
{
    const struct kernel *kernel = job->kernel;
    uint64_t again;
    if (job->options.verify != VERIFY_ALL && !reference_is_whole(kernel)) {
        if (kernel_passes(kernel) > 1) {
            if (reference_tally(job, worker, plan, src, worker->total))
                return true;
            if (checksum_tally(worker->total, kernel->tallies, item) != tally_hash)
                return true;
        }
        return rows_differ(job, worker, plan, src, dst, item);
    }
    if (reference_image(job, worker, plan, src, item, &again) || again != tally_hash)
        return true;
    for (int y = 0; y < plan->dst.height; ++y)
        if (row_differs(dst, &worker->again, y))
            return true;
    return false;
}

int check_image_at_once(struct job *job, struct worker *worker, int unit, struct shape original,
                        const struct image *src, const struct image *dst, uint64_t tally_hash,
                        struct failure *failure)
{
    double since;
    if (!begin_check(job, worker, unit, &since))
        return 0;
    const struct plan *plan = reference_plan(job, worker, original, src->shape);
    bool wrong =
        !plan || image_differs(job, worker, plan, src, dst, job->inputs.item[unit], tally_hash);
    return end_check(worker, since, 1, wrong, failure);
}

void check_strips_begin(struct job *job, struct worker *worker, int unit, struct shape original,
                        struct shape src, struct check_strips *check)
{
    double since;
    *check = (struct check_strips){.wanted = begin_check(job, worker, unit, &since)};
    if (!check->wanted)
        return;
    check->seed = sample_seed_of_item(job->sample_seed, job->inputs.item[unit]);
    check->plan = reference_plan(job, worker, original, src);
    check->wrong = !check->plan;
    worker->checking_s += timer_now() - since;
}

static bool range_differs(struct job *job, struct worker *worker, const struct plan *plan,
                          const struct image *src, const struct image *dst, struct range rows)
{
    if (reference_rows(job, worker, plan, src, NULL, rows))
        return true;
    for (int y = rows.begin; y < rows.end; ++y)
        if (row_differs(dst, &worker->again, y))
            return true;
    return false;
}

void check_strips_rows(struct job *job, struct worker *worker, struct check_strips *check,
                       const struct image *src, const struct image *dst, struct range rows)
{
    if (!check->plan)
        return;
    int height = check->plan->dst.height;
    worker_enter(job->team, worker, STAGE_HASH);
    double since = worker->since;
    if (job->options.verify == VERIFY_ALL)
        check->wrong |= range_differs(job, worker, check->plan, src, dst, rows);
    for (int k = 0; job->options.verify != VERIFY_ALL && k < height && k < ROWS; ++k) {
        int y = sample_at(check->seed, height, k);
        if (rows.begin <= y && y < rows.end)
            check->wrong |=
                range_differs(job, worker, check->plan, src, dst, (struct range){y, y + 1});
    }
    worker->checking_s += timer_now() - since;
}

int check_strips_end(struct worker *worker, const struct check_strips *check,
                     struct failure *failure)
{
    return check->wanted ? end_check(worker, timer_now(), 1, check->wrong, failure) : 0;
}

/* What the loops over a split image's rows need. */
struct rows_check {
    const struct bands *bands;
    const struct plan *plan;
    uint64_t seed; /* of the sample of rows */
    atomic_int checked, wrong;
};

static void check_row(void *context, int y, int number)
{
    struct rows_check *check = context;
    const struct bands *bands = check->bands;
    struct worker *worker = bands->job->workers[number];
    if (!bands->done_rows[y])
        return;
    bool wrong = reference_row(bands->job, worker, check->plan, bands->src, bands->total, y) != 0 ||
                 row_differs(bands->dst, &worker->again, y);
    atomic_fetch_add(&check->checked, 1);
    atomic_fetch_add(&check->wrong, wrong);
}

static void check_sampled(void *context, int k, int number)
{
    const struct rows_check *check = context;
    check_row(context, sample_at(check->seed, check->plan->dst.height, k), number);
}

/* Whether the tally of the first pass, or of the only one, is another: also where no row shows it.
 */
static bool tally_differs(const struct bands *bands, struct worker *worker, int item,
                          const struct plan *plan)
{
    struct job *job = bands->job;
    size_t size = job->kernel->tallies * sizeof *worker->tally;
    uint64_t hash;
    if (reference_is_whole(job->kernel))
        return reference_image(job, worker, plan, bands->src, item, &hash) ||
               hash != checksum_tally(bands->sum, job->kernel->tallies, item);
    return bands->total && (reference_tally(job, worker, plan, bands->src, worker->tally) ||
                            memcmp(worker->tally, bands->total, size) != 0);
}

int check_bands_at_once(const struct bands *bands, struct worker *worker, int unit,
                        struct failure *failure)
{
    struct job *job = bands->job;
    struct team *team = job->team;
    bool whole = bands->src && area_contains(bands->src->held, area_whole(bands->src->shape));
    double since;
    if (!whole || !begin_check(job, worker, unit, &since))
        return 0;
    int item = job->inputs.item[unit];
    struct rows_check check = {
        .bands = bands,
        .plan = reference_plan(job, worker, bands->plan->original, bands->src->shape),
        .seed = sample_seed_of_item(job->sample_seed, item)};
    if (!check.plan || tally_differs(bands, worker, item, check.plan))
        atomic_fetch_add(&check.wrong, 1);
    bool all = job->options.verify == VERIFY_ALL;
    int height = check.plan ? check.plan->dst.height : 0;
    int rows = all || height < ROWS ? height : ROWS;
    team_loop(team, &team->within, (struct span){0, rows}, all ? check_row : check_sampled, &check);
    return end_check(worker, since, atomic_load(&check.checked), atomic_load(&check.wrong),
                     failure);
}

int check_bytes_at_once(struct job *job, struct worker *worker, int unit, uint64_t hash,
                        struct failure *failure)
{
    double since;
    int item = job->inputs.item[unit];
    const char *name = list_name(&job->inputs.list, item % job->inputs.list.count);
    if (!job->sink->get || !begin_check(job, worker, unit, &since))
        return 0;
    bool wrong =
        job->sink->get(job->sink_state, worker->number, item, name, &worker->encoded, failure) ||
        checksum_bytes(&worker->encoded, item) != hash;
    return end_check(worker, since, 1, wrong, failure);
}
