/* A results file with something in every field, in a directory of its own. */
#include "record_fixture.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

const char uuid[] = "0b0e7c1c-7f1c-4c7e-9a51-5d6a4b9a3f11";
const char other_uuid[] = "5f2f1a52-93a7-4b4e-8f0b-6f7f7d5f3c02";
char directory[64], file[128], hidden[128], message[1024];

int fixture_begin(void **state)
{
    (void)state;
    snprintf(directory, sizeof directory, "/tmp/test_record.XXXXXX");
    if (!mkdtemp(directory))
        return -1;
    snprintf(file, sizeof file, "%s/new/run.h5", directory);
    snprintf(hidden, sizeof hidden, "%s/new/.run.h5.tmp", directory);
    return 0;
}

int fixture_end(void **state)
{
    (void)state;
    char path[160];
    unlink(file);
    unlink(hidden);
    snprintf(path, sizeof path, "%s/new", directory);
    rmdir(path);
    return rmdir(directory); /* fails if anything else was left behind */
}

/* Fills a row so that every field has a value of its own, `salt` deep. */
void row_fill(const struct record_table *table, void *row, int salt, const char *run)
{
    memset(row, 0, table->row_size);
    for (size_t i = 0; i < table->field_count; i++) {
        const struct record_field *field = &table->fields[i];
        char *at = (char *)row + field->offset;
        int64_t number = 1 + (int64_t)i + 3 * salt;
        int8_t small = (int8_t)number;
        int32_t middle = (int32_t)(-1000 * number);
        int64_t large = number << 33;
        double real = 0.1 * (double)number;
        if (field->kind == RECORD_TEXT)
            snprintf(at, field->size, "%s%d", field->name, salt);
        else if (field->kind != RECORD_LONG_TEXT)
            memcpy(at,
                   field->kind == RECORD_INT8     ? (void *)&small
                   : field->kind == RECORD_INT32  ? (void *)&middle
                   : field->kind == RECORD_DOUBLE ? (void *)&real
                                                  : (void *)&large,
                   field->size);
    }
    snprintf(row, 37, "%s", run);
}

struct record *create(void)
{
    struct record *record =
        record_create(file, "a title", uuid, "2024-01-02T03:04:05Z", message, sizeof message);
    if (!record)
        fail_msg("%s", message);
    return record;
}

static char long_value[300000];
struct fact_row facts[FACTS];

void contents_put(struct record *record, const char *run)
{
    struct run_row run_row;
    struct sample_row samples[SAMPLES];
    struct worker_row workers[SAMPLES];
    struct point_row point;
    struct node_row node;
    row_fill(&record_tables[TABLE_RUNS], &run_row, 0, run);
    row_fill(&record_tables[TABLE_POINTS], &point, 0, run);
    row_fill(&record_tables[TABLE_NODES], &node, 0, run);
    for (int i = 0; i < SAMPLES; i++) {
        row_fill(&record_tables[TABLE_SAMPLES], &samples[i], i, run);
        row_fill(&record_tables[TABLE_WORKERS], &workers[i], i, run);
    }
    memset(long_value, 'x', sizeof long_value - 1);
    const char *const values[FACTS] = {"-O2", "", long_value};
    for (int i = 0; i < FACTS; i++) {
        row_fill(&record_tables[TABLE_FACTS], &facts[i], i, run);
        facts[i].value = values[i];
    }
    assert_int_equal(record_put_run(record, &run_row), 0);
    assert_int_equal(record_add_samples(record, samples, 1), 0);
    assert_int_equal(record_add_samples(record, samples + 1, SAMPLES - 1), 0);
    assert_int_equal(record_add_workers(record, workers, SAMPLES), 0);
    assert_int_equal(record_add_points(record, &point, 1), 0);
    assert_int_equal(record_put_facts(record, facts, FACTS), 0);
    assert_int_equal(record_put_nodes(record, &node, 1), 0);
}

void file_make(void)
{
    struct record *record = create();
    contents_put(record, uuid);
    if (record_close(record, "complete", message, sizeof message) < 0)
        fail_msg("%s", message);
}

int file_read(const char *path, struct results *results)
{
    memset(results, 0, sizeof *results);
    return record_read(path, results, message, sizeof message);
}

void expect_code(const char *path, int code, const char *word)
{
    struct results results;
    assert_int_equal(file_read(path, &results), code);
    assert_non_null(strstr(message, word));
    assert_int_equal(results.run_count, 0);
    results_free(&results);
}
