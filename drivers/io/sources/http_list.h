/* The list of a run's URLs, as they were named or in a file. */
#ifndef PARALLAX_IO_SOURCES_HTTP_LIST_H
#define PARALLAX_IO_SOURCES_HTTP_LIST_H

#include "drivers/io/source.h"

/* Fills in *list from operands and --urls-from. list_path() is what may be shown of a URL: what
 * url_conceal() leaves of it, with its place in the list where a query is hidden; list_name() is
 * its url_name(); list->hidden is "URL\0HASH\0" for each item, HASH the SHA-256 that its bytes
 * must have, or "". The fingerprint is of all of it but users and passwords. 0, or -1 with
 * *failure. */
int http_list(const struct source_options *options, struct list *list, struct failure *failure);

/* What follows a string in list->hidden. */
const char *http_list_next(const char *text);

#endif
