/* The results file: the only code that knows its layout. Written by the drivers, read by analysis/.
 * HDF5, 1-D tables of compounds, documented in README.md beside it. */
#ifndef PARALLAX_RECORD_H
#define PARALLAX_RECORD_H

#include <stddef.h>
#include <stdint.h>

enum { RECORD_SCHEMA = 5 };

/* Where, below a directory of outputs, the results of the run that makes them go. Apart from the
 * journal there: who writes results removes what killed processes have left beside them, and that
 * would be what these had done. */
#define RECORD_PLACE ".parallax/results"

/* One run of a program: /runs. Strings are NUL-terminated; a longer one is refused, never cut.
 * Unknown: NaN, -1 or "", as tables.c says of each field. */
struct run_row {
    char run[37];                           /* UUID */
    char created[24];                       /* ISO 8601, UTC, seconds */
    char kernel[24], variant[16], simd[16]; /* variant: what ran; simd: what was asked */
    char model[24], schedule[16], deal[16], distribute[16], sharing[16];
    char deal_asked[16];    /* as deal, before windows were found to fail; none: nothing is dealt */
    char granularity[16];   /* what a unit of work is: image, band */
    char transfer[16];      /* how pixels travel: none, message, source, pipe, shared */
    char start[16];         /* how the processes were started: direct, mpirun, srun */
    char process_start[16]; /* how the model makes processes of its own: fork, spawn; "": not */
    char lock[16];          /* struct team_lock's use: bands, calls, kernels; "": no such lock */
    char job[64];           /* the scheduler's job id */
    char study[16], mode[16];  /* strong | weak | single; batch | split */
    char sink[16], source[16]; /* hash | memory | directory; synthetic | files */
    char pool[8];              /* whose a worker's synthetic images are: own | shared */
    char label[64];
    char params[192];  /* "size=852x567 filter=lanczos3 …", all of them, in the kernel's order */
    char work_key[17]; /* 16 hex digits: XXH3 of all that decides the output */
    char cache[8];     /* warm | cold | unknown */
    char kernel_version[16]; /* its revision: other pixels, another one */
    char codec_version[128]; /* revisions and libraries of what could decode and encode; "": none */
    char checksum[17];       /* 16 hex digits */
    char verified[8];        /* all | sample | none */
    char compute_stages[48]; /* what compute_cpu_share is of: "plan kernel hash" */
    char stopped_by[16];     /* enum stopped_by */
    char status[16];         /* complete | stopped | failed | running */
    int32_t chunk;           /* units per chunk, as asked; 0: chosen */
    int32_t in_flight, ranks, threads, nodes, bands; /* bands: as asked; 0: chosen */
    int32_t read_ahead; /* items that a source is told of before they are asked for */
    int32_t call_rows;  /* most rows of one call of the kernel */
    int32_t threads_asked, ranks_announced; /* by --threads; by the launcher */
    int32_t round, slice;            /* of a sweep: its pass over all cells; a repetition's part */
    int32_t width, height, channels; /* of the first source image */
    int32_t plans_built;
    int32_t warmup, iterations;         /* as done */
    int64_t images;                     /* per iteration, after repetition for a weak study */
    int64_t pixels, pixels_per_worker;  /* source pixels per iteration */
    int64_t units_checked, units_total; /* computed a second time, of so many */
    int64_t sample_seed;                /* what chose them */
    int64_t pool_bytes, result_bytes;   /* of one pool; kept until the clock stops, by all */
    int64_t peak_memory_bytes; /* of the processes of the node with most, each one's own peak */
    int64_t throttled;         /* times that a quota stopped its processes, on all nodes */
    uint64_t seed;
    double launch_s;                              /* from PARALLAX_LAUNCHED to the first barrier */
    double median_s, median_low_s, median_high_s; /* of the valid samples: 95 % CI within this run
                                                   */
    double timer_cost_s;                          /* of one reading of the clock */
    double steal_s;           /* CPU time that hosts took from its nodes, over all CPUs */
    double others_s;          /* CPU time that other programs used on its nodes */
    double helpers_s;         /* CPU time of its own that no worker used */
    double delay_s;           /* latency that the source adds to an item */
    double switch_interval_s; /* who waits for that lock asks for it after so long; 0: no lock */
    double operations, compulsory_bytes;   /* of an iteration, at least: struct cost */
    int8_t model_processes, model_threads; /* 1: the model can have several */
    int8_t model_apart;                    /* 1: its workers know nothing of each other's work */
    int8_t independent;                    /* 1: processes that know nothing of each other */
    int8_t simulated, oversubscribed, binding_ok, hash_timed, valid;
    char invalid_code[16];   /* enum invalid_code */
    char invalid_reason[96]; /* "" if valid */
};

struct sample_row { /* /samples: one iteration of a run */
    char run[37];
    int32_t iteration; /* 0, 1, …; warm-ups first */
    int8_t warmup, valid;
    double wall_s;
    int64_t bytes_read, bytes_written, units_done, units_failed;
    int64_t lost_updates; /* of a tally that workers wrote at once without care */
    int64_t handovers;    /* of the lock, to a thread that had asked for it; -1: no lock */
    double handover_s;    /* all of them together, until the other had it */
    char checksum[17];
};

/* What the stream of probe_stream_s reads. */
enum { RECORD_STREAM_BYTES = 8 << 20 };

struct worker_row { /* /workers: one thread of one rank in one iteration */
    char run[37];
    char node[64];
    int32_t iteration, rank, thread, cpu, numa, mask_cpus; /* cpu: where it ran last; mask_cpus: how
                                                              many it may use */
    int8_t numa_local; /* its buffers lie on its own NUMA node; -1 unknown */
    int64_t units;
    double plan_s, read_s, decode_s, kernel_s, hash_s, encode_s, write_s, comm_s, wait_s, cpu_s;
    double blocked_s;         /* in units, waiting for a disk or a network */
    double first_unit_s;      /* when its first unit began, after the barrier */
    double compute_cpu_share; /* CPU time over wall time of the compute stages */
    double probe_chain_s, probe_cache_s, probe_stream_s; /* CPU time of fixed work, off the clock */
    int64_t involuntary_switches;
    int64_t rss_bytes, pss_bytes; /* of its process: peak; with shared pages divided */
};

struct span_row { /* /spans: units that a worker did one after the other, in the last iteration */
    char run[37];
    int32_t iteration, rank, thread;
    int32_t unit;          /* the first: an image; of a split, a band */
    int64_t units;         /* how many */
    double begin_s, end_s; /* of the first, of the last, after the barrier by its process' clock */
    double busy_s;         /* between them, in units and not waiting for other workers */
};

struct point_row { /* /points: what a probe measured */
    char run[37];
    char variant[32], unit[16];
    double x, seconds;
};

struct fact_row { /* /provenance/facts: argv, environment, compiler, versions … as text of any
                     length */
    char run[37];
    char name[64];
    const char *value; /* owned by whoever made the row */
};

struct node_row { /* /provenance/nodes */
    char run[37];
    char node[64];
    char cpu_model[96], governor[24], kernel[96], os[96];
    int32_t sockets, cores, smt, numa_nodes, cpus, ranks, usable_cpus; /* smt: hardware threads per
                                                                          core; cpus: online */
    double quota_cpus, load; /* cgroup limit in CPUs, NaN: none; load average over 1 minute */
    double peak_operations_per_s, peak_bytes_per_s; /* of all its CPUs, measured */
    int64_t memory_bytes;
};

/* --- Writing. One thread of one process at a time (HDF5 is serial). Every function returns 0, or
 * -1 with a sentence in record_message(). A refused row (a text that does not fit) leaves the file
 * as it was. After an error of the file system nothing more is written; what was flushed stays
 * readable in the temporary file. --- */
struct record; /* opaque */

/* Creates `path` exclusively under a temporary hidden name in the same directory (made if missing):
 * DIRECTORY/.NAME.parallax-….tmp, which says who writes. `title` is free text. NULL, with a
 * sentence in message, and errno for exit_code_of_output(), if either exists already or nothing can
 * be written there. All tables are there at once, without rows. Else message is "", or a warning:
 * there are no locks here. */
struct record *record_create(const char *path, const char *title, const char *uuid,
                             const char *created, char *message, size_t message_size);

/* The same for a file that takes the place of an older one when record_close() succeeds: who opens
 * `path` gets all of the old one or all of the new one. A failure leaves the old one as it was, and
 * no temporary file. Two at once: the second gets NULL. No directory is made. */
struct record *record_replace(const char *path, const char *title, const char *uuid,
                              const char *created, char *message, size_t message_size);

/* HDF5's version, "1.10.8": as this was compiled with it, and as it is loaded; "unknown" where it
 * cannot be. */
void record_library(char *compiled, char *linked, size_t size);

/* What went wrong last; "" at first. Valid until the record's next call. */
const char *record_message(const struct record *record);

/* Fills a row's text field of `size` bytes. A text that does not fit leaves the field without its
 * terminator, so that putting the row is refused with the field's name. */
void record_text(char *field, size_t size, const char *text);

/* put replaces all rows of its table, add appends. A reader refuses rows whose run /runs does not
 * list, so put the run before the first flush, and again when it is complete. Rows are copied. */
int record_put_runs(struct record *record, const struct run_row *rows, size_t count);
static inline int record_put_run(struct record *record, const struct run_row *row)
{
    return record_put_runs(record, row, 1);
}
int record_add_samples(struct record *record, const struct sample_row *rows, size_t count);
int record_add_workers(struct record *record, const struct worker_row *rows, size_t count);
int record_add_spans(struct record *record, const struct span_row *rows, size_t count);
int record_add_points(struct record *record, const struct point_row *rows, size_t count);
int record_put_facts(struct record *record, const struct fact_row *rows, size_t count);
int record_put_nodes(struct record *record, const struct node_row *rows, size_t count);
int record_flush(struct record *record); /* what was added survives a kill from here on */

/* Sets the status attribute (complete | stopped | failed), flushes, closes, seals (seal.h), renames
 * to the final path (refuses to replace an existing file) and frees, also on failure; then the
 * temporary file stays, and message names it. record_abandon() closes, removes the temporary file
 * and frees; NULL is nothing. */
int record_close(struct record *record, const char *status, char *message, size_t message_size);
void record_abandon(struct record *record);

/* --- Reading. Rows of all files read into one set; strings are owned by it. --- */
struct results {
    struct run_row *runs;
    struct sample_row *samples;
    struct worker_row *workers;
    struct span_row *spans;
    struct point_row *points;
    struct fact_row *facts;
    struct node_row *nodes;
    size_t run_count, sample_count, worker_count, span_count, point_count, fact_count, node_count;
    size_t run_capacity, sample_capacity, worker_capacity, span_capacity, point_capacity,
        fact_capacity, node_capacity;
    size_t *places, place_count, places_used; /* run_index.h */
};

/* What record_read() found wrong, in the terms of sysexits: 65 not a results file, damaged,
 * corrupt, or a newer schema; 66 no such file; 77 permission; 75 locked by another program, for
 * seconds; 71 out of memory. */
/* Appends all rows of the file. Checks: is HDF5, schema version known, every table of that version
 * there, fields of the right kind, checksums (fletcher32) intact. A field that the file lacks has
 * its default (tables.c) in all rows, whatever the file's version. Runs whose UUID is in *results
 * already are left out (reading a file twice changes nothing). HDF5 sees only files that are as
 * their seal says; those that never got one are read in a child process, so that no file can end
 * this one. Returns 0, with a warning in message or "" (there are no locks here), or one of the
 * codes above with a sentence in message; then *results is as before. */
int record_read(const char *path, struct results *results, char *message, size_t message_size);
void record_results_free(struct results *results);

#endif
