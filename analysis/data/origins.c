/* Where runs come from, as names and values. */
#include "analysis/data/origins.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/data/fields.h"
#include "analysis/memory.h"
#include "drivers/common/number.h"

/* Facts whose names hold one of these are of one launch. */
static const char *const launch_words[] = {
    "argv",         "host",    "directory",   "PARALLAX_LAUNCHED",  "_SEED",    "job_id",
    "JOB_ID",       "STEP_ID", "TASK_ID",     "nodelist",           "NODELIST", "_TIME",
    "PROCID",       "jobid",   "session_dir", "OMPI_FILE_LOCATION", "_uri",     "OMPI_COMMAND",
    "RESTART_COUNT"};

static bool is_of_launch(const char *name)
{
    for (size_t i = 0; i < sizeof launch_words / sizeof launch_words[0]; ++i)
        if (strstr(name, launch_words[i]))
            return true;
    return strcmp(name, "env.OMPI_ARGV") == 0;
}

/* Runs name the same things in the same order, so the next one is likely behind the last. */
static struct origin *find_or_add(struct origins *origins, const char *name)
{
    for (size_t i = 0; i < origins->count; ++i) {
        const size_t at = (origins->last + 1 + i) % origins->count;
        if (strcmp(origins->items[at].name, name) == 0) {
            origins->last = at;
            return &origins->items[at];
        }
    }
    if (origins->count == origins->capacity) {
        origins->capacity = 2 * origins->capacity + 64;
        origins->items = memory_resize(origins->items, origins->capacity, sizeof *origins->items);
    }
    origins->last = origins->count++;
    struct origin *origin = &origins->items[origins->last];
    *origin = (struct origin){.of_launch = is_of_launch(name)};
    snprintf(origin->name, sizeof origin->name, "%s", name);
    return origin;
}

static void add(struct origins *origins, const char *name, const char *text)
{
    struct origin *origin = find_or_add(origins, name);
    for (size_t i = origin->count; i > 0; --i)
        if (strcmp(origin->values[i - 1].text, text) == 0) {
            ++origin->values[i - 1].rows;
            return;
        }
    if (origin->count == ORIGIN_VALUES_MAX) {
        ++origin->others;
        return;
    }
    origin->values[origin->count].text = memory_string(text);
    origin->values[origin->count++].rows = 1;
}

static void add_number(struct origins *origins, const char *name, double value)
{
    char text[32] = "none"; /* a quota */
    if (!isnan(value))
        snprintf(text, sizeof text, "%s", number_exact(value).text);
    add(origins, name, text);
}

/* What was done, by the fields that tell one cell from another. */
static void add_run(struct origins *origins, const struct run_row *row)
{
    char name[72], value[256];
    for (const struct field *field = fields; field->name; ++field) {
        snprintf(name, sizeof name, "run.%s", field->name);
        field_format(field, row, value, sizeof value);
        add(origins, name, value);
    }
    add(origins, "run.simd", row->simd);
    add_number(origins, "run.binding_ok", row->binding_ok);
    add_number(origins, "run.oversubscribed", row->oversubscribed);
}

static void add_node(struct origins *origins, const struct node_row *row)
{
    add(origins, "node.cpu_model", row->cpu_model);
    add(origins, "node.governor", row->governor);
    add(origins, "node.kernel", row->kernel);
    add(origins, "node.os", row->os);
    add_number(origins, "node.sockets", row->sockets);
    add_number(origins, "node.cores", row->cores);
    add_number(origins, "node.smt", row->smt);
    add_number(origins, "node.numa_nodes", row->numa_nodes);
    add_number(origins, "node.cpus", row->cpus);
    add_number(origins, "node.usable_cpus", row->usable_cpus);
    add_number(origins, "node.quota_cpus", row->quota_cpus);
    add_number(origins, "node.memory_bytes", (double)row->memory_bytes);
}

static bool is_wanted(const char *uuid, const char *run)
{
    return !run || strncmp(uuid, run, strlen(run)) == 0;
}

void origins_make(struct origins *origins, const struct results *results, const char *run)
{
    *origins = (struct origins){.items = NULL};
    for (size_t i = 0; i < results->fact_count; ++i)
        if (is_wanted(results->facts[i].run, run))
            add(origins, results->facts[i].name, results->facts[i].value);
    for (size_t i = 0; i < results->node_count; ++i)
        if (is_wanted(results->nodes[i].run, run))
            add_node(origins, &results->nodes[i]);
    for (size_t i = 0; i < results->worker_count; ++i)
        if (is_wanted(results->workers[i].run, run))
            add_number(origins, "worker.mask_cpus", results->workers[i].mask_cpus);
    for (size_t i = 0; i < results->run_count; ++i)
        if (is_wanted(results->runs[i].run, run)) {
            add_run(origins, &results->runs[i]);
            ++origins->run_count;
        }
}

void origins_free(struct origins *origins)
{
    for (size_t i = 0; i < origins->count; ++i)
        for (size_t k = 0; k < origins->items[i].count; ++k)
            free(origins->items[i].values[k].text);
    free(origins->items);
    *origins = (struct origins){.items = NULL};
}

const struct origin *origins_find(const struct origins *origins, const char *name)
{
    for (size_t i = 0; i < origins->count; ++i)
        if (strcmp(origins->items[i].name, name) == 0)
            return &origins->items[i];
    return NULL;
}

static bool has_value(const struct origin *origin, const char *text)
{
    for (size_t i = 0; i < origin->count; ++i)
        if (strcmp(origin->values[i].text, text) == 0)
            return true;
    return false;
}

bool origin_equals(const struct origin *left, const struct origin *right)
{
    if (!left || !right)
        return left == right;
    if (left->count != right->count)
        return false;
    for (size_t i = 0; i < left->count; ++i)
        if (!has_value(right, left->values[i].text))
            return false;
    return true;
}
