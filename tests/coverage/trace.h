/* Recorded iterations of a machine that was quiet, and of one with a competitor. */
#ifndef PARALLAX_COVERAGE_TRACE_H
#define PARALLAX_COVERAGE_TRACE_H

#include <stdbool.h>
#include <stddef.h>

enum trace_program { TRACE_SERIAL, TRACE_THREADS, TRACE_PROCESSES, TRACE_PROGRAMS };

struct trace_point {
    double time;  /* of the median of the quiet ones of its program */
    double share; /* of a CPU, of the worker that had least */
};

struct trace {
    struct trace_point *points; /* in the order in which they were measured */
    size_t count;
};

struct traces {
    struct trace of[TRACE_PROGRAMS][2]; /* quiet, and with a competitor */
};

/* Reads lines "PROGRAM quiet|busy SECONDS SHARE"; those with # are comments. false, after saying
 * why: there are none of some kind. To be freed in either case. */
bool traces_read(struct traces *traces, const char *path);
void traces_free(struct traces *traces);

#endif
