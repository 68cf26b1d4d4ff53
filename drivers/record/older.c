/* What older programs meant by what they wrote: the only place that reads their words. */
#include "drivers/record/older.h"

#include <stdbool.h>
#include <string.h>

#include "drivers/record/words.h"

#define SET(row, member, text) record_text((row)->member, sizeof(row)->member, text)

static enum invalid_code code_of(const struct run_row *row)
{
    static const struct {
        const char *beginning;
        enum invalid_code code;
    } reasons[] = {{"images failed", INVALID_FAILED},
                   {"two iterations gave", INVALID_DISAGREED},
                   {"the run was not completed", INVALID_STOPPED},
                   {"oversubscribed", INVALID_OVERSUBSCRIBED},
                   {"wrong binding", INVALID_BINDING}};
    if (row->valid)
        return INVALID_NONE;
    for (size_t i = 0; i < sizeof reasons / sizeof *reasons; ++i)
        if (strncmp(row->invalid_reason, reasons[i].beginning, strlen(reasons[i].beginning)) == 0)
            /* A run that failed was completed, and found wrong by its verification. */
            return reasons[i].code == INVALID_STOPPED && strcmp(row->status, "failed") == 0
                       ? INVALID_DISAGREED
                       : reasons[i].code;
    return INVALID_OTHER;
}

static void model_settle(struct run_row *row)
{
    static const struct {
        const char *name;
        int8_t processes, threads;
    } models[] = {{"serial", 0, 0}, {"omp", 0, 1}, {"mpi", 1, 0}, {"hybrid", 1, 1}};
    for (size_t i = 0; i < sizeof models / sizeof *models; ++i)
        if (strcmp(row->model, models[i].name) == 0) {
            row->model_processes = models[i].processes;
            row->model_threads = models[i].threads;
        }
}

void older_settle(struct run_row *row, int schema)
{
    if (schema >= 2)
        return;
    SET(row, deal_asked, strcmp(row->deal, "served") == 0 ? "counter" : row->deal);
    SET(row, invalid_code, invalid_code_names[code_of(row)]);
    model_settle(row);
}

int older_schema(hid_t type)
{
    bool runs = H5Tget_member_index(type, "kernel") >= 0;
    return runs && H5Tget_member_index(type, "invalid_code") < 0 ? 1 : RECORD_SCHEMA;
}
