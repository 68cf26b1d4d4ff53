/* What reads JSON lines, by jansson: loaded for the first list of them. For table*.c alone. */
#ifndef PARALLAX_IO_TABLE_ENGINE_H
#define PARALLAX_IO_TABLE_ENGINE_H

#include "drivers/io/table.h"

/* As table_read_jsonl(). */
typedef int table_jsonl_fn(const struct table_wish *wish, char *text, size_t size,
                           table_row_fn *each, void *context, struct failure *failure);
table_jsonl_fn table_jsonl_read;

/* All that is seen of the module, in table_module.c. */
__attribute__((visibility("default"))) extern table_jsonl_fn *const table_module_place;

#define TABLE_MODULE "parallax_jsonl"
#define TABLE_SYMBOL "table_module_place"
#define TABLE_LAYOUT                                                                               \
    (sizeof(struct table_wish) + 31 * sizeof(struct table_row) + 37 * sizeof(struct failure))

#endif
