/* An entry of a journal as a line of text. */
#ifndef PARALLAX_IO_JOURNAL_ENTRY_H
#define PARALLAX_IO_JOURNAL_ENTRY_H

#include "drivers/io/journal/journal.h"

enum { ENTRY_MAX = 3 * JOURNAL_KEY_MAX + 512 }; /* bytes of a line, with its end */

/* Every file begins with it, followed by the work and the end of the line. */
#define ENTRY_HEAD "parallax-journal 1 "

/* CHECKSUM AT STATUS SIZE MTIME PARAMS BYTES STORED STORED CODE KEY, numbers in hexadecimal, CODE
 * of what is done its width and height as "WxH" in decimal, or -; the checksum that of all behind
 * it: into line[ENTRY_MAX], with its end. Returns its length; 0: the key is too long, or empty. */
size_t entry_print(char *line, const struct journal_entry *entry);

/* Reads a line without its end. False: it is no entry, or not as it was written. */
bool entry_parse(const char *line, size_t length, struct journal_fact *fact);

/* The hash by which a fact's key is known. 0: no line can have it. */
uint64_t entry_key(const char *key);

uint64_t entry_input(struct journal_input input);

#endif
