/* The runs of all results files, each with its samples and workers. */
#include "analysis/data/runs.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/data/announced.h"
#include "analysis/data/disturbance.h"
#include "analysis/data/keys.h"
#include "analysis/data/runs_rows.h"
#include "analysis/data/told.h"
#include "analysis/data/validity.h"
#include "analysis/memory.h"
#include "analysis/numbers/estimate.h"
#include "analysis/text.h"

const char *const stage_names[STAGE_COUNT] = {"plan",   "read",  "decode", "kernel", "hash",
                                              "encode", "write", "comm",   "wait",   "other"};

bool runs_sample_counts(const struct sample_row *sample)
{
    return !sample->warmup && sample->valid && isfinite(sample->wall_s) && sample->wall_s > 0;
}

static int compare_name(const void *uuid, const void *element)
{
    return strcmp(uuid, (*(const struct run *const *)element)->row->run);
}

static int compare_names(const void *left, const void *right)
{
    return compare_name((*(const struct run *const *)left)->row->run, right);
}

size_t runs_find_next(const struct runs *runs, const char *uuid, size_t last)
{
    if (last < runs->count && strcmp(runs->items[last].row->run, uuid) == 0)
        return last;
    const struct run **found =
        bsearch(uuid, runs->by_name, runs->count, sizeof runs->by_name[0], compare_name);
    return found ? (size_t)(*found - runs->items) : SIZE_MAX;
}

size_t runs_find(const struct runs *runs, const char *uuid)
{
    return runs_find_next(runs, uuid, 0);
}

static int compare_samples(const void *left, const void *right)
{
    const struct sample_row *a = *(const struct sample_row *const *)left;
    const struct sample_row *b = *(const struct sample_row *const *)right;
    return (a->iteration > b->iteration) - (a->iteration < b->iteration);
}

static void sort_samples(struct runs *runs)
{
    for (size_t i = 0; i < runs->count; ++i) {
        struct run *run = &runs->items[i];
        qsort(run->samples, run->sample_count, sizeof run->samples[0], compare_samples);
    }
}

/* Once for all nodes that are alike: what tells machines apart, and no name of a host. Programs
 * that did not note others_s noted as usable what a bound worker could use. */
static void describe_node(struct run *run, const struct node_row *node)
{
    char machine[256], plain[256];
    snprintf(machine, sizeof machine, "%s, %d core%s, %d memory node%s", node->cpu_model,
             node->cores, node->cores == 1 ? "" : "s", node->numa_nodes,
             node->numa_nodes == 1 ? "" : "s");
    if (!isnan(run->row->others_s))
        text_append(machine, sizeof machine, ", %d CPUs to use", node->usable_cpus);
    text_plain(plain, sizeof plain, machine);
    if (!strstr(run->machine, plain))
        text_append(run->machine, sizeof run->machine, "%s%s", run->machine[0] ? " + " : "", plain);
    if (run->host[0] == '\0')
        text_plain(run->host, sizeof run->host, node->node);
    run->node_cpus += node->cpus;
    run->peak_rate += node->peak_operations_per_s;
    run->crowded =
        run->crowded || (node->cores > 0 && node->ranks * run->row->threads > node->cores);
}

static void assign_nodes(struct runs *runs, const struct results *results)
{
    size_t last = 0;
    for (size_t i = 0; i < results->node_count; ++i) {
        last = runs_find_next(runs, results->nodes[i].run, last);
        if (last == SIZE_MAX)
            continue;
        char *model = runs->items[last].cpu_model;
        describe_node(&runs->items[last], &results->nodes[i]);
        if (model[0] == '\0') {
            text_plain(model, sizeof runs->items[last].cpu_model, results->nodes[i].cpu_model);
        } else if (!strstr(model, results->nodes[i].cpu_model)) {
            text_append(model, sizeof runs->items[last].cpu_model, " + %s",
                        results->nodes[i].cpu_model);
        }
    }
}

static void compute_median(struct run *run, double *times)
{
    run->times = times;
    for (size_t i = 0; i < run->sample_count; ++i) {
        if (runs_sample_counts(run->samples[i]))
            times[run->time_count++] = run->samples[i]->wall_s;
    }
    statistics_sort(times, run->time_count);
    run->median = statistics_median_interval(times, run->time_count, ESTIMATE_CONFIDENCE);
}

/* The sample of an iteration; NULL: there is none. */
static const struct sample_row *find_sample(const struct run *run, int32_t iteration)
{
    const struct sample_row key = {.iteration = iteration}, *pointer = &key;
    const struct sample_row **found =
        bsearch(&pointer, run->samples, run->sample_count, sizeof run->samples[0], compare_samples);
    return found ? *found : NULL;
}

double runs_wall(const struct run *run, int32_t iteration)
{
    const struct sample_row *sample = find_sample(run, iteration);
    return sample ? sample->wall_s : NAN;
}

static bool iteration_counts(const struct run *run, int32_t iteration)
{
    const struct sample_row *sample = find_sample(run, iteration);
    return sample && runs_sample_counts(sample);
}

static void compute_stages(struct run *run)
{
    double sums[STAGE_COUNT] = {0}, stages = 0, wall = 0;
    size_t count = 0;
    for (size_t i = 0; i < run->worker_count; ++i) {
        const struct worker_row *w = run->workers[i];
        if (iteration_counts(run, w->iteration)) {
            const double seconds[] = {w->plan_s,   w->read_s,  w->decode_s, w->kernel_s, w->hash_s,
                                      w->encode_s, w->write_s, w->comm_s,   w->wait_s};
            for (int stage = 0; stage < STAGE_OTHER; ++stage)
                sums[stage] += seconds[stage];
            ++count;
        }
    }
    for (size_t i = 0; i < run->time_count; ++i)
        wall += run->times[i] / (double)run->time_count;
    for (int stage = 0; stage < STAGE_OTHER; ++stage) {
        run->stages[stage] = count > 0 ? sums[stage] / (double)count : NAN;
        stages += run->stages[stage];
    }
    run->stages[STAGE_OTHER] = wall - stages > 0 || count == 0 ? wall - stages : 0;
}

void runs_build(struct runs *runs, const struct results *results)
{
    *runs = (struct runs){.count = results->run_count};
    runs->items = memory_array(runs->count, sizeof runs->items[0]);
    runs->by_name = memory_array(runs->count, sizeof runs->by_name[0]);
    for (size_t i = 0; i < runs->count; ++i) {
        runs->items[i].row = &results->runs[i];
        runs->by_name[i] = &runs->items[i];
    }
    qsort(runs->by_name, runs->count, sizeof runs->by_name[0], compare_names);
    runs_rows_assign(runs, results);
    sort_samples(runs);
    assign_nodes(runs, results);
    builds_find(runs, results);
    runs->times = memory_array(results->sample_count, sizeof runs->times[0]);
    double *times = runs->times;
    for (size_t i = 0; i < runs->count; ++i) {
        compute_median(&runs->items[i], times);
        times += runs->items[i].time_count;
        compute_stages(&runs->items[i]);
        disturbance_find(&runs->items[i]);
    }
    announced_find(runs, results);
    told_find(runs, results);
    keys_settle(runs);
    validity_judge(runs);
}

void runs_free(struct runs *runs)
{
    free(runs->items);
    free(runs->by_name);
    free(runs->samples);
    free(runs->workers);
    free(runs->spans);
    free(runs->times);
    *runs = (struct runs){0};
}
