/* Just enough JSON for one flat object on one line. */
#ifndef PARALLAX_COMMON_JSON_H
#define PARALLAX_COMMON_JSON_H

#include <stdint.h>
#include <stdio.h>

/* Each prints , "name": value. Call json_begin() first, json_end() last; a number that is not
 * finite is null. Bytes of a text that are not UTF-8 become U+FFFD, so that any file name gives
 * valid JSON; characters that act on a terminal are escaped. json_path() adds a member NAME_bytes
 * where that lost something: the bytes as in a URL, %XX. No name is one of jansson's, which
 * analysis/ links too. */
void json_begin(FILE *out);
void json_text(FILE *out, const char *name, const char *value);
void json_path(FILE *out, const char *name, const char *value);
void json_number(FILE *out, const char *name, double value);
void json_whole(FILE *out, const char *name, int64_t value);
void json_bool(FILE *out, const char *name, int value);
void json_end(FILE *out);

/* A value alone: a text in quotes; a number, or null. */
void json_print_text(FILE *out, const char *text);
void json_print_number(FILE *out, double value);

#endif
