/* In place of table_jsonl.c in a build without jansson: JSON lines are refused in plain words. */
#include "drivers/io/table.h"

int table_read_jsonl(const struct table_wish *wish, char *text, size_t size, table_row_fn *each,
                     void *context, struct failure *failure)
{
    (void)text;
    (void)size;
    (void)each;
    (void)context;
    return failure_set(failure, "list", "no-library",
                       "%s: JSON lines need jansson, which was missing when this program was built",
                       wish->option);
}
