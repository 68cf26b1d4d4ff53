/* Lists for tests, found with one call and compared with one string. */
#ifndef PARALLAX_LIST_FIXTURE_H
#define PARALLAX_LIST_FIXTURE_H

#include "drivers/io/list.h"

/* list_find(), which must not fail. The caller frees the list. */
struct list list_fixture_find(const struct list_options *options);

/* Of two inputs; `second` may be NULL. */
struct list list_fixture_two(const char *first, const char *second);

/* Of a file of paths. */
struct list list_fixture_from(const char *files_from, bool null_separated);

/* Compares with "path=name path=name …" and frees the list. */
void list_fixture_expect(struct list *list, const char *expected);

#endif
