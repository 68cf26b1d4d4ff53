/* What the journal tells of shards that are there: private to shards*.c. */
#ifndef PARALLAX_IO_SINKS_SHARDS_TOLD_H
#define PARALLAX_IO_SINKS_SHARDS_TOLD_H

#include "drivers/io/journal/journal.h"
#include "drivers/io/sink.h"

/* After outputs_check(): marks SINK_SKIP what is in a shard of the open directory, as far as the
 * journal tells. Refuses (73) shards that it does not know, and any with EXISTING_ERROR; and
 * results in them that are to be made anew. 0, or an exit code and *failure. */
int shards_told(const char *extension, const struct sink_options *asked, const struct list *list,
                const struct journal_told *told, int directory, struct sink_plan *plan,
                struct failure *failure);

#endif
