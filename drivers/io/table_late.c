/* JSON lines as lists: loads jansson, and what uses it, for the first of them. */
#include "drivers/common/module.h"
#include "drivers/io/table_engine.h"

int table_read_jsonl(const struct table_wish *wish, char *text, size_t size, table_row_fn *each,
                     void *context, struct failure *failure)
{
    table_jsonl_fn *const *place =
        module_need(TABLE_MODULE, TABLE_SYMBOL, TABLE_LAYOUT, "list", failure);
    return place ? (*place)(wish, text, size, each, context, failure) : -1;
}
