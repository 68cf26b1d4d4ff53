/* The module that late.c loads. */
#include "drivers/common/module.h"
#include "drivers/record/late.h"

MODULE_LAYOUT(RECORD_LAYOUT);

/* All that is seen of it from outside. */
__attribute__((visibility("default"))) extern const struct record_writer record_writer;

const struct record_writer record_writer = {
    .library = record_library,
    .create = record_create,
    .message = record_message,
    .put_runs = record_put_runs,
    .put_facts = record_put_facts,
    .put_nodes = record_put_nodes,
    .add_samples = record_add_samples,
    .add_workers = record_add_workers,
    .add_spans = record_add_spans,
    .add_points = record_add_points,
    .flush = record_flush,
    .close = record_close,
    .abandon = record_abandon,
};
