/* HTML: everything that comes from a file passes through one of these. */
#ifndef PARALLAX_PAGE_HTML_H
#define PARALLAX_PAGE_HTML_H

#include <stddef.h>
#include <stdio.h>

/* Text, in an element or in an attribute in double quotes: nothing in it is markup. Controls, marks
 * that turn the direction of writing and what is not UTF-8 become '?'; a line's end stays. */
void html_text(FILE *out, const char *text);

/* printf-like: "%s" are texts as above, cut to 4096 bytes in all. */
void html_format(FILE *out, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* A relative link to a file beside the page. */
void html_link(FILE *out, const char *name, const char *text);

/* "data:TYPE;base64,…" of these bytes. */
void html_data(FILE *out, const char *type, const void *bytes, size_t size);

/* The same of a file's; -1: it cannot be read, and nothing was written. */
int html_data_of_file(FILE *out, const char *type, const char *path);

#endif
