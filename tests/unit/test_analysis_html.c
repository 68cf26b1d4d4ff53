/* Escaping for pages, and files inside them. */
#include "analysis/page/html.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

static char *text;
static size_t text_size;

static FILE *begin(void)
{
    free(text);
    FILE *out = open_memstream(&text, &text_size);
    assert_non_null(out);
    return out;
}

static void markup_is_text(void **state)
{
    (void)state;
    FILE *out = begin();
    html_text(out, "<script>alert('1') && \"x\"</script>");
    fclose(out);
    assert_string_equal(text, "&lt;script&gt;alert(&#39;1&#39;) &amp;&amp; &quot;x&quot;"
                              "&lt;/script&gt;");
}

static void what_acts_or_is_no_utf8_is_replaced(void **state)
{
    (void)state;
    FILE *out = begin();
    html_text(out, "a\033\x9b\xE2\x80\xAE\xE2\x80z\xE2\x80\x93\nb");
    fclose(out);
    assert_string_equal(text, "a?????z\xE2\x80\x93\nb");
}

static void what_is_formatted_and_linked_is_escaped(void **state)
{
    (void)state;
    FILE *out = begin();
    html_format(out, "%s=%d", "<i>", 7);
    html_link(out, "a\"b.png", "<b>");
    fclose(out);
    assert_string_equal(text, "&lt;i&gt;=7<a href=\"a&quot;b.png\">&lt;b&gt;</a>");
}

/* RFC 4648, 10. */
static void data_is_base64(void **state)
{
    (void)state;
    static const char *const vectors[][2] = {{"", ""},
                                             {"f", "Zg=="},
                                             {"fo", "Zm8="},
                                             {"foo", "Zm9v"},
                                             {"foob", "Zm9vYg=="},
                                             {"fooba", "Zm9vYmE="},
                                             {"foobar", "Zm9vYmFy"}};
    for (size_t i = 0; i < sizeof vectors / sizeof vectors[0]; ++i) {
        FILE *out = begin();
        html_data(out, "text/csv", vectors[i][0], strlen(vectors[i][0]));
        fclose(out);
        assert_memory_equal(text, "data:text/csv;base64,", 21);
        assert_string_equal(text + 21, vectors[i][1]);
    }
    FILE *out = begin();
    html_data(out, "x", "\xff\xfe\xfd", 3);
    fclose(out);
    assert_string_equal(text, "data:x;base64,//79");
}

static void a_file_that_is_missing_leaves_nothing(void **state)
{
    (void)state;
    char path[] = "/tmp/parallax-html-XXXXXX";
    const int file = mkstemp(path);
    assert_true(file >= 0 && write(file, "foo", 3) == 3 && close(file) == 0);
    FILE *out = begin();
    assert_int_equal(html_data_of_file(out, "x", path), 0);
    unlink(path);
    assert_int_equal(html_data_of_file(out, "x", path), -1);
    fclose(out);
    assert_string_equal(text, "data:x;base64,Zm9v");
}

static int release(void **state)
{
    (void)state;
    free(text);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(markup_is_text),
        cmocka_unit_test(what_acts_or_is_no_utf8_is_replaced),
        cmocka_unit_test(what_is_formatted_and_linked_is_escaped),
        cmocka_unit_test(data_is_base64),
        cmocka_unit_test(a_file_that_is_missing_leaves_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, release);
}
