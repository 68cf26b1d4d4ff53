/* Why one item failed: data, not control flow. Also the words that go with an error elsewhere. */
#ifndef PARALLAX_COMMON_FAILURE_H
#define PARALLAX_COMMON_FAILURE_H

#include <stdio.h>

/* `stage`: "list", "read", "decode", "plan", "kernel", "encode", "write". `code` is stable and made
 * for machines: an errno name ("EACCES", "ENOENT", "ENOSPC", …) or one of "empty",
 * "unknown-format", "truncated", "corrupt", "unsupported", "too-large", "changed", "memory",
 * "exists", "not-regular", "no-library"; of downloads "gone", "busy", "server-error",
 * "http-status", "dns", "network", "timeout", "short-body", "redirect", "private-address", "tls",
 * "hash-mismatch". Both point to string literals. */
struct failure {
    const char *stage, *code;
    char message[240]; /* a sentence for people, without the path; cut if longer */
};

/* Fills *failure, printf-like, and returns -1, so that a caller can `return failure_set(…)`. */
int failure_set(struct failure *failure, const char *stage, const char *code, const char *format,
                ...) __attribute__((format(printf, 4, 5)));

/* The same from errno: its name as the code, strerror as the message after `what`. */
int failure_errno(struct failure *failure, const char *stage, const char *what, int error);

/* Prints a text that may hold a file name: what could control a terminal or turn the direction of
 * writing, and what is not UTF-8, becomes '?'. */
void failure_print(FILE *out, const char *text);

#endif
