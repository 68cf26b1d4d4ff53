/* Outputs that replace inputs: what is not to be begun. All for rank 0; an exit code and *failure,
 * or 0. */
#ifndef PARALLAX_IO_SINKS_IN_PLACE_H
#define PARALLAX_IO_SINKS_IN_PLACE_H

#include "drivers/io/journal/journal.h"
#include "drivers/io/sink.h"

/* Reads what earlier work did into *told (0, to be freed), and writes where this job's journals are
 * to be opened into plan->place. In place it takes the place for this job, until journal_unlock(),
 * and work that is complete counts with --resume alone, if it is the same; with --existing
 * overwrite alone none does, since it is to be forgotten once this job is accepted. Other
 * parameters are other work, which is not to begin in the midst of work that is not complete. */
int in_place_begin(const struct sink_options *asked, struct journal_told *told,
                   struct sink_plan *plan, struct failure *failure);

/* The job is accepted, and all its processes have opened their journals. 0, or -1 with *failure. */
int in_place_accept(const struct sink_options *asked, const struct sink_plan *plan,
                    struct failure *failure);

/* A link would become a file, and what it leads to stay as it was. */
int in_place_refuse_links(const struct sink_options *asked, const struct list *list,
                          const struct sink_plan *plan, struct failure *failure);

#endif
