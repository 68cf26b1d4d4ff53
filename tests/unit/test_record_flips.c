/* Flipped bits: none of a sealed file passes, and none of any file ends who reads it.
 * usage: test_record_flips [FLIPS]: so many of each kind of file; else 300 of a sealed one, and 60
 * of those that are read in a process of their own. */
#include <inttypes.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "drivers/record/salvage.h"
#include "tests/fixtures/record_fixture.h"

enum { DATA = 65, SALVAGE_ONE_IN = 30 };

static int sealed_flips = 300, other_flips = 60;

static uint64_t random_next(uint64_t *state) /* splitmix64 */
{
    uint64_t z = (*state += UINT64_C(0x9e3779b97f4a7c15));
    z = (z ^ z >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ z >> 27) * UINT64_C(0x94d049bb133111eb);
    return z ^ z >> 31;
}

/* Somewhere in what is used of a file: who writes one reserves room, which is zero until then. */
static uint64_t bit_choose(FILE *stream, uint64_t size, uint64_t *state)
{
    for (;;) {
        static const char zeros[64];
        char around[sizeof zeros] = "";
        uint64_t bit = random_next(state) % (size * 8);
        assert_int_equal(fseek(stream, (long)(bit / 8 / sizeof zeros * sizeof zeros), SEEK_SET), 0);
        if (fread(around, 1, sizeof around, stream) > 0 && memcmp(around, zeros, sizeof zeros) != 0)
            return bit;
    }
}

static void bit_turn(FILE *stream, uint64_t bit)
{
    long at = (long)(bit / 8);
    assert_int_equal(fseek(stream, at, SEEK_SET), 0);
    int byte = fgetc(stream);
    assert_true(byte >= 0);
    assert_int_equal(fseek(stream, at, SEEK_SET), 0);
    fputc(byte ^ 1 << bit % 8, stream);
    assert_int_equal(fflush(stream), 0);
}

struct outcome {
    int good, refused, crashed, salvaged, whole;
};

static void read_one(const char *path, struct outcome *outcome)
{
    struct results results;
    int code = file_read(path, &results);
    assert_true(code == 0 || code == DATA);
    bool crashed = code && strstr(message, "damaged: HDF5");
    *(code == 0 ? &outcome->good : crashed ? &outcome->crashed : &outcome->refused) += 1;
    record_results_free(&results);
}

static void salvage_one(const char *path, struct outcome *outcome)
{
    struct results results = {0};
    struct record_salvaged salvaged;
    int code = record_salvage(path, &results, &salvaged, message, sizeof message);
    assert_true(code == 0 || code == DATA);
    outcome->salvaged += results.run_count > 0;
    bool whole = code == 0;
    for (int i = 0; i < RECORD_TABLES && whole; ++i)
        whole = salvaged.tables[i].found && salvaged.tables[i].saved == salvaged.tables[i].total;
    outcome->whole += whole;
    record_results_free(&results);
}

static struct outcome flip(const char *path, const char *kind, int flips)
{
    struct outcome outcome = {0};
    struct stat status;
    uint64_t state = 25;
    assert_int_equal(stat(path, &status), 0);
    FILE *stream = fopen(path, "r+b");
    setvbuf(stream, NULL, _IONBF, 0);
    int tried = 0;
    for (int i = 0; i < flips; ++i) {
        uint64_t bit = bit_choose(stream, (uint64_t)status.st_size, &state);
        bit_turn(stream, bit);
        read_one(path, &outcome);
        if (i % SALVAGE_ONE_IN == 0) {
            salvage_one(path, &outcome);
            ++tried;
        }
        bit_turn(stream, bit);
    }
    fclose(stream);
    printf("%s: %d flips of %lld bytes: %d read as good, %d refused, %d crashed HDF5 in its child; "
           "salvaged %d of %d, whole %d\n",
           kind, flips, (long long)status.st_size, outcome.good, outcome.refused, outcome.crashed,
           outcome.salvaged, tried, outcome.whole);
    struct results results;
    assert_int_equal(file_read(path, &results), 0); /* unharmed */
    record_results_free(&results);
    return outcome;
}

static void F25_no_flipped_bit_of_a_sealed_file_passes(void **state)
{
    (void)state;
    file_make();
    struct outcome outcome = flip(file, "sealed", sealed_flips);
    assert_int_equal(outcome.good, 0);
    assert_int_equal(outcome.crashed, 0); /* HDF5 never sees it */
    assert_int_equal(outcome.refused, sealed_flips);
}

static void F25_no_flipped_bit_of_a_killed_writers_file_ends_us(void **state)
{
    (void)state;
    pid_t child = fork();
    if (child == 0) {
        struct record *record = create();
        contents_put(record, uuid);
        record_flush(record);
        raise(SIGKILL);
    }
    waitpid(child, NULL, 0);
    flip(temporary_find(), "killed", other_flips);
}

static void F25_no_flipped_bit_of_an_older_file_ends_us(void **state)
{
    (void)state;
    for (int version = 1; version <= 2; ++version) {
        char command[600], kind[32];
        snprintf(command, sizeof command,
                 "mkdir -p %s/new && gunzip -c " PARALLAX_FIXTURES "/schema-%d.h5.gz >%s",
                 directory, version, file);
        assert_int_equal(system(command), 0);
        snprintf(kind, sizeof kind, "schema %d", version);
        flip(file, kind, other_flips);
    }
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, fixture_begin, fixture_end)

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        TEST(F25_no_flipped_bit_of_a_sealed_file_passes),
        TEST(F25_no_flipped_bit_of_a_killed_writers_file_ends_us),
        TEST(F25_no_flipped_bit_of_an_older_file_ends_us),
    };
    if (argc > 1)
        sealed_flips = other_flips = atoi(argv[1]);
    if (sealed_flips < 1)
        return 64;
    return cmocka_run_group_tests(tests, NULL, NULL);
}
