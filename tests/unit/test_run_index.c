/* Finding a run among many by its UUID. */
#include "drivers/record/run_index.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { RUNS = 3000 };

static void append(struct results *results, int number)
{
    struct run_row *row = &results->runs[results->run_count++];
    snprintf(row->run, sizeof row->run, "%08x-0000-4000-8000-000000000000", (unsigned)number);
    assert_int_equal(run_index_note(results), 0);
}

static size_t find(const struct results *results, int number)
{
    char name[37];
    snprintf(name, sizeof name, "%08x-0000-4000-8000-000000000000", (unsigned)number);
    return run_index_find(results, name);
}

static void every_run_is_found_and_no_other(void **state)
{
    (void)state;
    struct results results = {0};
    results.runs = calloc(RUNS, sizeof *results.runs);
    assert_int_equal(find(&results, 0), 0); /* none: their count */
    for (int i = 0; i < RUNS; ++i)
        append(&results, i);
    for (int i = 0; i < RUNS; ++i)
        assert_int_equal(find(&results, i), i);
    assert_int_equal(find(&results, RUNS), RUNS);
    run_index_free(&results);
    free(results.runs);
}

/* A file that proves damaged in its last table: its runs are taken off again, others follow. */
static void runs_that_were_taken_off_are_gone(void **state)
{
    (void)state;
    struct results results = {0};
    results.runs = calloc(RUNS, sizeof *results.runs);
    for (int turn = 0; turn < 40; ++turn) {
        const size_t kept = results.run_count;
        for (int i = 0; i < 50; ++i)
            append(&results, 1000 * turn + i);
        results.run_count = kept;
        append(&results, 1000 * turn + 7);
        assert_int_equal(find(&results, 1000 * turn + 7), kept);
        assert_int_equal(find(&results, 1000 * turn + 8), results.run_count);
    }
    for (int turn = 0; turn < 40; ++turn)
        assert_int_equal(find(&results, 1000 * turn + 7), turn);
    run_index_free(&results);
    free(results.runs);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_run_is_found_and_no_other),
        cmocka_unit_test(runs_that_were_taken_off_are_gone),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
