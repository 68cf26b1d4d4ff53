/* The command line: one table for parsing, --help and the record. */
#ifndef PARALLAX_OPTIONS_H
#define PARALLAX_OPTIONS_H

#include <stdio.h>

#include "drivers/io/codecs/codec.h"
#include "drivers/io/sink.h"
#include "drivers/io/source.h"
#include "drivers/models/model.h"
#include "kernels/kernel.h"

enum { THREADS_MAX = 4096, OPTIONS_DEFAULTS = 512 };

enum distribute { DISTRIBUTE_SCATTER, DISTRIBUTE_OWN };
enum verify { VERIFY_NONE, VERIFY_SAMPLE, VERIFY_ALL };
enum study { STUDY_SINGLE, STUDY_STRONG, STUDY_WEAK };
enum say { SAY_NOTHING, SAY_HELP, SAY_VERSION, SAY_DESCRIPTION };
enum progress_mode { PROGRESS_AUTO, PROGRESS_BAR, PROGRESS_LOG, PROGRESS_NONE };

/* NULL-terminated, in the enums' order. */
extern const char *const distribute_names[];
extern const char *const verify_names[];
extern const char *const study_names[];
extern const char *const progress_names[];

/* What the user asked for. Texts point into argv. -1 or NULL: not given, where no default is said.
 */
struct options {
    struct source_options input;
    const struct source *source; /* chosen by options_settle() */
    struct codec_options codec;

    int split, bands; /* bands: -1 chosen by split.c */

    double value[PARAMS_MAX]; /* the kernel's */
    int simd;                 /* index into cpu_levels */
    struct wish wish;         /* of the model */
    int independent;          /* copies under one launcher that know nothing of each other */
    int schedule, chunk;      /* enum schedule_kind; -1: chosen by the harness */
    int64_t max_memory;       /* bytes on each node; 0: what it has */
    int call_rows;            /* rows per call of a kernel; 0: whole units; -1: the model's */
    int deal, distribute, sharing;
    int granularity; /* rows after which a worker adds its counts to all; 0: a band */

    struct sink_options output;
    const struct sink *sink; /* chosen by options_settle() */
    int fail_fast;
    double watchdog;        /* seconds; 0: none */
    double stop_before_end; /* seconds before the batch job's; 0: not so */
    double max_errors;      /* a number, or */
    int max_errors_percent; /* … a percentage of the images; both -1: no limit */

    int measure;
    int iterations; /* 0: by the stop rule */
    int warmup;     /* -1: 1, or 0 in production */
    double budget;  /* seconds; infinite: none */
    uint64_t seed;
    uint64_t sample_seed; /* 0: another one in every run */
    int verify;

    int say;  /* enum say */
    int list; /* inputs are to be printed, and nothing is computed */

    char defaults[OPTIONS_DEFAULTS]; /* "PARALLAX_SIZE=64x64 …": those that were taken; "": none */
    const char *results; /* a directory, or "none"; NULL: RECORD_PLACE below the outputs */
    const char *errors, *label;
    int study;
    int json, progress, quiet;
};

/* What a program is made of: a kernel, a model, and the runtimes that the model is built from, as
 * its word in MODELS names them ("openmp mpi"; "": none). */
struct program {
    const struct kernel *kernel;
    const struct model *model;
    const char *runtimes;
};

/* Whether a results file is to be written, by options that are settled. */
bool options_want_results(const struct options *options);

enum options_result { OPTIONS_RUN, OPTIONS_SAY, OPTIONS_WRONG };
enum { OPTIONS_MESSAGE = 256 };

/* Parses the command line of the program of `kernel` and `model`; may permute argv. What it does
 * not say is taken from the environment, PARALLAX_NAME for --name. OPTIONS_SAY: no run is asked for
 * but a text, which options_say() prints. OPTIONS_WRONG: message[OPTIONS_MESSAGE] names the
 * argument and what it should be; *options has its initial values where nothing was parsed. */
enum options_result options_parse(struct options *options, const struct kernel *kernel,
                                  const struct model *model, int argc, char **argv, char *message);

/* Prints what --help, --version or --describe asked for. */
void options_say(FILE *out, const struct options *options, const struct program *program);

/* Settles what was left open (chunk, schedule, sink, input …) for this team, and refuses what does
 * not go together. Sets the team's threads, schedules and deal. 0, or -1 and the message. */
int options_settle(struct options *options, struct team *team, char *message);

/* "size=852x567 filter=lanczos3 …": the kernel's parameters, in its order, as the record keeps
 * them. Returns 0, or -1 if they do not fit. */
int options_describe_params(const struct kernel *kernel, const double *value, char *text,
                            size_t size);
/* The same in words that are hashed: they do not change from version to version. */
int options_key_params(const struct kernel *kernel, const double *value, char *text, size_t size);

#endif
