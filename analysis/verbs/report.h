/* A directory with a page, the tables and the pictures of all studies. */
#ifndef PARALLAX_VERBS_REPORT_H
#define PARALLAX_VERBS_REPORT_H

#include "analysis/claims/reasons.h"
#include "analysis/verbs/verbs.h"

/* Writes index.html, table.txt, .csv, .json, verdict.txt, results.h5 with all runs, and for every
 * study its pictures (SVG, PNG, PDF) with their scripts and data into `directory`, made if missing.
 * The results of *set are its own no more. Returns 0; EXIT_CREATE; EXIT_IO; EXIT_CONFIG when only
 * the pictures are missing, since gnuplot is. Says why on stderr. */
int report_write(struct study_set *set, const struct reasons *reasons, const char *directory);

#endif
