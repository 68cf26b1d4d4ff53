/* JSON of any depth, printed as it comes: all that Parallax writes is written by this. */
#ifndef PARALLAX_COMMON_JSON_H
#define PARALLAX_COMMON_JSON_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

/* Begin with {.out = FILE}, or by json_begin(). Not to be used by two threads at once. */
struct json {
    FILE *out;
    bool is_line; /* the whole on one line; else a line for every member and element */
    int depth;
    bool filled; /* something stands before in the same brackets */
};

/* Opens "{" or "["; `name` is that of a member of an object, NULL: of an array, or the whole. Each
 * is closed by the bracket that belongs to it; after the outermost the line ends. */
void json_open(struct json *json, const char *name, char bracket);
void json_close(struct json *json, char bracket);

/* A member, or with `name` NULL an element of an array. A number is exact, and null where it is not
 * finite. Bytes of a text that are not UTF-8 become U+FFFD, so that any file name gives valid JSON;
 * characters that act on a terminal are escaped. json_path() adds a member NAME_bytes where that
 * lost something: the bytes as in a URL, %XX. */
void json_text(struct json *json, const char *name, const char *value);
void json_path(struct json *json, const char *name, const char *value);
void json_number(struct json *json, const char *name, double value);
void json_whole(struct json *json, const char *name, int64_t value);
void json_unsigned(struct json *json, const char *name, uint64_t value);
void json_bool(struct json *json, const char *name, bool value);
void json_null(struct json *json, const char *name);

/* The one object of a line that a program says: {"parallax": 1, …}. */
void json_begin(struct json *json, FILE *out);
void json_end(struct json *json);

#endif
