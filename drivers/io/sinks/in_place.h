/* Outputs that replace inputs: what is not to be begun. All for rank 0; an exit code and *failure,
 * or 0. */
#ifndef PARALLAX_IO_SINKS_IN_PLACE_H
#define PARALLAX_IO_SINKS_IN_PLACE_H

#include "drivers/io/journal/journal.h"
#include "drivers/io/sink.h"

/* Takes the place for this job, until journal_unlock(), and reads into *told (0, to be freed) what
 * earlier work there did: with --resume also if that is complete and the same. Other parameters are
 * other work, which is not to begin in the midst of work that is not complete. */
int in_place_begin(const struct sink_options *asked, struct journal_told *told,
                   struct failure *failure);

/* Whether earlier work is to be forgotten, once this one may begin; of that *told has nothing. */
bool in_place_forgets(const struct sink_options *asked);

/* A link would become a file, and what it leads to stay as it was. */
int in_place_refuse_links(const struct sink_options *asked, const struct list *list,
                          const struct sink_plan *plan, struct failure *failure);

#endif
