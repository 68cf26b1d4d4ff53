/* What the end of a try means. */
#include "drivers/io/sources/http_verdict.h"

#include <math.h>
#include <string.h>

#include <xxhash.h>

#include "drivers/common/sha256.h"

static const double WAIT_MAX = 60; /* seconds */

static const struct reason {
    CURLcode code;
    const char *name;
    bool again;
    const char *words;
} reasons[] = {
    {CURLE_URL_MALFORMAT, "EINVAL", false, "this is no URL that can be read"},
    {CURLE_UNSUPPORTED_PROTOCOL, "redirect", false,
     "it leads away from http and https, and is not followed there"},
    {CURLE_TOO_MANY_REDIRECTS, "redirect", false, "it leads on and on, more than 5 times"},
    {CURLE_COULDNT_RESOLVE_HOST, "dns", true, "the name of the host has no address"},
    {CURLE_COULDNT_RESOLVE_PROXY, "dns", true, "the name of the proxy has no address"},
    {CURLE_COULDNT_CONNECT, "network", true, "nobody answers there: cannot connect"},
    {CURLE_SEND_ERROR, "network", true, "the connection broke while it was asked for"},
    {CURLE_RECV_ERROR, "network", true, "the connection broke while it came"},
    {CURLE_GOT_NOTHING, "network", true, "the connection was closed without an answer"},
    {CURLE_HTTP2, "network", true, "the connection broke (HTTP/2)"},
    {CURLE_HTTP2_STREAM, "network", true, "the connection broke (HTTP/2)"},
    {CURLE_PARTIAL_FILE, "short-body", true, "it ended before all of it had come"},
    {CURLE_FILESIZE_EXCEEDED, "too-large", false,
     "it is larger than an item may be: raise --max-bytes"},
    {CURLE_BAD_CONTENT_ENCODING, "corrupt", false, "its compression cannot be undone"},
    {CURLE_WEIRD_SERVER_REPLY, "corrupt", false, "the answer is not HTTP"},
    {CURLE_PEER_FAILED_VERIFICATION, "tls", false,
     "the server's certificate is not valid for it; --insecure takes it all the same"},
    {CURLE_SSL_CONNECT_ERROR, "tls", false, "no encrypted connection can be made"},
    {CURLE_SSL_CACERT_BADFILE, "tls", false, "the certificates of authorities cannot be read"},
    {CURLE_OUT_OF_MEMORY, "memory", false, "out of memory for a download"},
    {CURLE_ABORTED_BY_CALLBACK, "EINTR", false, "stopped by a signal"},
};

static bool verdict_on_status(long status, struct failure *failure)
{
    const char *code = "http-status", *words = "it is not given";
    bool again = false;
    if (status == 404 || status == 410) {
        code = "gone";
        words = "it is not there";
    } else if (status == 429 || status == 503) {
        code = "busy";
        words = "the server asks to be left alone: use fewer workers, or later";
        again = true;
    } else if (status == 408 || status == 500 || status == 502 || status == 504) {
        code = "server-error";
        words = "the server has a trouble of its own";
        again = true;
    } else if (status == 401 || status == 403) {
        words = "it is given to others only";
    }
    failure_set(failure, "read", code, "status %ld: %s", status, words);
    return again;
}

/* Nobody was reached in time, or it came too slowly. */
static bool verdict_on_time(enum http_reached reached, struct failure *failure)
{
    if (reached != HTTP_ASKED) {
        failure_set(failure, "read", reached == HTTP_NOBODY ? "dns" : "network", "%s in time",
                    reached == HTTP_NOBODY ? "the name of the host gets no address"
                                           : "nobody answers");
        return true;
    }
    failure_set(failure, "read", "timeout",
                "it comes too slowly: --stall and --timeout say how long is waited");
    return false;
}

bool http_verdict(CURLcode code, long status, enum http_reached reached, struct failure *failure)
{
    if (code == CURLE_OK || code == CURLE_HTTP_RETURNED_ERROR)
        return verdict_on_status(status, failure);
    if (code == CURLE_OPERATION_TIMEDOUT)
        return verdict_on_time(reached, failure);
    for (size_t i = 0; i < sizeof reasons / sizeof *reasons; ++i)
        if (reasons[i].code == code) {
            failure_set(failure, "read", reasons[i].name, "%s", reasons[i].words);
            return reasons[i].again;
        }
    failure_set(failure, "read", "network", "the download failed: %s", curl_easy_strerror(code));
    return false;
}

int http_verdict_private(struct failure *failure)
{
    return failure_set(failure, "read", "private-address",
                       "it leads to an address that is not for everybody: --allow-private goes "
                       "there");
}

int http_verdict_whole(struct bytes *bytes, const char *hash, struct failure *failure)
{
    char found[SHA256_TEXT];
    if (bytes->size == 0)
        return failure_set(failure, "read", "empty", "the server gave no bytes of it");
    if (*hash) {
        sha256_text(bytes->data, bytes->size, found);
        if (strcmp(found, hash) != 0)
            return failure_set(failure, "read", "hash-mismatch",
                               "it is not what the list says: its SHA-256 is another one");
    }
    bytes->identity = XXH3_64bits(bytes->data, bytes->size) | 1;
    return 0;
}

double http_wait(double backoff, int tries, double asked_for, double draw)
{
    double wait = ldexp(backoff, tries - 1) * (0.5 + draw / 2);
    double asked = asked_for + backoff * draw;
    if (asked_for > 0 && asked > wait)
        wait = asked;
    return wait < WAIT_MAX ? wait : WAIT_MAX;
}
