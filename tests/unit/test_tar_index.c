/* Unit tests of tar_index: headers of all kinds of programs, and damaged ones. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "drivers/io/bytes.h"
#include "drivers/io/sources/tar_index.h"
#include "tests/fixtures/scratch.h"

enum { BLOCK = 512, SIZE_AT = 124, SUM_AT = 148, TYPE_AT = 156, MAGIC_AT = 257, PREFIX_AT = 345 };

static struct bytes archive;

static void end_header(uint8_t *block)
{
    unsigned sum = 0;
    memset(block + SUM_AT, ' ', 8);
    for (int i = 0; i < BLOCK; ++i)
        sum += block[i];
    snprintf((char *)block + SUM_AT, 8, "%06o", sum);
    assert_int_equal(bytes_append(&archive, block, BLOCK), 0);
}

static void begin_header(uint8_t *block, const char *name, int type, size_t size)
{
    memset(block, 0, BLOCK);
    snprintf((char *)block, 100, "%s", name);
    char digits[32];
    snprintf(digits, sizeof digits, "%011zo", size);
    memcpy(block + SIZE_AT, digits, 12);
    block[TYPE_AT] = (uint8_t)type;
    memcpy(block + MAGIC_AT, "ustar\00000", 8);
}

static void add_data(const void *data, size_t size)
{
    static const uint8_t zeros[BLOCK];
    assert_int_equal(bytes_append(&archive, data, size), 0);
    assert_int_equal(bytes_append(&archive, zeros, (BLOCK - size % BLOCK) % BLOCK), 0);
}

static void add(const char *name, int type, const char *data)
{
    uint8_t block[BLOCK];
    begin_header(block, name, type, strlen(data));
    end_header(block);
    add_data(data, strlen(data));
}

static int say(void *context, const struct tar_member *member, struct failure *failure)
{
    (void)failure;
    char *said = context;
    size_t used = strlen(said);
    snprintf(said + used, 1024 - used, "%.40s:%c%lld@%lld ", member->name, "fdlsx"[member->kind],
             (long long)member -> size, (long long)member -> place);
    return 0;
}

/* The members of what was added, and the failure's code. */
static void expect(const char *members, const char *code)
{
    char said[1024] = "";
    struct tar_file file;
    struct failure failure = {0};
    FILE *stream = fopen("x.tar", "wb");
    assert_non_null(stream);
    assert_true(!archive.size || fwrite(archive.data, archive.size, 1, stream) == 1);
    fclose(stream);
    archive.size = 0;
    assert_int_equal(tar_file_open(&file, "x.tar", &failure), 0);
    int result = tar_index(&file, NULL, say, said, &failure);
    tar_file_close(&file);
    assert_string_equal(said, members);
    assert_string_equal(result ? failure.code : "", code);
}

static void add_end(void)
{
    static const uint8_t zeros[2 * BLOCK];
    assert_int_equal(bytes_append(&archive, zeros, sizeof zeros), 0);
}

static void kinds_of_members_are_told_apart(void **state)
{
    (void)state;
    uint8_t block[BLOCK];
    add("a", '0', "1");
    add("b", '\0', "");
    add("old/", '0', "");
    add("d", '5', "");
    add("l", '2', "");
    add("h", '1', "");
    add("f", '6', "");
    begin_header(block, "name", '0', 0);
    memcpy(block + PREFIX_AT, "pre/fix", 7);
    end_header(block);
    add_end();
    expect("a:f1@512 b:f0@1536 old/:d0@2048 d:d0@2560 l:l0@3072 h:l0@3584 f:x0@4096 "
           "pre/fix/name:f0@4608 ",
           "");
}

static void names_and_sizes_come_from_headers_before(void **state)
{
    (void)state;
    uint8_t block[BLOCK];
    add("././@LongLink", 'L', "gnu/long");
    add("cut", '0', "1");
    add("x", 'x', "17 path=pax/név\n12 size=600\n");
    begin_header(block, "short", '0', 1);
    end_header(block);
    add_data((uint8_t[600]){0}, 600);
    add("g", 'g', "19 path=not for this\n");
    add("k", 'K', "target");
    add("plain", '0', "22");
    add_end();
    expect("gnu/long:f1@1536 pax/n\xc3\xa9v:f600@3584 plain:f2@7168 ", "");
}

static void add_record(int type, const char *key, size_t size)
{
    uint8_t block[BLOCK];
    char *record = calloc(1, size + 1);
    assert_non_null(record);
    memset(record, 'v', size);
    record[snprintf(record, size, "%zu %s", size, key)] = '=';
    record[size - 1] = '\n';
    begin_header(block, "x", type, size);
    end_header(block);
    add_data(record, size);
    free(record);
}

static void long_headers_lose_nothing_behind_them(void **state)
{
    (void)state;
    add_record('g', "comment", 2 * TAR_EXTENDED_MAX);
    add_record('K', "target", 2 * TAR_NAME_MAX);
    add_record('x', "SCHILY.acl.access", 2 * TAR_NAME_MAX);
    add("a", '0', "1");
    add_end();
    expect("a:f1@2361344 ", "");
    add("b", '0', "1");
    add_record('x', "comment", TAR_EXTENDED_MAX + 1);
    expect("b:f1@512 ", "corrupt");
    add_record('x', "path", 2 * TAR_NAME_MAX);
    expect("", "corrupt");
}

static void large_sizes_are_binary(void **state)
{
    (void)state;
    uint8_t block[BLOCK];
    begin_header(block, "large", '0', 0);
    memcpy(block + SIZE_AT, "\x80\0\0\0\0\0\0\3\0\0\0\0", 12);
    end_header(block);
    expect("large:f12884901888@512 ", "truncated");
    begin_header(block, "negative", '0', 0);
    memset(block + SIZE_AT, 0xff, 12);
    end_header(block);
    expect("", "corrupt");
}

static void sparse_files_are_passed_over(void **state)
{
    (void)state;
    uint8_t block[BLOCK];
    begin_header(block, "old", 'S', 2);
    block[482] = 1;
    end_header(block);
    memset(block, 0, BLOCK);
    block[504] = 1;
    assert_int_equal(bytes_append(&archive, block, BLOCK), 0);
    block[504] = 0;
    assert_int_equal(bytes_append(&archive, block, BLOCK), 0);
    add_data("12", 2);
    add("x", 'x', "22 GNU.sparse.major=1\n");
    add("new", '0', "map");
    add("next", '0', "1");
    add_end();
    expect("old:s2@512 new:s3@3584 next:f1@4608 ", "");
}

static void damage_is_told(void **state)
{
    (void)state;
    expect("", "truncated");
    add("a", '0', "1");
    expect("a:f1@512 ", "truncated");
    add("a", '0', "1");
    assert_int_equal(bytes_append(&archive, "text", 4), 0);
    expect("a:f1@512 ", "truncated");
    add("a", '0', "1");
    add("b", '0', "1");
    archive.data[2 * BLOCK] = 'c';
    add_end();
    expect("a:f1@512 ", "corrupt");
    add("x", 'x', "99 path=a\n");
    expect("", "corrupt");
    add("x", 'x', "9 size=x\n");
    expect("", "corrupt");
    uint8_t block[BLOCK];
    begin_header(block, "x", 'L', (size_t)TAR_NAME_MAX + 1);
    end_header(block);
    expect("", "corrupt");
}

static void archives_are_known_by_their_names(void **state)
{
    (void)state;
    size_t stem;
    assert_true(tar_file_is("a/b.TAR", &stem));
    assert_int_equal(stem, 3);
    assert_true(tar_file_is("b.tar.zst", &stem));
    assert_int_equal(stem, 1);
    assert_true(tar_file_is("*.tgz", NULL));
    assert_false(tar_file_is("a/.tar", NULL));
    assert_false(tar_file_is("tar", NULL));
    assert_false(tar_file_is("a.tar/b.jpg", NULL));
    assert_true(tar_file_is_plain("a.tar"));
    assert_false(tar_file_is_plain("a.tar.gz"));
}

static int free_archive(void **state)
{
    bytes_free(&archive);
    return scratch_leave(state);
}

#define IN_SCRATCH(test) cmocka_unit_test_setup_teardown(test, scratch_enter, free_archive)

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_SCRATCH(kinds_of_members_are_told_apart),
        IN_SCRATCH(names_and_sizes_come_from_headers_before),
        IN_SCRATCH(long_headers_lose_nothing_behind_them),
        IN_SCRATCH(large_sizes_are_binary),
        IN_SCRATCH(sparse_files_are_passed_over),
        IN_SCRATCH(damage_is_told),
        cmocka_unit_test(archives_are_known_by_their_names),
    };
    return cmocka_run_group_tests_name("tar_index", tests, NULL, NULL);
}
