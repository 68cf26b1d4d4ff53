/* Shards that are there, and those who make more: private to shards*.c. */
#ifndef PARALLAX_IO_SINKS_SHARDS_TOLD_H
#define PARALLAX_IO_SINKS_SHARDS_TOLD_H

#include "drivers/io/journal/journal.h"
#include "drivers/io/sink.h"
#include "drivers/io/sinks/shards.h"

/* After outputs_check(): marks SINK_SKIP what is in a shard of the open directory, as far as the
 * journal tells. Refuses (73) shards that it does not know, and any with EXISTING_ERROR; and
 * results in them that are to be made anew. 0, or an exit code and *failure. */
int shards_told(const char *extension, const struct sink_options *asked, const struct list *list,
                const struct journal_told *told, int directory, struct sink_plan *plan,
                struct failure *failure);

/* Completes in the open directory what processes that are gone were filling, as far as *told is of
 * it; and removes what surely is not what is told. 0, or EXIT_MEMORY or EXIT_IO and *failure: it
 * could not be found out or completed, and is left as it is. */
int shards_adopt(const struct shard_format *format, const struct sink_options *asked,
                 const struct journal_told *told, int directory, struct failure *failure);

/* Rank 0 holds the directory for its job until shards_unlock(), or its end. 0, or EXIT_CREATE and
 * *failure: another job does. Where there are no locks that is not found out. */
int shards_lock(const char *directory, struct failure *failure);
void shards_unlock(void);

#endif
