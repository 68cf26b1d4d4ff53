/* The options of the harness, and one table of them and of those that others list. */
#include "drivers/options/table.h"

#include <assert.h>

#include "kernels/cpu.h"

const char *const distribute_names[] = {"scatter", "own", NULL};
const char *const verify_names[] = {"none", "sample", "all", NULL};
const char *const study_names[] = {"single", "strong", "weak", NULL};
const char *const progress_names[] = {"auto", "bar", "log", "none", NULL};
static const char *const dealt_by[] = {"counter", "master", NULL};

#define AT(member) offsetof(struct options, member)

static const struct option_entry input[] = {
    OPTION_LINE_HEADING("Input"),
    OPTION_LINE_FLAG("list", AT(list), 0,
                     "print which files are the input, one a line, in their order, and exit"),
    OPTION_LINE_END,
};

static const struct option_entry splitting[] = {
    OPTION_LINE_HEADING("Work"),
    OPTION_LINE_FLAG(
        "split", AT(split), 0,
        "cut each image into bands and share these out (default: share out whole images)"),
    OPTION_LINE_WHOLE("bands", AT(bands), -1, 1, 1e6,
                      "bands per image with --split (default: from the number of workers)"),
    OPTION_LINE_END,
};

static const struct option_entry alone_among_others[] = {
    OPTION_LINE_FLAG("independent", AT(independent), 0,
                     "this is one of several copies that a launcher started and that are to know "
                     "nothing of each other"),
    OPTION_LINE_END,
};

static const struct option_entry starting[] = {
    OPTION_LINE_WHOLE("ranks", AT(wish.ranks), -1, 1, 4096,
                      "processes (default: the CPUs that they may use)"),
    OPTION_LINE_END,
};

static const struct option_entry sharing_out[] = {
    OPTION_LINE_WHOLE("threads", AT(wish.threads), -1, 1, THREADS_MAX,
                      "threads per process (default: the CPUs it may use, or OMP_NUM_THREADS)"),
    OPTION_LINE_CHOICE("schedule", AT(schedule), -1, schedule_names,
                       "who gets which units (default: dynamic for images, block for bands)"),
    OPTION_LINE_WHOLE("chunk", AT(chunk), -1, 1, 1e9,
                      "units handed out at a time between processes (default: 1; where a process "
                      "has several threads up to 8 for each)"),
    OPTION_LINE_END,
};

static const struct option_entry dealing[] = {
    OPTION_LINE_CHOICE(
        "deal", AT(deal), DEAL_COUNTER, dealt_by,
        "dynamic and guided between processes: a shared counter, microseconds a draw, but "
        "between nodes with TCP only a draw waits for rank 0's image; or rank 0 as master, "
        "which computes nothing and answers at once"),
    OPTION_LINE_END,
};

static const struct option_entry distributing[] = {
    OPTION_LINE_CHOICE(
        "distribute", AT(distribute), -1, distribute_names,
        "--split between processes: rank 0 sends parts (the default of most models), or each "
        "reads its own"),
    OPTION_LINE_END,
};

static const struct option_entry counting[] = {
    OPTION_LINE_CHOICE("sharing", AT(sharing), SHARING_PRIVATE, sharing_names,
                       "how the threads of a split add up counts: each its own, then all; or at "
                       "once, atomically, under a lock, in a critical section, or racy: without "
                       "care, until an update is lost, at most 10 s"),
    OPTION_LINE_END,
};

static const struct option_entry counting_rows[] = {
    OPTION_LINE_WHOLE("granularity", AT(granularity), 0, 1, SIDE_MAX,
                      "rows after which they do (default: a band; racy: one)"),
    OPTION_LINE_END,
};

static const struct option_entry remembering[] = {
    {OPTION_LARGE, "max-memory", "N",
     "bytes of memory that the workers of a node share: images that take more than a worker's part "
     "fail (default: what the node or the control group has)",
     AT(max_memory), 0, 1, 1e18, NULL, 0},
    OPTION_LINE_END,
};

static const struct option_entry computing[] = {
    OPTION_LINE_WHOLE("call-rows", AT(call_rows), -1, 0, SIDE_MAX,
                      "call the kernel with N rows at most, and let the model act in between; 0: "
                      "whole units (default: as the model says, mostly 0)"),
    OPTION_LINE_CHOICE("simd", AT(simd), 0, cpu_levels, "vector instructions allowed"),
    OPTION_LINE_END,
};

static const struct option_entry output[] = {
    OPTION_LINE_HEADING("Output (makes one pass over the input)"),
    OPTION_LINE_END,
};

static const struct option_entry failing[] = {
    OPTION_LINE_FLAG("fail-fast", AT(fail_fast), 0, "stop at the first image that fails"),
    {OPTION_ERRORS, "max-errors", "N|N%",
     "stop when more than N images, or N % of them, have failed", 0, 0, 0, 0, NULL, 0},
    {OPTION_SECONDS, "watchdog", "SECONDS",
     "end the job where a process is stopped, or a file blocks it, for so long; 0: never",
     AT(watchdog), 600, 0, 1e9, NULL, 0},
    {OPTION_SECONDS, "stop-before-end", "SECONDS",
     "stop so long before the batch job ends, as after SIGUSR1: SLURM says when that is, or "
     "PARALLAX_END_TIME in seconds since 1970; 0: do not",
     AT(stop_before_end), 0, 0, 1e9, NULL, 0},
    OPTION_LINE_TEXT("errors", AT(errors), "FILE",
                     "one JSON line per failed image (default: beside the results file, if any)"),
    OPTION_LINE_END,
};

static const struct option_entry measurement[] = {
    OPTION_LINE_HEADING("Measurement (without --output, or with --measure)"),
    OPTION_LINE_FLAG("measure", AT(measure), 0,
                     "repeat the pass although there is an --output, overwriting it"),
    OPTION_LINE_CHOICE("sink", AT(output.sink), -1, sink_measured,
                       "hash: pixels are hashed; memory: encoded and kept as well; null: "
                       "forgotten, without a checksum, to measure all the rest"),
    {OPTION_ITERATIONS, "iterations", "N|auto",
     "passes after the warm-up (auto: until the median's 95 % CI is within 2 %)", AT(iterations), 0,
     1, 1e6, NULL, 0},
    OPTION_LINE_WHOLE("warmup", AT(warmup), -1, 0, 1e6, "passes before that (default 1)"),
    {OPTION_SECONDS, "budget", "SECONDS",
     "passes after the warm-up end after this time: with auto even if the CI is wider (default "
     "60), else before N of them (default: never)",
     AT(budget), -1, 0, 1e9, NULL, 0},
    {OPTION_SEED, "seed", "N", "of synthetic images", AT(seed), 1, 0, 0, NULL, 0},
    OPTION_LINE_CHOICE("verify", AT(verify), VERIFY_SAMPLE, verify_names,
                       "recompute with plain C what another worker did: after the clock, or in a "
                       "single pass at once"),
    {OPTION_SEED, "sample-seed", "N", "of what --verify sample checks (default: another each run)",
     AT(sample_seed), 0, 0, 0, NULL, 0},
    OPTION_LINE_END,
};

static const struct option_entry results[] = {
    OPTION_LINE_HEADING("Results"),
    OPTION_LINE_TEXT("results", AT(results), "DIR",
                     "where the HDF5 file goes (default results, or with a single pass into files "
                     "DIR/.parallax/results of --output; none: nowhere)"),
    OPTION_LINE_CHOICE("study", AT(study), STUDY_SINGLE, study_names,
                       "what the run is part of; weak: the work grows with the workers"),
    OPTION_LINE_TEXT("label", AT(label), "TEXT", "stored with the run"),
    OPTION_LINE_END,
};

static const struct option_entry talk[] = {
    OPTION_LINE_HEADING("Talk"),
    OPTION_LINE_FLAG("json", AT(json), 0, "print one JSON object on standard output"),
    OPTION_LINE_CHOICE("progress", AT(progress), PROGRESS_AUTO, progress_names,
                       "on standard error: a bar on a terminal, else a line now and then"),
    OPTION_LINE_FLAG("quiet", AT(quiet), 'q', "say nothing but errors (and what --json prints)"),
    {OPTION_SPECIAL, "help", NULL, "print this and exit", 0, SAY_HELP, 0, 0, NULL, 'h'},
    {OPTION_SPECIAL, "version", NULL, "print the version and exit", 0, SAY_VERSION, 0, 0, NULL,
     'V'},
    {OPTION_SPECIAL, "describe", NULL,
     "print what this program is, one name=value a line (with --json an object), and exit", 0,
     SAY_DESCRIPTION, 0, 0, NULL, 0},
    OPTION_LINE_END,
};

static void add(struct table *table, const struct option_entry *list, size_t base,
                const char *why_not)
{
    for (const struct option_entry *e = list; e && e->name; ++e) {
        assert(table->count < TABLE_MAX);
        table->line[table->count++] = (struct table_line){e, base + e->offset, why_not};
    }
}

static void add_input(struct table *table, const char *raw)
{
    size_t asked = offsetof(struct options, input), decoded = offsetof(struct options, codec);
    add(table, input, 0, NULL);
    add(table, source_common_options, asked, NULL);
    for (const struct source *const *source = sources; *source; ++source)
        add(table, (*source)->options, asked, (*source)->bytes ? NULL : raw);
    add(table, codec_read_options, decoded, raw);
    for (const struct codec *const *codec = codecs; *codec; ++codec)
        add(table, (*codec)->read_options, decoded, raw);
}

static void add_work(struct table *table, const struct model *model, const char *raw)
{
    const char *alone = model->processes ? NULL : "this program is one process";
    const char *single = model->threads ? NULL : "this program has one thread in each process";
    const char *launched = model->launcher ? "who starts the processes says how many" : NULL;
    add(table, splitting, 0, raw);
    add(table, alone_among_others, 0, NULL);
    add(table, starting, 0, alone ? alone : launched);
    add(table, sharing_out, 0, NULL);
    add(table, dealing, 0, alone);
    add(table, distributing, 0, alone ? alone : raw);
    if (model->tally_add)
        add(table, model->tally_option, offsetof(struct options, wish), raw);
    else
        add(table, counting, 0, single ? single : raw);
    add(table, counting_rows, 0, !model->tally_add && single ? single : raw);
    add(table, remembering, 0, NULL);
    add(table, computing, 0, raw);
    add(table, model->options, offsetof(struct options, wish), NULL);
}

static void add_output(struct table *table, const char *raw)
{
    size_t asked = offsetof(struct options, output), encoded = offsetof(struct options, codec);
    add(table, output, 0, NULL);
    for (const struct sink *const *sink = sinks; *sink; ++sink)
        add(table, (*sink)->options, asked, NULL);
    add(table, codec_write_options, encoded, raw);
    for (const struct codec *const *codec = codecs; *codec; ++codec)
        add(table, (*codec)->write_options, encoded, raw);
    add(table, failing, 0, NULL);
}

void table_make(struct table *table, const struct kernel *kernel, const struct model *model)
{
    const char *raw = kernel->raw ? "this kernel moves bytes as they are" : NULL;
    table->count = 0;
    add_input(table, raw);
    add_work(table, model, raw);
    add_output(table, raw);
    add(table, measurement, 0, NULL);
    add(table, results, 0, NULL);
    add(table, talk, 0, NULL);
}

bool table_applies(const struct table_line *line)
{
    return line->entry->kind != OPTION_HEADING && !line->why_not;
}
