/* The verbs of parallax, and what they share. */
#ifndef PARALLAX_VERBS_H
#define PARALLAX_VERBS_H

#include "analysis/data/cells.h"
#include "analysis/data/files.h"
#include "analysis/verbs/arguments.h"

extern const struct verb verb_table, verb_report, verb_check, verb_merge, verb_salvage;
extern const struct verb verb_fit, verb_crossover, verb_metg, verb_export, verb_show, verb_diff;
extern const struct verb verb_pop, verb_roofline, verb_compare, verb_advise, verb_claims;

/* All that table and report work on. */
struct study_set {
    struct files files;
    struct results results;
    size_t probe_count; /* runs behind results.runs[results.run_count - 1], in no cell */
    struct runs runs;
    struct cells cells;
};

/* Collects, reads, groups and compares. Returns 0 or EXIT_SOME_FAILED with *set filled, else the
 * exit code, after saying why on stderr. Freed in either case by verbs_unload(). */
int verbs_load(struct study_set *set, int count, char **operands, bool prefer_serial);

/* Groups and compares what was read into set->results, without the runs of probes. */
void verbs_group(struct study_set *set, bool prefer_serial);
void verbs_unload(struct study_set *set);

/* What --hdf5 FILE does, for a verb's options; see analysis/say/hdf5_table.h. */
#define VERBS_HDF5_HELP "write the results as tables into this new HDF5 file, too"

/* The exit code of a verb that wrote, and of what it read: writing goes before. */
int verbs_worse(int written, int loaded);

/* Parses the value of --baseline. Returns false after naming what is wrong. */
bool verbs_parse_baseline(const struct verb *verb, const char *value, bool *prefer_serial);

/* Which of `count` names the value of --over is, or -1 after naming what is wrong. */
int verbs_parse_over(const struct verb *verb, const char *value, const char *const *names,
                     int count);

/* Names a missing operand on stderr and returns EXIT_USAGE. */
int verbs_need_operand(const struct verb *verb);

#endif
