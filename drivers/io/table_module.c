/* The module that table_late.c loads. */
#include "drivers/common/module.h"
#include "drivers/io/table_engine.h"

MODULE_LAYOUT(TABLE_LAYOUT);

table_jsonl_fn *const table_module_place = table_jsonl_read;
