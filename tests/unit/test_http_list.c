/* Unit tests of http_list and http_wait: what a list of URLs may be, and how long is waited. */
#include "drivers/io/sources/http_list.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "drivers/io/sources/http_verdict.h"
#include "tests/fixtures/scratch.h"

#define DIGITS "0123456789abcdef0123456789ABCDEF0123456789abcdef0123456789ABCDEF"

static struct list list;
static struct failure failure;

static int read_list(const char *text)
{
    struct source_options options = {.urls_from = "urls"};
    list_free(&list);
    scratch_file("urls", text);
    return http_list(&options, &list, &failure);
}

static void lists_may_have_bom_crlf_blanks_and_comments(void **state)
{
    (void)state;
    assert_int_equal(read_list("\xef\xbb\xbfhttp://h/a.jpg\r\n\n# http://no\n  https://h/b.jpg\t\n"
                               "http://h/c.jpg#part"),
                     0);
    assert_int_equal(list.count, 3);
    assert_string_equal(list_path(&list, 0), "http://h/a.jpg");
    assert_string_equal(list_name(&list, 1), "h/b.jpg");
    assert_string_equal(list_path(&list, 2), "http://h/c.jpg");
    assert_int_equal(read_list("http://h/a.jpg\r# no\rhttp://h/b.jpg\r"), 0); /* old Macs */
    assert_int_equal(list.count, 2);
    assert_string_equal(list_path(&list, 1), "http://h/b.jpg");
}

static void list_61_shows_no_secret_and_keeps_urls_apart(void **state)
{
    (void)state;
    assert_int_equal(read_list("http://me:hush@h/a?hush=1\nhttp://h/a?hush=2\n"), 0);
    assert_string_equal(list_path(&list, 0), "http://*@h/a?*#1");
    assert_string_equal(list_path(&list, 1), "http://h/a?*#2");
    assert_string_equal(list.hidden, "http://me:hush@h/a?hush=1");
    assert_string_equal(http_list_next(http_list_next(list.hidden)), "http://h/a?hush=2");
    for (size_t i = 0; i < list.text_size; ++i)
        assert_int_not_equal(strncmp(list.text + i, "hush", 4), 0);
}

static uint64_t fingerprint_of(const char *text)
{
    assert_int_equal(read_list(text), 0);
    return list.fingerprint;
}

static void fingerprints_tell_queries_and_hashes_apart_but_no_passwords(void **state)
{
    (void)state;
    uint64_t one = fingerprint_of("http://h/img?id=1\n");
    assert_true(one == fingerprint_of("http://h/img?id=1\n"));
    assert_true(one != fingerprint_of("http://h/img?id=3\n"));
    assert_true(one != fingerprint_of("http://h/img\n"));
    assert_true(one != fingerprint_of("http://h/img?id=1 sha256:" DIGITS "\n"));
    assert_true(fingerprint_of("http://h/img?a\nhttp://h/img?b\n") !=
                fingerprint_of("http://h/img?b\nhttp://h/img?a\n"));
    assert_true(fingerprint_of("http://me:hush@h/img?id=1\n") ==
                fingerprint_of("http://you:no@h/img?id=1\n"));
}

static void list_63_hashes_become_lower_case(void **state)
{
    (void)state;
    assert_int_equal(read_list("http://h/a sha256:" DIGITS "\r\n"), 0);
    const char *hash = http_list_next(list.hidden);
    assert_int_equal(strlen(hash), 64);
    assert_null(strpbrk(hash, "ABCDEF"));
}

static void what_is_wrong_is_refused_by_its_line(void **state)
{
    (void)state;
    static const char *const wrong[] = {"http://h/a\nhush\n", "http://h/a\nftp://hush\n",
                                        "http://h/a\nhttp://hush md5:1\n",
                                        "http://h/a\nhttp://hush sha256:" DIGITS "0\n"};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; ++i) {
        assert_int_equal(read_list(wrong[i]), -1);
        assert_non_null(strstr(failure.message, "line 2"));
        assert_null(strstr(failure.message, "hush"));
    }
    assert_int_equal(read_list("# nothing\n"), -1);
    assert_string_equal(failure.code, "no-input");
}

static void wait_53_doubles_up_to_a_minute(void **state)
{
    (void)state;
    for (int tries = 1; tries < 20; ++tries) {
        double low = http_wait(0.5, tries, 0, 0), high = http_wait(0.5, tries, 0, 1);
        assert_true(low <= high && high <= 60 && low >= (tries < 8 ? high / 2 : 30));
        assert_true(tries > 7 || high == 0.5 * (1 << (tries - 1)));
    }
}

static void wait_53_is_as_long_as_the_server_asks(void **state)
{
    (void)state;
    assert_true(http_wait(0.5, 1, 10, 0) >= 10 && http_wait(0.5, 1, 10, 1) > 10);
    assert_true(http_wait(0.5, 1, 1e9, 1) == 60);
    assert_true(http_wait(4, 3, 1, 1) == 16);
}

static int leave(void **state)
{
    list_free(&list);
    return scratch_leave(state);
}

#define IN_SCRATCH(test) cmocka_unit_test_setup_teardown(test, scratch_enter, leave)

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_SCRATCH(lists_may_have_bom_crlf_blanks_and_comments),
        IN_SCRATCH(list_61_shows_no_secret_and_keeps_urls_apart),
        IN_SCRATCH(fingerprints_tell_queries_and_hashes_apart_but_no_passwords),
        IN_SCRATCH(list_63_hashes_become_lower_case),
        IN_SCRATCH(what_is_wrong_is_refused_by_its_line),
        cmocka_unit_test(wait_53_doubles_up_to_a_minute),
        cmocka_unit_test(wait_53_is_as_long_as_the_server_asks),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
