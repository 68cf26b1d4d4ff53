/* What one line of the option table says; shared by parsing and help. */
#ifndef PARALLAX_OPTIONS_TABLE_H
#define PARALLAX_OPTIONS_TABLE_H

#include "drivers/options/options.h"

enum option_kind {
    OPTION_HEADING, /* of a group in --help */
    OPTION_TEXT,
    OPTION_FLAG,
    OPTION_WHOLE,
    OPTION_SEED,
    OPTION_SECONDS,
    OPTION_CHOICE,
    OPTION_SHAPES,
    OPTION_ITERATIONS, /* a whole number or auto */
    OPTION_ERRORS,     /* N or N% */
    OPTION_SPECIAL     /* help, version */
};

struct option_entry {
    enum option_kind kind;
    const char *name;     /* without the dashes; a heading's text; NULL ends the table */
    const char *argument; /* its word in --help; NULL: none, or the choices */
    const char *help;
    size_t offset; /* of its member in struct options */
    double initial, min, max;
    const char *const *choices;
    int letter; /* of the short option; 0: none */
};

extern const struct option_entry options_table[];

/* Whether programs of this model have the option. */
bool options_apply(const struct option_entry *entry, const struct model *model);

/* Prints --help: usage, the kernel's options, then the table. */
void options_help(FILE *out, const struct kernel *kernel, const struct model *model);

#endif
