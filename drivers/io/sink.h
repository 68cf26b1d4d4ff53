/* Where results go: which file each item becomes, and what is checked before any work starts. */
#ifndef PARALLAX_IO_SINK_H
#define PARALLAX_IO_SINK_H

#include "drivers/io/codecs/codec.h"
#include "drivers/io/list.h"

enum existing { EXISTING_SKIP, EXISTING_OVERWRITE, EXISTING_ERROR };
enum collision { COLLISION_ERROR, COLLISION_HASH };

struct sink_options {
    const char *directory;      /* NULL: nothing is written */
    const struct codec *format; /* NULL: by each name's extension, else by content */
    int quality;
    enum existing existing;
    enum collision collision;
    bool in_place; /* outputs may replace inputs */
};

/* The output name of an item below the directory: its list name with the extension of `format` if
 * one was given. With COLLISION_HASH, *every* name that outputs_check() found twice carries 16 hex
 * digits (XXH3 of its input path) before the extension; `hashed` says so for this item. Returns a
 * string the caller frees; NULL: no memory. */
char *sink_name(const struct sink_options *options, const struct list *list, int item, bool hashed);

/* What is decided about each item before work starts; arrays of list->count, owned by the caller.
 */
struct sink_plan {
    uint8_t *hashed; /* 1: see sink_name */
    uint8_t *skip;   /* 1: its output exists and stays */
    int skipped;
};

/* Checks on one process before work starts, in this order: the directory can be written to (exit
 * 73); no output is an input unless in_place (64); no two items have one output name unless
 * COLLISION_HASH (73); with EXISTING_ERROR no output exists (73). Names that differ only by "//" or
 * "./" are one. Returns 0 and *plan, or an exit code and *failure. */
int outputs_check(const struct sink_options *options, const struct list *list,
                  struct sink_plan *plan, struct failure *failure);
void sink_plan_free(struct sink_plan *plan);

/* The codec for an item's output, given the codec that its content was decoded with. */
const struct codec *sink_codec(const struct sink_options *options, const char *name,
                               const struct codec *content);

#endif
