/* One option of a command line. Who needs an option lists it: a source, a sink, a codec, a model,
 * or the harness; drivers/options/ makes one parser and one --help of all lists. */
#ifndef PARALLAX_COMMON_OPTION_H
#define PARALLAX_COMMON_OPTION_H

#include <stddef.h>

/* What an option takes, and what it sets. */
enum option_kind {
    OPTION_HEADING,    /* of a group in --help */
    OPTION_TEXT,       /* const char *: into argv */
    OPTION_FLAG,       /* int: 1 when it is given */
    OPTION_WHOLE,      /* int */
    OPTION_LARGE,      /* int64_t */
    OPTION_SEED,       /* uint64_t */
    OPTION_SECONDS,    /* double */
    OPTION_CHOICE,     /* int: the index into choices */
    OPTION_COLOUR,     /* uint32_t: 0xRRGGBBAA */
    OPTION_SHAPES,     /* struct source_shapes */
    OPTION_ITERATIONS, /* int: a whole number; 0 for auto */
    OPTION_ERRORS,     /* N or N%: two members of struct options */
    OPTION_SPECIAL     /* help, version, describe */
};

struct option_entry {
    enum option_kind kind;
    const char *name;     /* without the dashes; a heading's text; NULL ends a list */
    const char *argument; /* its word in --help; NULL: none, or the choices */
    const char *help;
    size_t offset; /* of its member in the struct that the list is for */
    double initial, min, max;
    const char *const *choices; /* NULL-terminated */
    int letter;                 /* of the short option; 0: none */
};

/* Lines of a list; `at` is an offsetof(). */
#define OPTION_LINE_HEADING(text)                                                                  \
    {                                                                                              \
        OPTION_HEADING, text, NULL, NULL, 0, 0, 0, 0, NULL, 0                                      \
    }
#define OPTION_LINE_TEXT(name, at, argument, help)                                                 \
    {                                                                                              \
        OPTION_TEXT, name, argument, help, at, 0, 0, 0, NULL, 0                                    \
    }
#define OPTION_LINE_FLAG(name, at, letter, help)                                                   \
    {                                                                                              \
        OPTION_FLAG, name, NULL, help, at, 0, 0, 0, NULL, letter                                   \
    }
#define OPTION_LINE_WHOLE(name, at, initial, min, max, help)                                       \
    {                                                                                              \
        OPTION_WHOLE, name, "N", help, at, initial, min, max, NULL, 0                              \
    }
#define OPTION_LINE_CHOICE(name, at, initial, choices, help)                                       \
    {                                                                                              \
        OPTION_CHOICE, name, NULL, help, at, initial, 0, 0, choices, 0                             \
    }
#define OPTION_LINE_END OPTION_LINE_HEADING(NULL)

#endif
