/* What the end of a try means: a code for machines, words for people, whether to try again. */
#ifndef PARALLAX_IO_SOURCES_HTTP_VERDICT_H
#define PARALLAX_IO_SOURCES_HTTP_VERDICT_H

#include <curl/curl.h>
#include <stdbool.h>

#include "drivers/common/failure.h"
#include "drivers/io/bytes.h"

/* How far a try came: the host has no address yet; it has one; it was asked for the item. */
enum http_reached { HTTP_NOBODY, HTTP_FOUND, HTTP_ASKED };

/* Fills in *failure, stage "read", for a try that ended with `code`, which is not CURLE_OK, or with
 * another status than 200 (0: there was no answer). `reached` counts where time was up. No word of
 * it is from the URL or from the server. Returns whether another try may go better. */
bool http_verdict(CURLcode code, long status, enum http_reached reached, struct failure *failure);

/* Fills in *failure for a URL that leads to a private address. -1. */
int http_verdict_private(struct failure *failure);

/* Whether these bytes are what was to come: some at all, and of this SHA-256 ("": any). 0, and
 * their identity is set; or -1 with *failure. */
int http_verdict_whole(struct bytes *bytes, const char *hash, struct failure *failure);

/* How long to wait before try number `tries` + 1: twice as long each time, at least as long as the
 * server asked for (seconds; 0: it did not), at most a minute. `draw` as in http_transfer_end(). */
double http_wait(double backoff, int tries, double asked_for, double draw);

#endif
