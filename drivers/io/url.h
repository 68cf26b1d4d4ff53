/* URLs as text: what may be shown of them, what their results are called. Nothing here opens one.
 */
#ifndef PARALLAX_IO_URL_H
#define PARALLAX_IO_URL_H

#include <stdbool.h>
#include <stddef.h>

/* Whether it begins as a URL does, with a scheme and "://"; … with http or https, in any case. */
bool url_is(const char *text);
bool url_is_http(const char *text);

/* Replaces in place what may be secret in all URLs of a text: what stands before an "@" in the part
 * of the host, and queries and fragments, by "*". A URL ends before any byte of `ends`: " \t\n" for
 * a text, "" where it is one URL, to its last byte. The text becomes no longer. */
void url_conceal(char *text, const char *ends);

/* The same for a copy, which the caller frees; NULL: no memory. */
char *url_concealed(const char *text, const char *ends);

/* The host and port of an http(s) URL, without user and password: where they begin, and in *size
 * how many bytes. */
const char *url_host(const char *url, size_t *size);

/* What the result of an http(s) URL is called, "host/directory/name": of letters, digits and
 * "-._~%+=,@" alone, other bytes become "_"; without "..", without names that begin with a dot,
 * each at most 200 bytes; "index" where the path ends with "/". The query does not count. The
 * caller frees it; NULL: no memory. */
char *url_name(const char *url);

#endif
