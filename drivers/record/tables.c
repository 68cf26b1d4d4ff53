/* The tables of the results file: every field with its unit, its default and its meaning. */
#include "drivers/record/tables.h"

#include "drivers/record/record.h"

#define RUN(...)    RECORD_FIELD(run_row, __VA_ARGS__)
#define SAMPLE(...) RECORD_FIELD(sample_row, __VA_ARGS__)
#define WORKER(...) RECORD_FIELD(worker_row, __VA_ARGS__)
#define SPAN(...)   RECORD_FIELD(span_row, __VA_ARGS__)
#define POINT(...)  RECORD_FIELD(point_row, __VA_ARGS__)
#define FACT(...)   RECORD_FIELD(fact_row, __VA_ARGS__)
#define NODE(...)   RECORD_FIELD(node_row, __VA_ARGS__)

static const struct record_field run_fields[] = {
    RUN(run, "", "", "UUID of the run"),
    RUN(created, "", "", "start of the run, ISO 8601, UTC"),
    RUN(kernel, "", "", "kernel"),
    RUN(variant, "", "", "variant of the kernel that ran: c, avx2, ..."),
    RUN(simd, "", "", "what --simd asked for"),
    RUN(model, "", "", "execution model: serial, omp, mpi, hybrid, ..."),
    RUN(schedule, "", "", "schedule: block, cyclic, dynamic, guided"),
    RUN(deal, "", "", "who deals chunks to processes: counter, master, ..."),
    RUN(deal_asked, "", "", "who was asked to deal them: counter, master; none: nothing is dealt"),
    RUN(distribute, "", "", "how a split image gets to processes: scatter, own"),
    RUN(sharing, "", "", "how threads share a tally"),
    RUN(granularity, "", "",
        "unit of work: image, band; N rows: of a band, counts are shared after each"),
    RUN(transfer, "", "", "how pixels reach another process: none, message, source, pipe, shared"),
    RUN(start, "", "", "how processes were started: direct, mpirun, srun"),
    RUN(process_start, "", "", "how the model makes processes: fork, spawn; empty: it does not"),
    RUN(lock, "", "",
        "when threads give up the lock of all: bands, calls, kernels; empty: no lock"),
    RUN(job, "", "", "job id of the scheduler; empty: none"),
    RUN(study, "", "", "strong, weak or single"),
    RUN(mode, "", "", "batch: many images; split: bands of one"),
    RUN(sink, "", "", "where results went: hash, memory, directory"),
    RUN(source, "", "", "where images came from: synthetic, files"),
    RUN(pool, "", "", "whose a worker's synthetic images are: own, shared; empty: unknown"),
    RUN(label, "", "", "the user's own label"),
    RUN(params, "", "", "all parameters of the kernel, name=value, separated by spaces"),
    RUN(work_key, "", "", "16 hex digits: hash of all that decides the output; equal: same work"),
    RUN(cache, "", "",
        "files: warm: read before, or in memory; cold: taken out of each machine's memory before "
        "each pass; unknown: as found"),
    RUN(kernel_version, "", "", "revision of the kernel; empty: unknown"),
    RUN(codec_version, "", "", "revisions and libraries of the codecs; empty: none or unknown"),
    RUN(checksum, "", "", "16 hex digits: hash of all output pixels"),
    RUN(verified, "", "", "units computed a second time and compared: all, sample, none"),
    RUN(compute_stages, "", "", "stages that compute_cpu_share is of; empty: not measured"),
    RUN(stopped_by, "", "",
        "why it ended: ci, budget, max, pass, signal, errors, full, memory, lost"),
    RUN(status, "", "", "complete, stopped, failed or running"),
    RUN(chunk, "unit", "0", "units per chunk, as asked; 0: chosen"),
    RUN(in_flight, "1", "0", "items that each worker keeps moving; 0: it reads one by one"),
    RUN(read_ahead, "1", "0", "items that the source is told of before they are asked for"),
    RUN(call_rows, "1", "0", "most rows that one call of the kernel computes; 0: whole units"),
    RUN(threads_asked, "1", "-1", "threads per process, as asked; -1: not asked, or unknown"),
    RUN(ranks_announced, "1", "-1", "processes that the launcher announced; -1: unknown"),
    RUN(round, "1", "-1", "the sweep's pass over all cells, from 0; -1: no sweep, or unknown"),
    RUN(slice, "1", "-1", "part of a repetition, from 0; -1: no sweep, or unknown"),
    RUN(ranks, "1", "0", "processes"),
    RUN(threads, "1", "0", "threads per process"),
    RUN(nodes, "1", "0", "nodes"),
    RUN(bands, "1", "0", "bands of a split image"),
    RUN(width, "pixel", "0", "width of the first source image"),
    RUN(height, "pixel", "0", "height of the first source image"),
    RUN(channels, "1", "0", "channels of the first source image"),
    RUN(plans_built, "1", "0", "plans built"),
    RUN(warmup, "1", "0", "warm-up iterations done"),
    RUN(iterations, "1", "0", "measured iterations done"),
    RUN(images, "1", "0", "images per iteration"),
    RUN(pixels, "pixel", "0", "source pixels per iteration"),
    RUN(pixels_per_worker, "pixel", "0", "source pixels per iteration and worker"),
    RUN(units_checked, "1", "-1", "units computed a second time; -1: unknown"),
    RUN(units_total, "1", "-1", "units that these were chosen from; -1: unknown"),
    RUN(sample_seed, "1", "-1", "seed of that choice; -1: unknown"),
    RUN(pool_bytes, "byte", "-1", "bytes of one pool of synthetic images; -1: none, or unknown"),
    RUN(result_bytes, "byte", "-1", "results kept until the clock stops, by all; -1: unknown"),
    RUN(peak_memory_bytes, "byte", "-1",
        "peaks of resident memory of a node's processes together, of the node with most; -1: "
        "unknown"),
    RUN(throttled, "1", "-1", "times that CPU quotas stopped it, on all nodes; -1: unknown"),
    RUN(seed, "1", "0", "seed of everything random"),
    RUN(launch_s, "s", "NaN", "from the launch to the first barrier; NaN: unknown"),
    RUN(median_s, "s", "NaN", "median wall time of the valid samples"),
    RUN(median_low_s, "s", "NaN",
        "lower end of the median's 95 % interval, within this run; NaN: none"),
    RUN(median_high_s, "s", "NaN",
        "upper end of the median's 95 % interval, within this run; NaN: none"),
    RUN(timer_cost_s, "s", "NaN", "cost of one reading of the clock"),
    RUN(steal_s, "s", "NaN", "CPU time that hosts took from its nodes; NaN: unknown"),
    RUN(others_s, "s", "NaN", "CPU time of other programs on its nodes; NaN: unknown"),
    RUN(helpers_s, "s", "NaN",
        "CPU time of its own that no worker used: who hands out work, who serves; NaN: unknown"),
    RUN(delay_s, "s", "0", "latency that the source adds to an item; 0: none"),
    RUN(switch_interval_s, "s", "0", "who waits for that lock asks for it after this; 0: no lock"),
    RUN(operations, "1", "NaN", "arithmetic of an iteration, at least; NaN: unknown"),
    RUN(compulsory_bytes, "byte", "NaN", "memory traffic of it, at least; NaN: unknown"),
    RUN(model_processes, "1", "-1", "1: the model can have several processes; -1: unknown"),
    RUN(model_threads, "1", "-1", "1: the model can have several threads; -1: unknown"),
    RUN(model_apart, "1", "0", "1: its workers know nothing of each other's work: a ceiling"),
    RUN(independent, "1", "0", "1: processes that know nothing of each other"),
    RUN(simulated, "1", "0", "1: simulated time, not measured"),
    RUN(oversubscribed, "1", "0", "1: more workers than usable CPUs"),
    RUN(binding_ok, "1", "0", "1: every worker could have a CPU of its own"),
    RUN(hash_timed, "1", "0", "1: hashing is part of the measured time"),
    RUN(valid, "1", "0", "1: valid; 0: see invalid_reason"),
    RUN(invalid_code, "", "", "oversubscribed, binding, threads, failed, disagreed, stopped, ..."),
    RUN(invalid_reason, "", "", "why the run is not valid; empty if it is"),
};

static const struct record_field sample_fields[] = {
    SAMPLE(run, "", "", "UUID of the run"),
    SAMPLE(iteration, "1", "0", "number of the iteration from 0, warm-ups first"),
    SAMPLE(warmup, "1", "0", "1: a warm-up"),
    SAMPLE(valid, "1", "0", "1: counts"),
    SAMPLE(wall_s, "s", "NaN", "wall time of the slowest process, from barrier to end of work"),
    SAMPLE(bytes_read, "byte", "0", "bytes read"),
    SAMPLE(bytes_written, "byte", "0", "bytes written"),
    SAMPLE(units_done, "1", "0", "units done"),
    SAMPLE(units_failed, "1", "0", "units failed"),
    SAMPLE(lost_updates, "1", "-1", "updates of a tally that were lost; -1: unknown"),
    SAMPLE(handovers, "1", "-1", "times that the lock went to who had asked for it; -1: no lock"),
    SAMPLE(handover_s, "s", "NaN", "time of these, in which nobody computed; NaN: no lock"),
    SAMPLE(checksum, "", "", "16 hex digits: hash of all output pixels"),
};

static const struct record_field worker_fields[] = {
    WORKER(run, "", "", "UUID of the run"),
    WORKER(node, "", "", "host name"),
    WORKER(iteration, "1", "0", "number of the iteration from 0, warm-ups first"),
    WORKER(rank, "1", "0", "rank of the process"),
    WORKER(thread, "1", "0", "thread within the process"),
    WORKER(cpu, "1", "-1", "CPU it ran on last; -1: unknown"),
    WORKER(numa, "1", "-1", "NUMA node of that CPU; -1: unknown"),
    WORKER(mask_cpus, "1", "0", "CPUs it may use"),
    WORKER(numa_local, "1", "-1", "1: its buffers lie on its own NUMA node; 0: not; -1: unknown"),
    WORKER(units, "1", "0", "units it did"),
    WORKER(plan_s, "s", "NaN", "building plans"),
    WORKER(read_s, "s", "NaN", "reading"),
    WORKER(decode_s, "s", "NaN", "decoding"),
    WORKER(kernel_s, "s", "NaN", "inside the kernel"),
    WORKER(hash_s, "s", "NaN", "hashing the output"),
    WORKER(encode_s, "s", "NaN", "encoding"),
    WORKER(write_s, "s", "NaN", "writing"),
    WORKER(comm_s, "s", "NaN", "communicating"),
    WORKER(wait_s, "s", "NaN", "waiting for others"),
    WORKER(cpu_s, "s", "NaN", "CPU time of the thread"),
    WORKER(blocked_s, "s", "NaN", "blocked inside units; NaN: unknown"),
    WORKER(first_unit_s, "s", "NaN", "start of its first unit after the barrier; NaN: none"),
    WORKER(compute_cpu_share, "1", "NaN", "CPU over wall time of compute_stages; NaN: unknown"),
    WORKER(probe_chain_s, "s", "NaN", "CPU time of a fixed chain of integers; NaN: not probed"),
    WORKER(probe_cache_s, "s", "NaN",
           "CPU time of a fixed loop within the L1 cache; NaN: not probed"),
    WORKER(probe_stream_s, "s", "NaN",
           "CPU time of a fixed stream through memory; NaN: not probed"),
    WORKER(involuntary_switches, "1", "-1", "times that it lost its CPU; -1: unknown"),
    WORKER(pss_bytes, "byte", "-1", "memory of its process, shared pages divided; -1: unknown"),
    WORKER(rss_bytes, "byte", "0", "peak resident memory of its process"),
};

static const struct record_field span_fields[] = {
    SPAN(run, "", "", "UUID of the run"),
    SPAN(iteration, "1", "0", "number of the iteration from 0, warm-ups first"),
    SPAN(rank, "1", "0", "rank of the process"),
    SPAN(thread, "1", "0", "thread within the process"),
    SPAN(unit, "1", "0", "its first unit: an image, or a band of one"),
    SPAN(units, "1", "0", "units, done one after the other"),
    SPAN(begin_s, "s", "NaN", "begin of the first, after the barrier by its process' clock"),
    SPAN(end_s, "s", "NaN", "end of the last, after the barrier by its process' clock"),
    SPAN(busy_s, "s", "NaN", "of the time between, in units and not waiting for other workers"),
};

static const struct record_field point_fields[] = {
    POINT(run, "", "", "UUID of the run"),
    POINT(variant, "", "", "what was probed"),
    POINT(unit, "", "", "unit of x"),
    POINT(x, "see unit", "NaN", "the size that was varied"),
    POINT(seconds, "s", "NaN", "time of one"),
};

static const struct record_field fact_fields[] = {
    FACT(run, "", "", "UUID of the run"),
    FACT(name, "", "", "name of the fact"),
    FACT(value, "", "", "the fact as text"),
};

static const struct record_field node_fields[] = {
    NODE(run, "", "", "UUID of the run"),
    NODE(node, "", "", "host name"),
    NODE(cpu_model, "", "", "CPU model"),
    NODE(governor, "", "", "cpufreq governor of CPU 0; unknown: none"),
    NODE(kernel, "", "", "operating system kernel"),
    NODE(os, "", "", "operating system"),
    NODE(sockets, "1", "0", "sockets; 0: unknown"),
    NODE(cores, "1", "0", "physical cores; 0: unknown"),
    NODE(smt, "1", "0", "hardware threads per core; 0: unknown"),
    NODE(numa_nodes, "1", "0", "NUMA nodes"),
    NODE(cpus, "1", "0", "CPUs online"),
    NODE(ranks, "1", "0", "ranks of the run on this node"),
    NODE(usable_cpus, "1", "0", "CPUs that the affinity mask and the quota leave"),
    NODE(quota_cpus, "1", "NaN", "cgroup CPU quota; NaN: none"),
    NODE(load, "1", "NaN", "load average over 1 minute at the start"),
    NODE(peak_operations_per_s, "1/s", "NaN", "arithmetic of all CPUs; NaN: not measured"),
    NODE(peak_bytes_per_s, "byte/s", "NaN", "memory bandwidth of all CPUs; NaN: not measured"),
    NODE(memory_bytes, "byte", "0", "physical memory"),
};

#define TABLE(path, title, name, row, chunk, since)                                                \
    {                                                                                              \
        path, title, name##_fields, sizeof name##_fields / sizeof *name##_fields,                  \
            sizeof(struct row), chunk, since, offsetof(struct results, name##s),                   \
            offsetof(struct results, name##_count), offsetof(struct results, name##_capacity)      \
    }

/* Chunks are stored whole, so small tables have small ones. */
const struct record_table record_tables[RECORD_TABLES] = {
    [TABLE_RUNS] = TABLE("runs", "Runs: one row each", run, run_row, 1, 1),
    [TABLE_SAMPLES] =
        TABLE("samples", "Samples: one iteration of a run", sample, sample_row, 64, 1),
    [TABLE_WORKERS] = TABLE("workers", "Workers: one thread of one rank in one iteration", worker,
                            worker_row, 64, 1),
    [TABLE_SPANS] =
        TABLE("spans", "Spans: units that a worker did one after the other", span, span_row, 32, 4),
    [TABLE_POINTS] = TABLE("points", "Points: what a probe measured", point, point_row, 64, 1),
    [TABLE_FACTS] =
        TABLE("provenance/facts", "Facts: where a run came from", fact, fact_row, 16, 1),
    [TABLE_NODES] = TABLE("provenance/nodes", "Nodes that a run used", node, node_row, 4, 1),
};
