/* What the end of a try means: a code for machines, words for people, whether to try again. */
#ifndef PARALLAX_IO_SOURCES_HTTP_VERDICT_H
#define PARALLAX_IO_SOURCES_HTTP_VERDICT_H

#include <curl/curl.h>
#include <stdbool.h>

#include "drivers/common/failure.h"

/* Fills in *failure, stage "read", for a try that ended with `code`, which is not CURLE_OK, or with
 * another status than 200. No word of it is from the URL or from the server. Returns whether
 * another try may go better. */
bool http_verdict(CURL *handle, CURLcode code, struct failure *failure);

/* How long to wait before try number `tries` + 1: twice as long each time, at least as long as the
 * server asked for (seconds; 0: it did not), at most a minute. `draw` as in http_transfer_end(). */
double http_wait(double backoff, int tries, double asked_for, double draw);

#endif
