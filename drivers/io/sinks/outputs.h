/* Files as results: what each is called, and what is checked before any work starts. */
#ifndef PARALLAX_IO_SINKS_OUTPUTS_H
#define PARALLAX_IO_SINKS_OUTPUTS_H

#include "drivers/io/codecs/codec.h"
#include "drivers/io/sink.h"

/* A mark of items whose name is shared: with COLLISION_HASH they carry a hash. */
enum { OUTPUTS_HASHED = SINK_MARKS };

/* The output name of an item below the directory: its list name with the extension of `format` if
 * one was given. `hashed` (NULL: no hash) is the input's path: the name then carries 16 hex digits,
 * its XXH3, before the extension. The caller frees the string; NULL: no memory. */
char *outputs_name(const struct sink_options *options, const char *name, const char *hashed);

/* Checks on one process before work starts, in this order: the directory can be written to (exit
 * 73); no output is an input unless in_place (64); no two items have one output name unless
 * COLLISION_HASH, which marks all of them (73); with EXISTING_ERROR no output exists (73). With
 * EXISTING_SKIP those that exist are marked. Names that differ only by "//" or "./" are one.
 * plan->marks are [list->count], 0. Returns 0 and *plan, or an exit code and *failure. */
int outputs_check(const struct sink_options *options, const struct list *list,
                  struct sink_plan *plan, struct failure *failure);

/* The codec for an item's output, given the codec that its content was decoded with, or NULL. */
const struct codec *outputs_codec(const struct sink_options *options, const char *name,
                                  const struct codec *content);

#endif
