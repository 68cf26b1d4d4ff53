/* Reads the tables of an open results file, block by block. */
#include "drivers/record/visit.h"

#include <stdlib.h>
#include <string.h>

#include "drivers/common/exit_code.h"
#include "drivers/record/older.h"

/* Reads rows first ... first + count - 1 into `block` of count * stride bytes. */
static int block_read(const struct record_source *source, const struct record_opened *opened,
                      uint64_t first, size_t count, char *block)
{
    hsize_t start = first, number = count;
    size_t size = opened->stored > opened->stride ? opened->stored : opened->stride;
    for (size_t i = 0; i < count; ++i)
        memcpy(block + i * opened->stride, opened->defaults, opened->stride);
    hid_t space = H5Dget_space(opened->dataset);
    hid_t memory = H5Screate_simple(1, &number, NULL);
    hid_t transfer = record_hdf5_transfer(size, count);
    int code = 0;
    if (space < 0 || memory < 0 || transfer < 0 ||
        H5Sselect_hyperslab(space, H5S_SELECT_SET, &start, NULL, &number, NULL) < 0 ||
        H5Dread(opened->dataset, opened->type, memory, space, transfer, block) < 0)
        code = record_refuse(source, EXIT_DATA, "corrupt: %s", record_hdf5_cause());
    record_hdf5_release(transfer);
    record_hdf5_release(memory);
    record_hdf5_release(space);
    return code;
}

static size_t chunk_rows(hid_t dataset)
{
    hsize_t chunk = 1;
    hid_t properties = H5Dget_create_plist(dataset);
    if (properties >= 0 && H5Pget_layout(properties) == H5D_CHUNKED)
        H5Pget_chunk(properties, 1, &chunk);
    record_hdf5_release(properties);
    return (size_t)chunk;
}

/* Rows of one block. */
static size_t block_rows(const struct record_opened *opened, bool by_chunks)
{
    size_t most = RECORD_BLOCK_BYTES / opened->stride + 1;
    size_t chunk = by_chunks ? chunk_rows(opened->dataset) : most;
    most = chunk < most ? chunk : most;
    return opened->rows < most ? (size_t)opened->rows + 1 : most;
}

int record_visit(const struct record_source *source, int table, bool by_chunks,
                 record_visit_fn *visit, void *context)
{
    struct record_opened opened;
    int code = record_open_table(source, &record_tables[table], &opened);
    if (code)
        return code;
    size_t most = block_rows(&opened, by_chunks);
    struct record_block block = {
        .table = table, .total = opened.rows, .stride = opened.stride, .rows = NULL};
    block.schema = source->schema == RECORD_UNKNOWN ? older_schema(opened.type) : source->schema;
    block.rows = malloc(most * opened.stride);
    if (!block.rows)
        code = record_refuse(source, EXIT_MEMORY, "out of memory");
    else
        code = visit(context, &block);
    for (uint64_t first = 0; first < opened.rows && code == 0; first += block.count) {
        block.count = opened.rows - first < most ? (size_t)(opened.rows - first) : most;
        code = block_read(source, &opened, first, block.count, block.rows);
        if (code == 0)
            code = visit(context, &block);
    }
    free(block.rows);
    record_close_table(&opened);
    return code;
}
