/* The formats of the table. */
#include "analysis/say/table.h"

#include <string.h>

const struct table_format *const table_formats[] = {&table_text, &table_csv, &table_json, NULL};

const struct table_format *table_named(const char *name)
{
    for (size_t i = 0; table_formats[i]; ++i)
        if (strcmp(table_formats[i]->name, name) == 0)
            return table_formats[i];
    return NULL;
}
