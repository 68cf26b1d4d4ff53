/* A hash table of runs: open addressing. Places of runs that were taken off again stay, until there
 * is a run at their index anew; whoever looks compares the UUID. */
#include "drivers/record/run_index.h"

#include <stdlib.h>
#include <string.h>
#include <xxhash.h>

static size_t first_place(const struct results *results, const char *run)
{
    return (size_t)XXH3_64bits(run, strlen(run)) & (results->place_count - 1);
}

size_t run_index_find(const struct results *results, const char *run)
{
    if (results->place_count == 0)
        return results->run_count;
    for (size_t place = first_place(results, run); results->places[place] > 0;
         place = (place + 1) & (results->place_count - 1)) {
        const size_t i = results->places[place] - 1;
        if (i < results->run_count && strcmp(results->runs[i].run, run) == 0)
            return i;
    }
    return results->run_count;
}

static void put(struct results *results, size_t i)
{
    size_t place = first_place(results, results->runs[i].run);
    while (results->places[place] > 0)
        place = (place + 1) & (results->place_count - 1);
    results->places[place] = i + 1;
    ++results->places_used;
}

int run_index_note(struct results *results)
{
    if (2 * (results->places_used + 1) > results->place_count) {
        size_t count = 64;
        while (count < 4 * results->run_count)
            count *= 2;
        size_t *places = calloc(count, sizeof *places);
        if (!places)
            return -1;
        free(results->places);
        results->places = places;
        results->place_count = count;
        results->places_used = 0;
        for (size_t i = 0; i + 1 < results->run_count; ++i)
            put(results, i);
    }
    put(results, results->run_count - 1);
    return 0;
}

void run_index_free(struct results *results)
{
    free(results->places);
    results->places = NULL;
    results->place_count = results->places_used = 0;
}
