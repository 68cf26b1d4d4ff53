/* Templates of outputs' names, taken apart. */
#ifndef PARALLAX_IO_SINKS_TEMPLATE_H
#define PARALLAX_IO_SINKS_TEMPLATE_H

#include <stdbool.h>
#include <stddef.h>

#include "drivers/common/failure.h"

/* DESIGN. A name with {w} or {h} is known only when its image has been made, so that all that is
 * promised before any work must hold for names whose sizes are still open: two of them could come
 * to be one. Two rules exclude that. A size has a word that may be anything ({stem}, {dir}) on one
 * side only within its part of the path, and {dir} on one side only in all: then it can be told
 * from its neighbours whatever they are. And while it is open it swallows the digits beside it, so
 * that "a1" with 2 and "a" with 12 pixels are a collision. What then remains different stays so.
 * What is there already is found when an image takes its name; no journal is needed for that, and
 * none is asked: a file under a final name is whole. Only inputs are looked for before, by where
 * they lie: an output whose name nobody knows could be any file below the output directory. */

/* The words that there are, and what else a part may be. */
enum template_word {
    WORD_STEM,
    WORD_DIR,
    WORD_EXT,
    WORD_HASH8,
    WORD_INDEX,
    WORD_W,
    WORD_H,
    WORDS,
    WORD_LITERAL = WORDS, /* text that stands for itself */
    WORD_END,
    WORD_LONE_BRACE,
    WORD_UNKNOWN
};

struct template_part {
    enum template_word word;
    const char *text; /* not terminated */
    size_t length;
};

/* The part that begins at *at, which is then where the next one begins. */
struct template_part template_next(const char **at);

bool template_has(const char *text, enum template_word word);

/* Whether a path would lead out of the directory that it belongs to: by a part "..". */
bool template_leads_upwards(const char *path);

/* Whether a path ends without a file's name. */
bool template_names_nothing(const char *path);

/* 0, or -1 and *failure: what is wrong with a template. */
int template_check(const char *text, struct failure *failure);

#endif
