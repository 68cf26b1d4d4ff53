/* Every option of the drivers: one line of this table is one option, its help and its default. */
#include "drivers/options/table.h"

#include <string.h>

#include "kernels/cpu.h"

const char *const distribute_names[] = {"scatter", "own", NULL};
const char *const sink_names[] = {"hash", "memory", "directory", NULL};
const char *const verify_names[] = {"none", "sample", "all", NULL};
const char *const study_names[] = {"single", "strong", "weak", NULL};
const char *const progress_names[] = {"auto", "bar", "log", "none", NULL};
static const char *const measured_sinks[] = {"hash", "memory", NULL};
static const char *const off_on[] = {"off", "on", NULL};
static const char *const dealt_by[] = {"counter", "master", NULL};
const char *const format_names[] = {"name", "jpeg", "png", "pnm", NULL};
static const char *const existing_names[] = {"skip", "overwrite", "error", NULL};
static const char *const collision_names[] = {"error", "hash", NULL};

#define AT(member) offsetof(struct options, member)
#define HEAD(text)                                                                                 \
    {                                                                                              \
        OPTION_HEADING, text, NULL, NULL, 0, 0, 0, 0, NULL, 0                                      \
    }
#define TEXT_OPTION(name, member, argument, help)                                                  \
    {                                                                                              \
        OPTION_TEXT, name, argument, help, AT(member), 0, 0, 0, NULL, 0                            \
    }
#define FLAG_OPTION(name, member, letter, help)                                                    \
    {                                                                                              \
        OPTION_FLAG, name, NULL, help, AT(member), 0, 0, 0, NULL, letter                           \
    }
#define WHOLE_OPTION(name, member, initial, min, max, help)                                        \
    {                                                                                              \
        OPTION_WHOLE, name, "N", help, AT(member), initial, min, max, NULL, 0                      \
    }
#define CHOICE_OPTION(name, member, initial, choices, help)                                        \
    {                                                                                              \
        OPTION_CHOICE, name, NULL, help, AT(member), initial, 0, 0, choices, 0                     \
    }

const struct option_entry options_table[] = {
    HEAD("Input"),
    TEXT_OPTION("files-from", files_from, "FILE",
                "read paths from FILE, one a line; - is standard input"),
    FLAG_OPTION("null", null_separated, '0', "paths in --files-from end with a NUL byte"),
    TEXT_OPTION("root", root, "DIR",
                "outputs mirror the tree below DIR (default: the common parent)"),
    WHOLE_OPTION("synthetic", synthetic, 0, 1, 1e9,
                 "make N photograph-like images instead of reading files (default: 32 if there is "
                 "no input)"),
    {OPTION_SHAPES, "source-size", "WxH[xC],...", "their sizes, in turn (default 1920x1280x3)", 0,
     0, 0, 0, NULL, 0},
    WHOLE_OPTION("contents", contents, -1, 1, 1e6,
                 "how many of them differ (default 8, or as many as sizes)"),
    WHOLE_OPTION("max-pixels", max_pixels, 268435456, 1, 2147483647,
                 "refuse larger images before anything is allocated"),
    FLAG_OPTION("allow-truncated", allow_truncated, 0,
                "take files that end early, with a grey rest"),
    CHOICE_OPTION("shrink-on-load", shrink_on_load, 1, off_on,
                  "decode a JPEG no larger than the kernel has use for"),

    HEAD("Work"),
    FLAG_OPTION("split", split, 0,
                "cut each image into bands and share these out (default: share out whole images)"),
    WHOLE_OPTION("bands", bands, -1, 1, 1e6,
                 "bands per image with --split (default: from the number of workers)"),
    WHOLE_OPTION("ranks", ranks, -1, 1, 4096, "processes (default: the CPUs that they may use)"),
    WHOLE_OPTION("threads", threads, -1, 1, 4096,
                 "threads per process (default: the CPUs it may use, or OMP_NUM_THREADS)"),
    CHOICE_OPTION("schedule", schedule, -1, schedule_names,
                  "who gets which units (default: dynamic for images, block for bands)"),
    WHOLE_OPTION(
        "chunk", chunk, -1, 1, 1e9,
        "units handed out at a time between processes (default: 1; hybrid up to 8 per thread)"),
    CHOICE_OPTION(
        "deal", deal, DEAL_COUNTER, dealt_by,
        "dynamic and guided between processes: a shared counter, microseconds a draw, but "
        "between nodes with TCP only a draw waits for rank 0's image; or rank 0 as master, "
        "which computes nothing and answers at once"),
    CHOICE_OPTION("distribute", distribute, DISTRIBUTE_SCATTER, distribute_names,
                  "--split between processes: rank 0 sends parts, or each reads its own"),
    CHOICE_OPTION("sharing", sharing, SHARING_PRIVATE, sharing_names,
                  "how threads add up counts: each its own, atomically, or under a lock"),
    WHOLE_OPTION("call-rows", call_rows, -1, 0, SIDE_MAX,
                 "call the kernel with N rows at most, and let the model act in between; 0: whole "
                 "units (default: as the model says, mostly 0)"),
    CHOICE_OPTION("simd", simd, 0, cpu_levels, "vector instructions allowed"),

    HEAD("Output (makes one pass over the input)"),
    TEXT_OPTION("output", output, "DIR",
                "write the results below DIR, as a mirror of the input tree"),
    CHOICE_OPTION("format", format, 0, format_names,
                  "file format (name: as the file name's ending says)"),
    WHOLE_OPTION("quality", quality, 85, 1, 100, "JPEG quality"),
    CHOICE_OPTION("existing", existing, EXISTING_SKIP, existing_names,
                  "outputs that are there already: keep them, replace them, or stop"),
    FLAG_OPTION("resume", resume, 0, "go on with an interrupted run: the same as --existing skip"),
    CHOICE_OPTION("on-collision", collision, COLLISION_ERROR, collision_names,
                  "two inputs with one output name: stop, or add a hash to both"),
    FLAG_OPTION("in-place", in_place, 0, "outputs may replace inputs"),
    FLAG_OPTION("fail-fast", fail_fast, 0, "stop at the first image that fails"),
    {OPTION_ERRORS, "max-errors", "N|N%",
     "stop when more than N images, or N % of them, have failed", 0, 0, 0, 0, NULL, 0},
    TEXT_OPTION("errors", errors, "FILE",
                "one JSON line per failed image (default: beside the results file, if any)"),

    HEAD("Measurement (without --output, or with --measure)"),
    FLAG_OPTION("measure", measure, 0,
                "repeat the pass although there is an --output, overwriting it"),
    CHOICE_OPTION("sink", sink, -1, measured_sinks,
                  "hash: pixels are hashed; memory: encoded and kept"),
    {OPTION_ITERATIONS, "iterations", "N|auto",
     "passes after the warm-up (auto: until the median's 95 % CI is within 2 %)", AT(iterations), 0,
     1, 1e6, NULL, 0},
    WHOLE_OPTION("warmup", warmup, -1, 0, 1e6, "passes before that (default 1)"),
    {OPTION_SECONDS, "budget", "SECONDS", "auto: stop after this time even if the CI is wider",
     AT(budget), 60, 0, 1e9, NULL, 0},
    {OPTION_SEED, "seed", "N", "of synthetic images and of the verified sample", AT(seed), 1, 0, 0,
     NULL, 0},
    CHOICE_OPTION("verify", verify, VERIFY_SAMPLE, verify_names,
                  "recompute with plain C, outside the clock, what another process did"),

    HEAD("Results"),
    TEXT_OPTION("results", results, "DIR",
                "where the HDF5 file goes (default results; none: nowhere)"),
    CHOICE_OPTION("study", study, STUDY_SINGLE, study_names,
                  "what the run is part of; weak: the work grows with the workers"),
    TEXT_OPTION("label", label, "TEXT", "stored with the run"),

    HEAD("Talk"),
    FLAG_OPTION("json", json, 0, "print one JSON object on standard output"),
    CHOICE_OPTION("progress", progress, PROGRESS_AUTO, progress_names,
                  "on standard error: a bar on a terminal, else a line now and then"),
    FLAG_OPTION("quiet", quiet, 'q', "say nothing but errors (and what --json prints)"),
    {OPTION_SPECIAL, "help", NULL, "print this and exit", 0, SAY_HELP, 0, 0, NULL, 'h'},
    {OPTION_SPECIAL, "version", NULL, "print the version and exit", 0, SAY_VERSION, 0, 0, NULL,
     'V'},
    {OPTION_SPECIAL, "describe", NULL,
     "print what this program is, one name=value a line (with --json an object), and exit", 0,
     SAY_DESCRIPTION, 0, 0, NULL, 0},
    {OPTION_HEADING, NULL, NULL, NULL, 0, 0, 0, 0, NULL, 0},
};

bool options_apply(const struct option_entry *entry, const struct model *model)
{
    /* Only who starts its processes itself is asked how many; else the launcher is. */
    return strcmp(entry->name, "ranks") != 0 || (model->processes && !model->launcher);
}
