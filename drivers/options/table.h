/* All options of one program in one table, put together from the lists of those who need them. */
#ifndef PARALLAX_OPTIONS_TABLE_H
#define PARALLAX_OPTIONS_TABLE_H

#include "drivers/common/option.h"
#include "drivers/options/options.h"

enum { TABLE_MAX = 112 };

/* A line of --help: an option, or a group's heading. */
struct table_line {
    const struct option_entry *entry;
    size_t offset;       /* of the member in struct options */
    const char *why_not; /* why this program has no use for the option; NULL: it has */
};

struct table {
    struct table_line line[TABLE_MAX];
    int count;
};

/* Every option that a program of any kernel and model has, in the order of --help. What the one of
 * this kernel and this model does not take is there all the same, with the reason. */
void table_make(struct table *table, const struct kernel *kernel, const struct model *model);

/* Whether it is an option that the program takes. */
bool table_applies(const struct table_line *line);

/* Fills in output.work and output.params of options that have been parsed by this table. 0, or -1:
 * no memory. */
int options_find_work(struct options *options, const struct kernel *kernel,
                      const struct table *table);

/* Prints --help: usage, the kernel's options, then the table. */
void options_help(FILE *out, const struct kernel *kernel, const struct model *model);

#endif
