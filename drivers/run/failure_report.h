/* Failed images of all processes: the error log, and what is said about them. */
#ifndef PARALLAX_RUN_FAILURE_REPORT_H
#define PARALLAX_RUN_FAILURE_REPORT_H

#include <stdio.h>

#include "drivers/job/job.h"

/* Writes one JSON line per input that could not be seen, and per failed image of the last
 * iteration, in rank order (in turns, where a rank has very many), to the file `path` (NULL:
 * nowhere), and on `words` (NULL: nothing) the most frequent causes, with an example each. The file
 * takes its name when it is whole. Without failures only a file that --errors names is written,
 * empty. Collective; rank 0 writes. The object's members: path, rank, stage, code, message. 0, or
 * -1 on rank 0 with errno if some of it is lost. */
int failure_report_write(struct job *job, const char *path, FILE *words);

#endif
