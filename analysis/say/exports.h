/* All that results files hold, for other programs: tidy CSV files, JSON lines, Markdown, Extra-P's
 * input. */
#ifndef PARALLAX_SAY_EXPORTS_H
#define PARALLAX_SAY_EXPORTS_H

#include <stdio.h>

#include "analysis/data/cells.h"
#include "analysis/data/files.h"
#include "drivers/record/tables.h"

struct exports {
    const struct files *files; /* as they were read */
    const struct results *results;
    const struct runs *runs; /* of all results, and in cells */
};

/* The CSV files: those of the results file's tables, which have one line per run, iteration,
 * worker …; what a worker's time went into, one line per stage; the files that were read or not;
 * and what each column means. Lines end with CR LF, as RFC 4180 has it; a number has all its
 * digits, NaN is empty. Every line of a run says by the columns usable, flags, counted
 * and why whether the run counts. */
enum { EXPORTS_STAGES = RECORD_TABLES, EXPORTS_FILES, EXPORTS_COLUMNS, EXPORTS_CSV };

/* "runs", "samples", …; without the ending. */
const char *exports_csv_name(int table);
void exports_csv_write(const struct exports *exports, int table, FILE *out);

/* One JSON object a line: a run with all its fields, facts, and rows of the other tables; behind
 * them one for each file that could not be read, whose run is null. */
void exports_jsonl_write(const struct exports *exports, FILE *out);

/* Does Extra-P learn something from the curve: has it two numbers of workers at least? */
bool exports_extrap_can(const struct cells *cells, const struct curve *curve);

/* A curve in Extra-P's JSON lines: parameter p (workers), metric time (seconds), a value for each
 * repetition; the call paths are MODEL and, below it, the stages. Of one curve, since all call
 * paths of a file must have the same points. Only clean cells: the others are named on `left`, a
 * line each that begins with `who`. */
void exports_extrap_write(const struct cells *cells, const struct curve *curve, FILE *out,
                          const char *who, FILE *left);

/* The table as GitHub's Markdown: one per study, with a column that says whether the cell is valid
 * and one that says why not; below it the files that could not be read. */
void exports_markdown_write(const struct cells *cells, const struct files *files, FILE *out);

#endif
