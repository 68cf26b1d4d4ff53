/* Unit tests of table: columns of CSV, TSV and JSON lines, and what is said of damaged ones. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "drivers/io/list.h"
#include "tests/fixtures/list_fixture.h"
#include "tests/fixtures/scratch.h"

static const char *const usual[] = {"path", "file", NULL};
static const struct table_wish any = {"--list", NULL, usual, NULL, NULL};

static int append_row(void *context, const struct table_row *row, struct failure *failure)
{
    (void)failure;
    char *said = context;
    size_t used = strlen(said);
    snprintf(said + used, 512 - used, "%zu:%s%s%s|", row->line, row->value, row->name ? "=" : "",
             row->name ? row->name : "");
    return 0;
}

/* What is read; "" and *failure if it fails. */
static const char *read_all(enum table_kind kind, const struct table_wish *wish, const char *text,
                            size_t size, struct failure *failure)
{
    static char said[512];
    struct bytes bytes = {0};
    said[0] = '\0';
    *failure = (struct failure){0};
    assert_int_equal(bytes_append(&bytes, text, size), 0);
    assert_int_equal(bytes_append(&bytes, "", 1), 0);
    --bytes.size;
    if (table_read(kind, wish, &bytes, append_row, said, failure))
        said[0] = '\0';
    bytes_free(&bytes);
    return said;
}

static void expect(enum table_kind kind, const struct table_wish *wish, const char *text,
                   const char *rows)
{
    struct failure failure;
    const char *said = read_all(kind, wish, text, strlen(text), &failure);
    assert_string_equal(failure.message, "");
    assert_string_equal(said, rows);
}

static void expect_wrong(enum table_kind kind, const struct table_wish *wish, const char *text,
                         const char *words)
{
    struct failure failure;
    assert_string_equal(read_all(kind, wish, text, strlen(text), &failure), "");
    assert_string_equal(failure.code, "corrupt");
    if (!strstr(failure.message, words))
        fail_msg("\"%s\" does not say \"%s\"", failure.message, words);
}

static void fields_are_quoted_as_in_rfc_4180(void **state)
{
    (void)state;
    expect(TABLE_CSV, &any, "id,path\n1,a.jpg\n2,\"b,\"\"c\"\".jpg\"\n", "2:a.jpg|3:b,\"c\".jpg|");
    expect(TABLE_CSV, &any, "path,t\r\n\"a\nb\",x\r\n\r\nc,\"\"\r\n", "2:a\nb|5:c|");
    expect(TABLE_CSV, &any, "\xef\xbb\xbfPath\na b\nc", "2:a b|3:c|");
    expect(TABLE_CSV, &any, "x,FILE\r\n,\"q\"\r\n", "2:q|");
    expect(TABLE_CSV, &any, "path,t\ra,1\rb,2\r", "2:a|3:b|"); /* old Macs */
    expect(TABLE_CSV, &any, "path,t\na\rb,1\n", "2:a\rb|");
    expect(TABLE_TSV, &any, "path\tt\na,b\t\"1\t2\"\n", "2:a,b|");
    expect(TABLE_CSV, &any, "path\n", "");
    expect(TABLE_CSV, &any, "", "");
}

static void columns_are_named(void **state)
{
    (void)state;
    const struct table_wish named = {"--list", "b", usual, "c", NULL};
    expect(TABLE_CSV, &named, "path,b,c\n1,2,3\n", "2:2=3|");
    expect_wrong(TABLE_CSV, &named, "path,b\n1,2\n", "line 1: there is no column \"c\"");
    expect_wrong(TABLE_CSV, &any, "a.jpg\nb.jpg\n", "no column \"path\" (the first is \"a.jpg\")");
}

static void damaged_tables_name_the_line(void **state)
{
    (void)state;
    static char longest[TABLE_RECORD_MAX + 64] = "path\n\"";
    expect_wrong(TABLE_CSV, &any, "path,t\na,1\nb\n", "line 3: it has 1 fields, the header 2");
    expect_wrong(TABLE_CSV, &any, "path\n\"a\n", "line 2: a quote is not closed");
    expect_wrong(TABLE_CSV, &any, "path\n\"a\"b\n", "line 2: there is text behind a quote");
    expect_wrong(TABLE_CSV, &any, "t,path\n1,\n", "line 2: its field is empty");
    memset(longest + 6, 'x', sizeof longest - 7);
    expect_wrong(TABLE_CSV, &any, longest, "line 2: it has more than 1048576 bytes: is a quote");
    struct failure failure;
    read_all(TABLE_CSV, &any, "p\0a", 3, &failure);
    assert_non_null(strstr(failure.message, "UTF-8"));
}

#ifdef PARALLAX_HAVE_JANSSON
static void json_lines_are_objects(void **state)
{
    (void)state;
    const struct table_wish named = {"--list", "p", usual, "n", NULL};
    expect(TABLE_JSONL, &any, "{\"path\": \"a\\u00e4\\n\", \"x\": [1]}\r\n\n{\"Path\":\"b\"}",
           "1:a\xc3\xa4\n|3:b|");
    expect(TABLE_JSONL, &named, "{\"p\":\"a\",\"n\":\"b\"}\n", "1:a=b|");
    expect_wrong(TABLE_JSONL, &any, "{\"path\":\"a\"}\n{\"path\":1}\n",
                 "line 2: \"path\" is no text");
    expect_wrong(TABLE_JSONL, &any, "{\"p\":\"a\"}\n", "line 1: it has no \"path\"");
    expect_wrong(TABLE_JSONL, &any, "[\"a\"]\n", "line 1: it is no JSON object");
    expect_wrong(TABLE_JSONL, &any, "{\"path\":\"a\"\n", "line 1: ");
    expect_wrong(TABLE_JSONL, &any, "{\"path\":\"a\\u0000b\"}\n", "line 1: ");
}
#endif

static void kinds_are_known_by_the_ending(void **state)
{
    (void)state;
    assert_int_equal(table_kind_of("x/list.CSV", TABLE_AUTO), TABLE_CSV);
    assert_int_equal(table_kind_of("list.ndjson", TABLE_AUTO), TABLE_JSONL);
    assert_int_equal(table_kind_of("list.csv", TABLE_LINES), TABLE_LINES);
    assert_int_equal(table_kind_of("-", TABLE_AUTO), TABLE_LINES);
    assert_int_equal(table_kind_of("-", TABLE_TSV), TABLE_TSV);
}

static void find_wrong(struct list_options *options, const char *text, const char *words)
{
    struct list list;
    struct failure failure;
    scratch_file("list.csv", text);
    options->files_from = "list.csv";
    options->table = any;
    options->table.name = strstr(text, "name") ? "name" : NULL;
    assert_int_equal(list_find(&list, options, &failure), -1);
    if (!strstr(failure.message, words))
        fail_msg("\"%s\" does not say \"%s\"", failure.message, words);
}

static void row_23_tables_name_nothing_outside(void **state)
{
    (void)state;
    struct list_options options = {0};
    find_wrong(&options, "path\na.jpg\n/etc/x.jpg\n", "line 3: \"/etc/x.jpg\" is outside");
    find_wrong(&options, "path\nb/../../a.jpg\n", "line 2: \"b/../../a.jpg\" is outside");
    find_wrong(&options, "path,name\na.jpg,../b.jpg\n", "is no name below the output");
    find_wrong(&options, "path,name\na.jpg,/b.jpg\n", "is no name below the output");
    options.root = "sub";
    find_wrong(&options, "path\nsub/../a.jpg\n", "is outside of the --root");
    options.table.name = "name";
    scratch_file("list.csv", "path,name\nsub/../sub/a.jpg,./x//1.jpg\nsub/b.jpg,2.jpg\n");
    struct list list = list_fixture_find(&options);
    list_fixture_expect(&list, "sub/../sub/a.jpg=x/1.jpg sub/b.jpg=2.jpg");
}

#define IN_SCRATCH(test) cmocka_unit_test_setup_teardown(test, scratch_enter, scratch_leave)

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(fields_are_quoted_as_in_rfc_4180),
        cmocka_unit_test(columns_are_named),
        cmocka_unit_test(damaged_tables_name_the_line),
#ifdef PARALLAX_HAVE_JANSSON
        cmocka_unit_test(json_lines_are_objects),
#endif
        cmocka_unit_test(kinds_are_known_by_the_ending),
        IN_SCRATCH(row_23_tables_name_nothing_outside),
    };
    return cmocka_run_group_tests_name("table", tests, NULL, NULL);
}
