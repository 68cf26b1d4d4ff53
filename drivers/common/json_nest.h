/* JSON of any depth, printed as it comes. */
#ifndef PARALLAX_COMMON_JSON_NEST_H
#define PARALLAX_COMMON_JSON_NEST_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

/* Begin with {.out = FILE}. Texts and numbers as in json.h. */
struct json_nest {
    FILE *out;
    int depth;
    bool filled; /* something stands before in the same brackets */
};

/* Opens "{" or "["; `name` is that of a member of an object, NULL: of an array, or the whole. Each
 * is closed by the bracket that belongs to it; after the outermost the line ends. */
void json_nest_open(struct json_nest *nest, const char *name, char bracket);
void json_nest_close(struct json_nest *nest, char bracket);

/* A member, or with `name` NULL an element of an array. */
void json_nest_text(struct json_nest *nest, const char *name, const char *value);
void json_nest_number(struct json_nest *nest, const char *name, double value);
void json_nest_whole(struct json_nest *nest, const char *name, int64_t value);
void json_nest_bool(struct json_nest *nest, const char *name, bool value);

#endif
