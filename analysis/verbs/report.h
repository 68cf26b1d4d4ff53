/* A directory with the tables and the pictures of all studies. */
#ifndef PARALLAX_VERBS_REPORT_H
#define PARALLAX_VERBS_REPORT_H

#include "analysis/data/cells.h"

/* Writes table.txt, .csv, .json, verdict.txt and for every study its pictures (SVG, PNG) with
 * their scripts and data into `directory`, made if missing. Returns 0; EXIT_CREATE; EXIT_IO;
 * EXIT_CONFIG when only the pictures are missing, since gnuplot is. Says why on stderr. */
int report_write(const struct cells *cells, const char *directory);

#endif
