/* Adds up the peaks of a node's processes. */
#include "drivers/run/peak.h"

#include <stdbool.h>
#include <string.h>

void peak_find(struct peak *peak, const struct worker_row *rows, size_t ranks, size_t threads)
{
    *peak = (struct peak){"", 0};
    for (size_t first = 0; first < ranks; ++first) {
        const char *node = rows[first * threads].node;
        int64_t bytes = 0;
        bool counted = false; /* with an earlier one */
        for (size_t r = 0; r < ranks && !counted; ++r) {
            bool same = strcmp(rows[r * threads].node, node) == 0;
            counted = same && r < first;
            bytes += same ? rows[r * threads].rss_bytes : 0;
        }
        if (!counted && bytes > peak->bytes) {
            peak->bytes = bytes;
            memcpy(peak->node, node, sizeof peak->node);
        }
    }
}
