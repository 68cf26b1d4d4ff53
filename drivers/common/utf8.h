/* Text that others chose, as UTF-8 or what claims to be. */
#ifndef PARALLAX_COMMON_UTF8_H
#define PARALLAX_COMMON_UTF8_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

/* The length of the character that `text` begins with (shortest form, no surrogate), 1 to 4 bytes;
 * 0: that is not UTF-8. Reads no byte behind a NUL. */
int utf8_length(const char *text);

/* Its number, given its length. */
uint32_t utf8_character(const char *text, int length);

/* Whether it does something instead of being shown: control codes (C0, DEL, C1), marks that turn
 * the direction of writing, line and paragraph separators. */
bool utf8_acts(uint32_t character);

/* How many bytes at the start of `text` are one character that may be shown on a terminal; 0: they
 * may not, and *skipped bytes are to be replaced by one '?'. */
int utf8_shown(const char *text, int *skipped);

/* How many columns of a terminal the first `bytes` of a text take: none for marks that are drawn
 * upon another, two for characters of East Asia and pictures. What is not UTF-8 takes one a byte.
 */
int utf8_columns(const char *text, size_t bytes);

/* How many bytes at the start of a text take at most `columns`. */
size_t utf8_within(const char *text, int columns);

/* Whether all of it is UTF-8. */
bool utf8_is_valid(const char *text);

/* Prints the bytes of a text as in a URL: letters, digits and - . _ ~ / as they are, others as %XX.
 */
void utf8_print_bytes(FILE *out, const char *text);

#endif
