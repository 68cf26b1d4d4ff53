/* Lists for tests, found with one call and compared with one string. */
#include "list_fixture.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

struct list list_fixture_find(const struct list_options *options)
{
    struct list list;
    struct failure failure;
    assert_int_equal(list_find(&list, options, &failure), 0);
    return list;
}

struct list list_fixture_two(const char *first, const char *second)
{
    char *inputs[] = {(char *)first, (char *)second};
    return list_fixture_find(&(struct list_options){.inputs = inputs, .count = second ? 2 : 1});
}

struct list list_fixture_from(const char *files_from, bool null_separated)
{
    return list_fixture_find(
        &(struct list_options){.files_from = files_from, .null_separated = null_separated});
}

void list_fixture_expect(struct list *list, const char *expected)
{
    char text[2048] = "";
    for (int i = 0; i < list->count; ++i) {
        size_t used = strlen(text);
        snprintf(text + used, sizeof text - used, "%s%s=%s", i ? " " : "", list_path(list, i),
                 list_name(list, i));
    }
    assert_string_equal(text, expected);
    list_free(list);
}
