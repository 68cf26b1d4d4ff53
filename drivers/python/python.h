/* What Python calls, with ctypes: one run of a resize program whose workers are Python's. Python
 * shares out the units and calls what computes them; everything else is the C programs' own:
 * options, images, kernel, checksums, verification, results file.
 *
 * One run in a process at a time, and no function may be called before python_open() has returned
 * PYTHON_GO. Only the thread that opened the run calls functions without a worker's number; those
 * with one may be called by any threads at once, each with another number, 0..python_workers() - 1.
 *
 *   python_open
 *   do
 *       python_prepare
 *       python_worker_begin of every worker, on its own thread
 *       python_clock_start
 *       of each unit 0..python_units() - 1, by any worker:
 *           python_unit_begin, python_unit_load, python_unit_rows (in bands), python_unit_end
 *       python_clock_stop
 *       python_worker_end of every worker, on its own thread
 *   while python_conclude
 *   python_close
 *
 * Workers that are processes have a run of their own each, of one worker, that was opened as a
 * child: it measures and computes, and records nothing. Its parent begins no unit, but takes the
 * results and the reports of its children. */
#ifndef PARALLAX_PYTHON_H
#define PARALLAX_PYTHON_H

#include <stddef.h>
#include <stdint.h>

#define PYTHON_EXPORT __attribute__((visibility("default")))

enum { PYTHON_GO = -1, PYTHON_STOP = -1, PYTHON_FAILED = -1 };

/* What a model of Python's is; texts must stay until python_close(). */
struct python_model {
    const char *name, *summary;
    const char *version;    /* of the interpreter, for the record */
    int processes, threads; /* 1: it has several workers of this kind; at most one of the two */
    int call_rows;          /* the default of --call-rows: rows of a band; 0: whole images */
    const char *start;      /* how it makes processes: "fork", "spawn"; NULL: it makes none */
    const char *transfer;   /* how pixels reach them: "pipe", "shared"; NULL: not */
    int plain;              /* 1: it computes itself what the kernel's plain C computes */
    const char *foreign; /* it computes by other means than the kernel, so that its pixels are not
                            the kernel's: their name. Such a run has no checksum. NULL: no */
    int in_flight;       /* units that one worker reads at once; 0: it does not */
    const char *lock;    /* its threads have one lock of all: use of it as struct team_lock has it;
                            NULL: no threads */
    double switch_interval; /* … for which who waits for it asks after so many seconds */
};

/* Pixels of an image, row after row, `stride` bytes apart; `bytes` of memory together, of which
 * some behind the last row may be read. */
struct python_view {
    uint8_t *pixels;
    ptrdiff_t stride;
    size_t bytes;
    int width, height, channels;
};

/* Parses the command line, prepares the images and, but for a child, the results file; argv, which
 * may be permuted, must stay until python_close(). Returns PYTHON_GO, or the exit code of a program
 * that has nothing more to do: what there is to say has been said, and nothing is to be closed. */
PYTHON_EXPORT int python_open(const struct python_model *model, int child, int argc, char **argv);

PYTHON_EXPORT int python_workers(void);
PYTHON_EXPORT int python_units(void);
PYTHON_EXPORT int python_call_rows(void); /* as asked for, or the model's; 0: whole images */

/* The file of a unit, or what may be shown of its URL; NULL: its image is in memory. Valid until
 * python_close(). */
PYTHON_EXPORT const char *python_path(int unit);

/* Seconds that a source lets every image wait: whoever loads one waits first, in Python, where the
 * lock is given up meanwhile and an event loop goes on. */
PYTHON_EXPORT double python_delay(void);

/* How many units a worker may read at once: as asked for, or the model's, or as many downloads as
 * fit into the open files of a process; 0: it does not. */
PYTHON_EXPORT int python_in_flight(void);

/* Before an iteration: results of the last one are spoilt, times are zeroed. Then the clock. */
PYTHON_EXPORT void python_prepare(void);
PYTHON_EXPORT void python_clock_start(void);
PYTHON_EXPORT void python_clock_stop(void);

/* Hashes the results, records the iteration; 1: there is another one, 0: there is none. */
PYTHON_EXPORT int python_conclude(void);

/* Verifies, completes the results file, says what came of it; frees all. The exit code. */
PYTHON_EXPORT int python_close(void);

/* The same without a results file, where an error of Python's ended the run. */
PYTHON_EXPORT void python_abandon(void);

/* Lets every worker end the unit in hand and begin no other, as a signal does. Any thread. */
PYTHON_EXPORT void python_stop(void);
PYTHON_EXPORT int python_stopped(void); /* 1: whoever asked for it */

/* --- Downloads, which Python makes. */

struct python_download {
    const char *url; /* as it was given: there may be a password in it; until python_close() */
    double timeout, stall; /* seconds, as --timeout and --stall */
    int64_t max_bytes;
    int allow_private, insecure;
};

/* Any thread. 1 and *download; 0: the unit is no URL. */
PYTHON_EXPORT int python_download(int unit, struct python_download *download);

/* Whether an address ("::1") is one that needs --allow-private; 1 also if it is none. Any thread.
 */
PYTHON_EXPORT int python_address_is_private(const char *address);

/* How a try ended that did not bring the item. */
struct python_end {
    int code;    /* as libcurl numbers its own ends (CURLcode); below 0: the address is private */
    int status;  /* of HTTP; 0: there was no answer */
    int reached; /* enum http_reached */
    int tries;   /* so far */
    double retry_after, draw; /* see http_wait() */
};

/* What is said of it, as the C programs say it, and until the next try: seconds, or less than 0
 * after the last one. */
struct python_verdict {
    const char *code;
    char message[240];
    double wait;
};

/* Any thread. */
PYTHON_EXPORT void python_judge(const struct python_end *end, struct python_verdict *verdict);

/* --- Units. Times between these calls are booked as waiting: there Python runs, or waits for its
 * lock. */

/* Binds a child, the process of that worker, to a core of its own as every process of the C models
 * is; to all CPUs where there are fewer. */
PYTHON_EXPORT void python_bind(int worker, int process);

/* The worker's own testimony: its CPU time, where it runs. Outside the clock. The first one of a
 * thread that is not alone binds it to a core of its own. */
PYTHON_EXPORT void python_worker_begin(int worker);
PYTHON_EXPORT void python_worker_end(int worker);

/* Begins a unit, and with it reading: 0, or PYTHON_STOP: no more units are to be begun. */
PYTHON_EXPORT int python_unit_begin(int worker, int unit);

/* Its image, decoded: out of `size` bytes as they are stored; from memory with data NULL. Returns
 * how many rows there are to compute, or PYTHON_FAILED: the failure is noted, the unit is over. */
PYTHON_EXPORT int python_unit_load(int worker, const void *data, size_t size);

/* Computes rows begin..end - 1 of the result. */
PYTHON_EXPORT void python_unit_rows(int worker, int begin, int end);

/* The result is complete. */
PYTHON_EXPORT void python_unit_end(int worker);

/* A unit that was begun failed where Python read it: `code` as an errno name or as in struct
 * python_verdict, and a sentence. After python_stop() "EINTR" is no failure: the unit is left. */
PYTHON_EXPORT void python_unit_fail(int worker, const char *code, const char *message);

/* The worker is busy otherwise from here on; enum stage of common/stage.h. */
PYTHON_EXPORT void python_enter(int worker, int stage);

/* Source and result of the unit in hand, between load and end. */
PYTHON_EXPORT void python_unit_views(int worker, struct python_view *source,
                                     struct python_view *target);

/* The resampling filter's name. */
PYTHON_EXPORT const char *python_filter(void);

enum {
    PYTHON_X_FIRST,
    PYTHON_Y_FIRST,
    PYTHON_COPY
}; /* which axis is first; no arithmetic at all */

/* The weights of one axis (0: x, 1: y) of the unit in hand, as kernels/shared/filter.h has them:
 * output i is the sum of weight[i * taps + k] * source[start[i] + k] over k < count[i]. Returns the
 * number of outputs. *order: PYTHON_… */
PYTHON_EXPORT int python_unit_axis(int worker, int axis, const int **start, const int **count,
                                   const int16_t **weight, int *taps, int *order);

/* --- Between a parent and its children */

/* Parent: the pixels of a unit that is in memory. 0, or -1: it has none there. */
PYTHON_EXPORT int python_source_view(int unit, struct python_view *view);

/* Parent: bytes that hold any result. */
PYTHON_EXPORT size_t python_target_bytes(void);

/* Child: the pixels of the unit that is loaded next, and (pixels NULL: anywhere) where its result
 * is to be computed, in at least python_target_bytes(). They must stay until the unit ends. */
PYTHON_EXPORT void python_give(const struct python_view *source, uint8_t *target);

/* Child: the checksum of the unit that ended last, where results are hashed at once; 0: not. */
PYTHON_EXPORT uint64_t python_unit_hash(void);

/* Child: what made the last unit fail: "read" or another stage, code, sentence; texts are valid
 * until the next unit. A unit that was left has no such failure: its code is "EINTR". */
PYTHON_EXPORT void python_failure(const char **stage, const char **code, const char **message);

/* Parent: a unit that a child has done, with its hash. Its pixels are copied, or stay where they
 * are until the next python_prepare(). 0, or -1: out of memory. */
PYTHON_EXPORT int python_take(int worker, int unit, const struct python_view *result, uint64_t hash,
                              int copy);
PYTHON_EXPORT void python_take_failure(int worker, int unit, const char *stage, const char *code,
                                       const char *message);

/* A child's times and counts of the iteration, python_report_size() bytes; what is missing to the
 * parent's iteration is waiting. After the clock has stopped, before python_conclude(). */
PYTHON_EXPORT size_t python_report_size(void);
PYTHON_EXPORT void python_report_make(void *report);
PYTHON_EXPORT void python_report_take(int worker, const void *report);

#endif
