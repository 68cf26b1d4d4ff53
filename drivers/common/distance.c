/* How far two words are from each other. */
#include "drivers/common/distance.h"

#include <string.h>

int distance_edits(const char *left, const char *right)
{
    enum { LONGEST = 32 };
    int row[LONGEST + 1];
    const size_t rows = strnlen(left, LONGEST), columns = strnlen(right, LONGEST);
    for (size_t j = 0; j <= columns; ++j)
        row[j] = (int)j;
    for (size_t i = 1; i <= rows; ++i) {
        int diagonal = row[0];
        row[0] = (int)i;
        for (size_t j = 1; j <= columns; ++j) {
            const int change = diagonal + (left[i - 1] == right[j - 1] ? 0 : 1);
            diagonal = row[j];
            const int smaller = row[j] < row[j - 1] ? row[j] : row[j - 1];
            row[j] = change < smaller + 1 ? change : smaller + 1;
        }
    }
    return row[columns];
}
