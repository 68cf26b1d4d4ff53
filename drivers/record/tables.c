/* The tables of the results file: every field with its unit and its meaning. */
#include "drivers/record/tables.h"

#include <math.h>
#include <string.h>

#include "drivers/record/record.h"

#define KIND(member)                                                                               \
    _Generic((member),                                                                             \
        char *: RECORD_TEXT,                                                                       \
        const char *: RECORD_LONG_TEXT,                                                            \
        int8_t: RECORD_INT8,                                                                       \
        int32_t: RECORD_INT32,                                                                     \
        int64_t: RECORD_INT64,                                                                     \
        uint64_t: RECORD_UINT64,                                                                   \
        double: RECORD_DOUBLE)
#define FIELD(row, member, units, long_name)                                                       \
    {                                                                                              \
#member, offsetof(struct row, member), sizeof(((struct row *)NULL)->member),               \
            KIND(((struct row *)NULL)->member), units, long_name                                   \
    }
#define RUN(...)    FIELD(run_row, __VA_ARGS__)
#define SAMPLE(...) FIELD(sample_row, __VA_ARGS__)
#define WORKER(...) FIELD(worker_row, __VA_ARGS__)
#define POINT(...)  FIELD(point_row, __VA_ARGS__)
#define FACT(...)   FIELD(fact_row, __VA_ARGS__)
#define NODE(...)   FIELD(node_row, __VA_ARGS__)

static const struct record_field run_fields[] = {
    RUN(run, "", "UUID of the run"),
    RUN(created, "", "start of the run, ISO 8601, UTC"),
    RUN(kernel, "", "kernel"),
    RUN(variant, "", "variant of the kernel that ran: c, avx2, ..."),
    RUN(simd, "", "what --simd asked for"),
    RUN(model, "", "execution model: serial, omp, mpi, hybrid, ..."),
    RUN(schedule, "", "schedule: block, cyclic, dynamic, guided"),
    RUN(deal, "", "who deals chunks to processes: counter, master, ..."),
    RUN(distribute, "", "how a split image gets to processes: scatter, own"),
    RUN(sharing, "", "how threads share a tally"),
    RUN(granularity, "", "unit of work: image, band"),
    RUN(transfer, "", "how a split image's pixels reach a process: none, message, source"),
    RUN(start, "", "how processes were started: direct, mpirun, srun"),
    RUN(study, "", "strong, weak or single"),
    RUN(mode, "", "batch: many images; split: bands of one"),
    RUN(sink, "", "where results went: hash, memory, directory"),
    RUN(source, "", "where images came from: synthetic, files"),
    RUN(label, "", "the user's own label"),
    RUN(params, "", "all parameters of the kernel, name=value, separated by spaces"),
    RUN(work_key, "", "16 hex digits: hash of all that decides the output; equal: same work"),
    RUN(cache, "", "warm or cold file cache"),
    RUN(checksum, "", "16 hex digits: hash of all output pixels"),
    RUN(verified, "", "units computed a second time and compared: all, sample, none"),
    RUN(stopped_by, "", "why it ended: ci, budget, max, pass, signal, errors, full"),
    RUN(status, "", "complete, stopped, failed or running"),
    RUN(chunk, "unit", "units per chunk, as asked; 0: chosen"),
    RUN(in_flight, "1", "items that one process keeps moving"),
    RUN(ranks, "1", "processes"),
    RUN(threads, "1", "threads per process"),
    RUN(nodes, "1", "nodes"),
    RUN(bands, "1", "bands of a split image"),
    RUN(width, "pixel", "width of the first source image"),
    RUN(height, "pixel", "height of the first source image"),
    RUN(channels, "1", "channels of the first source image"),
    RUN(plans_built, "1", "plans built"),
    RUN(warmup, "1", "warm-up iterations done"),
    RUN(iterations, "1", "measured iterations done"),
    RUN(images, "1", "images per iteration"),
    RUN(pixels, "pixel", "source pixels per iteration"),
    RUN(pixels_per_worker, "pixel", "source pixels per iteration and worker"),
    RUN(seed, "1", "seed of everything random"),
    RUN(launch_s, "s", "from the launch to the first barrier; NaN: unknown"),
    RUN(median_s, "s", "median wall time of the valid samples"),
    RUN(median_low_s, "s", "lower end of the median's 95 % interval, within this run; NaN: none"),
    RUN(median_high_s, "s", "upper end of the median's 95 % interval, within this run; NaN: none"),
    RUN(timer_cost_s, "s", "cost of one reading of the clock"),
    RUN(simulated, "1", "1: simulated time, not measured"),
    RUN(oversubscribed, "1", "1: more workers than usable CPUs"),
    RUN(binding_ok, "1", "1: every worker could have a CPU of its own"),
    RUN(hash_timed, "1", "1: hashing is part of the measured time"),
    RUN(valid, "1", "1: valid; 0: see invalid_reason"),
    RUN(invalid_reason, "", "why the run is not valid; empty if it is"),
};

static const struct record_field sample_fields[] = {
    SAMPLE(run, "", "UUID of the run"),
    SAMPLE(iteration, "1", "number of the iteration from 0, warm-ups first"),
    SAMPLE(warmup, "1", "1: a warm-up"),
    SAMPLE(valid, "1", "1: counts"),
    SAMPLE(wall_s, "s", "wall time of the slowest process, from barrier to end of work"),
    SAMPLE(bytes_read, "byte", "bytes read"),
    SAMPLE(bytes_written, "byte", "bytes written"),
    SAMPLE(units_done, "1", "units done"),
    SAMPLE(units_failed, "1", "units failed"),
    SAMPLE(checksum, "", "16 hex digits: hash of all output pixels"),
};

static const struct record_field worker_fields[] = {
    WORKER(run, "", "UUID of the run"),
    WORKER(node, "", "host name"),
    WORKER(iteration, "1", "number of the iteration from 0, warm-ups first"),
    WORKER(rank, "1", "rank of the process"),
    WORKER(thread, "1", "thread within the process"),
    WORKER(cpu, "1", "CPU it ran on last; -1: unknown"),
    WORKER(numa, "1", "NUMA node of that CPU; -1: unknown"),
    WORKER(mask_cpus, "1", "CPUs it may use"),
    WORKER(numa_local, "1", "1: its buffers lie on its own NUMA node; 0: not; -1: unknown"),
    WORKER(units, "1", "units it did"),
    WORKER(plan_s, "s", "building plans"),
    WORKER(read_s, "s", "reading"),
    WORKER(decode_s, "s", "decoding"),
    WORKER(kernel_s, "s", "inside the kernel"),
    WORKER(hash_s, "s", "hashing the output"),
    WORKER(encode_s, "s", "encoding"),
    WORKER(write_s, "s", "writing"),
    WORKER(comm_s, "s", "communicating"),
    WORKER(wait_s, "s", "waiting for others"),
    WORKER(cpu_s, "s", "CPU time of the thread"),
    WORKER(rss_bytes, "byte", "peak resident memory of its process"),
};

static const struct record_field point_fields[] = {
    POINT(run, "", "UUID of the run"),  POINT(variant, "", "what was probed"),
    POINT(unit, "", "unit of x"),       POINT(x, "see unit", "the size that was varied"),
    POINT(seconds, "s", "time of one"),
};

static const struct record_field fact_fields[] = {
    FACT(run, "", "UUID of the run"),
    FACT(name, "", "name of the fact"),
    FACT(value, "", "the fact as text"),
};

static const struct record_field node_fields[] = {
    NODE(run, "", "UUID of the run"),
    NODE(node, "", "host name"),
    NODE(cpu_model, "", "CPU model"),
    NODE(governor, "", "cpufreq governor of CPU 0; unknown: none"),
    NODE(kernel, "", "operating system kernel"),
    NODE(os, "", "operating system"),
    NODE(sockets, "1", "sockets; 0: unknown"),
    NODE(cores, "1", "physical cores; 0: unknown"),
    NODE(smt, "1", "hardware threads per core; 0: unknown"),
    NODE(numa_nodes, "1", "NUMA nodes"),
    NODE(cpus, "1", "CPUs online"),
    NODE(ranks, "1", "ranks of the run on this node"),
    NODE(usable_cpus, "1", "CPUs that the affinity mask and the quota leave"),
    NODE(quota_cpus, "1", "cgroup CPU quota; NaN: none"),
    NODE(load, "1", "load average over 1 minute at the start"),
    NODE(memory_bytes, "byte", "physical memory"),
};

#define TABLE(path, title, name, row, chunk)                                                       \
    {                                                                                              \
        path, title, name##_fields, sizeof name##_fields / sizeof *name##_fields,                  \
            sizeof(struct row), chunk, offsetof(struct results, name##s),                          \
            offsetof(struct results, name##_count), offsetof(struct results, name##_capacity)      \
    }

/* Chunks are stored whole, so small tables have small ones. */
const struct record_table record_tables[RECORD_TABLES] = {
    [TABLE_RUNS] = TABLE("runs", "Runs: one row each", run, run_row, 1),
    [TABLE_SAMPLES] = TABLE("samples", "Samples: one iteration of a run", sample, sample_row, 64),
    [TABLE_WORKERS] = TABLE("workers", "Workers: one thread of one rank in one iteration", worker,
                            worker_row, 64),
    [TABLE_POINTS] = TABLE("points", "Points: what a probe measured", point, point_row, 64),
    [TABLE_FACTS] = TABLE("provenance/facts", "Facts: where a run came from", fact, fact_row, 16),
    [TABLE_NODES] = TABLE("provenance/nodes", "Nodes that a run used", node, node_row, 4),
};

size_t record_rows_count(const struct results *results, const struct record_table *table)
{
    size_t count;
    memcpy(&count, (const char *)results + table->count, sizeof count);
    return count;
}

/* Pointers to structures look alike (POSIX), but they are different types: so memcpy. */
char *record_rows(const struct results *results, const struct record_table *table)
{
    char *rows;
    memcpy(&rows, (const char *)results + table->rows, sizeof rows);
    return rows;
}

static bool fields_equal(const struct record_field *field, const char *left, const char *right)
{
    double a, b;
    const char *one, *other;
    switch (field->kind) {
    case RECORD_TEXT:
        return strncmp(left, right, field->size) == 0;
    case RECORD_LONG_TEXT:
        memcpy(&one, left, sizeof one);
        memcpy(&other, right, sizeof other);
        return strcmp(one, other) == 0;
    case RECORD_DOUBLE:
        memcpy(&a, left, sizeof a);
        memcpy(&b, right, sizeof b);
        return memcmp(left, right, sizeof a) == 0 || (isnan(a) && isnan(b));
    default:
        return memcmp(left, right, field->size) == 0;
    }
}

bool record_rows_equal(const struct record_table *table, const void *left, const void *right)
{
    for (size_t i = 0; i < table->field_count; ++i) {
        const size_t offset = table->fields[i].offset;
        if (!fields_equal(&table->fields[i], (const char *)left + offset,
                          (const char *)right + offset))
            return false;
    }
    return true;
}

void record_text(char *field, size_t size, const char *text)
{
    size_t length = strlen(text);
    memset(field, 0, size);
    memcpy(field, text, length < size ? length : size);
}

const struct record_field *record_unterminated(const struct record_table *table, const void *rows,
                                               size_t count, const char **text)
{
    for (size_t i = 0; i < count; ++i)
        for (size_t j = 0; j < table->field_count; ++j) {
            const struct record_field *field = &table->fields[j];
            *text = (const char *)rows + i * table->row_size + field->offset;
            if (field->kind == RECORD_TEXT && !memchr(*text, '\0', field->size))
                return field;
        }
    return NULL;
}
