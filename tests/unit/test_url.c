/* Unit tests of url: nothing secret is shown, no name leads anywhere else. */
#include "drivers/io/url.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static void expect_shown(const char *text, const char *ends, const char *shown)
{
    char copy[256];
    strcpy(copy, text);
    url_conceal(copy, ends);
    assert_string_equal(copy, shown);
}

static void url_61_user_and_query_are_hidden(void **state)
{
    (void)state;
    expect_shown("http://host/a.jpg", "", "http://host/a.jpg");
    expect_shown("http://me:hush@host:80/a.jpg", "", "http://*@host:80/a.jpg");
    expect_shown("HTTPS://a@b:hush@host", "", "HTTPS://*@host");
    expect_shown("http://host/a.jpg?token=hush", "", "http://host/a.jpg?*");
    expect_shown("http://me:hush@host?hush#hush", "", "http://*@host?*");
    expect_shown("http://host/a#hush", "", "http://host/a#*");
    expect_shown("http://host/at@path?", "", "http://host/at@path?");
    expect_shown("http://host/http://me:hush@inner/x", "", "http://host/http://*@inner/x");
    expect_shown("http://host/a b?hush it", "", "http://host/a b?*");
    expect_shown("photos/a?b.jpg", "", "photos/a?b.jpg");
    expect_shown("://@x", "", "://x");
}

static void url_61_texts_keep_what_is_around(void **state)
{
    (void)state;
    expect_shown("fetch --x 1 http://u:hush@h/a?hush --y what?", " \t\n",
                 "fetch --x 1 http://*@h/a?* --y what?");
    expect_shown("a://h?x\nb://u:hush@h", " \t\n", "a://h?*\nb://*@h");
}

static void expect_name(const char *url, const char *wanted)
{
    char *name = url_name(url);
    assert_non_null(name);
    assert_string_equal(name, wanted);
    free(name);
}

static void url_62_names_stay_below(void **state)
{
    (void)state;
    expect_name("http://Host.org/a/b.jpg", "host.org/a/b.jpg");
    expect_name("http://me:hush@host:8080/b.jpg?hush", "host_8080/b.jpg");
    expect_name("http://host", "host/index");
    expect_name("http://host/a/", "host/a/index");
    expect_name("http://host/../../etc/./passwd", "host/etc/passwd");
    expect_name("http://host/a/..", "host/a/index");
    expect_name("http://../x", "_./x");
    expect_name("http:///x", "_/x");
    expect_name("http://host/.ssh//%2e%2e/..x", "host/_ssh/%2e%2e/_.x");
    expect_name("http://host/a;$(b)\x1b[31m\xc3\xa9'\"\\|.jpg", "host/a___b___31m______.jpg");
    expect_name("http://host?a/b", "host/index");
}

static void long_names_are_cut(void **state)
{
    (void)state;
    char url[1000] = "http://host/";
    memset(url + strlen(url), 'a', 900);
    char *name = url_name(url);
    assert_int_equal(strlen(name), strlen("host/") + 200);
    free(name);
}

static void urls_are_known_by_their_beginning(void **state)
{
    (void)state;
    assert_true(url_is("http://x") && url_is("ftp://x") && url_is("a+b.c-1://x"));
    assert_false(url_is("x/http://") || url_is("://x") || url_is("1a://x") || url_is("http:/x"));
    assert_true(url_is_http("http://x") && url_is_http("HTTPS://x"));
    assert_false(url_is_http("ftp://x") || url_is_http("http:x"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(url_61_user_and_query_are_hidden),
        cmocka_unit_test(url_61_texts_keep_what_is_around),
        cmocka_unit_test(url_62_names_stay_below),
        cmocka_unit_test(long_names_are_cut),
        cmocka_unit_test(urls_are_known_by_their_beginning),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
