/* JSON lines as lists, by what is in the program itself. */
#include "drivers/io/table_engine.h"

int table_read_jsonl(const struct table_wish *wish, char *text, size_t size, table_row_fn *each,
                     void *context, struct failure *failure)
{
    return table_jsonl_read(wish, text, size, each, context, failure);
}
