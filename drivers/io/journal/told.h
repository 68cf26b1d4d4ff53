/* Facts by the hashes of their keys, for the journal alone. */
#ifndef PARALLAX_IO_JOURNAL_TOLD_H
#define PARALLAX_IO_JOURNAL_TOLD_H

#include "drivers/io/journal/journal.h"

/* The last fact of the key with this hash (entry_key()); NULL: none. */
struct journal_fact *told_find(const struct journal_told *told, uint64_t key);

#endif
