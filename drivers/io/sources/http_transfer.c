/* One URL on its way. */
#include "drivers/io/sources/http_transfer.h"

#include <string.h>
#include <unistd.h>

#include <xxhash.h>

#include "drivers/common/timer.h"
#include "drivers/io/address.h"
#include "drivers/io/file.h"
#include "drivers/io/sources/http_verdict.h"
#include "drivers/io/url.h"

enum {
    REDIRECTS = 5,
    SLOW = 1000,            /* bytes a second, less of which is a stall */
    RESERVED_MAX = 1 << 24, /* memory for what a server only says that it will send */
    FEW_TRIES = 20          /* waits do not double for ever */
};

static const double MICRO = 1e6;

/* Decoded bytes, as libcurl gives them: what servers say of their number counts for nothing. */
static size_t take(char *data, size_t one, size_t size, void *context)
{
    struct http_transfer *transfer = context;
    (void)one;
    const struct source_options *asked = transfer->shared->asked;
    const struct file_limits limits = {asked->max_bytes, asked->item_memory};
    const int64_t now = (int64_t)(transfer->bytes.size + size); /* more may follow */
    transfer->large = now > asked->max_bytes;
    if (transfer->large)
        return 0; /* fewer than all: libcurl gives up */
    if (file_check_size(now, &limits, &transfer->failure)) {
        transfer->refused = true;
        return 0;
    }
    curl_off_t said = -1;
    if (transfer->bytes.size == 0)
        curl_easy_getinfo(transfer->handle, CURLINFO_CONTENT_LENGTH_DOWNLOAD_T, &said);
    if (said > 0 && said <= RESERVED_MAX && bytes_reserve(&transfer->bytes, (size_t)said))
        return 0;
    if (bytes_append(&transfer->bytes, data, size))
        return 0;
    if (transfer->probe && http_transfer_probe(transfer, transfer->probe))
        return 0;
    return size;
}

/* Called for every connection, whatever name or redirect led to it. */
static curl_socket_t open_socket(void *context, curlsocktype purpose, struct curl_sockaddr *address)
{
    struct http_transfer *transfer = context;
    (void)purpose;
    if (!transfer->shared->asked->allow_private &&
        address_is_private(&address->addr, address->addrlen)) {
        transfer->forbidden = true;
        return CURL_SOCKET_BAD;
    }
    return socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
}

/* libcurl's own limits of time go on while nobody drives it, and are looked at before what has come
 * meanwhile: --timeout and --stall are kept by http_transfer_late(). Only that of connecting is
 * libcurl's, which shares it out among the addresses of a host. */
static void set_limits(CURL *handle, const struct source_options *options)
{
    curl_easy_setopt(handle, CURLOPT_CONNECTTIMEOUT_MS, (long)(options->stall * 1000) + 1);
    curl_easy_setopt(handle, CURLOPT_MAXFILESIZE_LARGE, (curl_off_t)options->max_bytes);
    curl_easy_setopt(handle, CURLOPT_MAXREDIRS, (long)REDIRECTS);
}

CURL *http_handle(const struct source_options *options)
{
    CURL *handle = curl_easy_init();
    if (!handle)
        return NULL;
    curl_easy_setopt(handle, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(handle, CURLOPT_USERAGENT, "parallax");
    curl_easy_setopt(handle, CURLOPT_PROTOCOLS_STR, "http,https");
    curl_easy_setopt(handle, CURLOPT_REDIR_PROTOCOLS_STR, "http,https");
    curl_easy_setopt(handle, CURLOPT_FOLLOWLOCATION, 1L);
    curl_easy_setopt(handle, CURLOPT_FAILONERROR, 1L);
    /* Nothing compressed is asked for; what comes so all the same is decoded. */
    curl_easy_setopt(handle, CURLOPT_ACCEPT_ENCODING, "identity");
    curl_easy_setopt(handle, CURLOPT_WRITEFUNCTION, take);
    curl_easy_setopt(handle, CURLOPT_OPENSOCKETFUNCTION, open_socket);
    if (!options->allow_private) /* a proxy would hide where it leads to */
        curl_easy_setopt(handle, CURLOPT_PROXY, "");
    if (options->insecure) {
        curl_easy_setopt(handle, CURLOPT_SSL_VERIFYPEER, 0L);
        curl_easy_setopt(handle, CURLOPT_SSL_VERIFYHOST, 0L);
    }
    set_limits(handle, options);
    return handle;
}

void http_transfer_begin(struct http_transfer *transfer, struct http_shared *shared, int item,
                         const char *url, const char *hash)
{
    size_t size;
    const char *host = url_host(url, &size);
    struct bytes bytes = transfer->bytes;
    bytes.size = 0;
    bytes.identity = 0;
    *transfer = (struct http_transfer){.item = item, .url = url, .hash = hash, .bytes = bytes};
    transfer->state = HTTP_WAITING;
    transfer->host = (unsigned)(XXH3_64bits(host, size) % HTTP_HOSTS);
    transfer->shared = shared;
}

double http_transfer_due(const struct http_transfer *transfer)
{
    double quiet = (double)atomic_load(&transfer->shared->quiet_until[transfer->host]) / MICRO;
    return quiet > transfer->due ? quiet : transfer->due;
}

void http_transfer_start(struct http_transfer *transfer, CURL *handle, double driven)
{
    transfer->state = HTTP_RUNNING;
    transfer->handle = handle;
    transfer->bytes.size = transfer->heard_size = 0;
    transfer->began = transfer->heard = driven;
    transfer->probed = transfer->refused = transfer->large = false;
    transfer->forbidden = transfer->asked = false;
    transfer->result = 0;
    ++transfer->tries;
    curl_easy_setopt(handle, CURLOPT_URL, transfer->url);
    curl_easy_setopt(handle, CURLOPT_WRITEDATA, transfer);
    curl_easy_setopt(handle, CURLOPT_OPENSOCKETDATA, transfer);
    curl_easy_setopt(handle, CURLOPT_PRIVATE, transfer);
}

int http_transfer_probe(struct http_transfer *transfer, bytes_probe_fn *probe)
{
    struct bytes first = transfer->bytes;
    transfer->probe = probe;
    if (!probe || transfer->probed || transfer->result)
        return transfer->refused ? -1 : 0;
    if (first.size < BYTES_PROBED && transfer->state != HTTP_DONE)
        return 0; /* not yet */
    first.size = first.size < BYTES_PROBED ? first.size : BYTES_PROBED;
    transfer->probed = true;
    transfer->refused = probe(&first, &transfer->failure) != 0;
    return transfer->refused ? -1 : 0;
}

static enum http_reached reached(CURL *handle)
{
    curl_off_t asked = 0, looked_up = 0;
    curl_easy_getinfo(handle, CURLINFO_PRETRANSFER_TIME_T, &asked);
    curl_easy_getinfo(handle, CURLINFO_NAMELOOKUP_TIME_T, &looked_up);
    return asked ? HTTP_ASKED : looked_up ? HTTP_FOUND : HTTP_NOBODY;
}

bool http_transfer_late(struct http_transfer *transfer, double driven)
{
    const struct source_options *asked = transfer->shared->asked;
    bool connected = reached(transfer->handle) == HTTP_ASKED;
    if (transfer->asked != connected ||
        (double)(transfer->bytes.size - transfer->heard_size) >= SLOW * asked->stall) {
        transfer->asked = connected;
        transfer->heard = driven;
        transfer->heard_size = transfer->bytes.size;
    }
    return driven - transfer->began >= asked->timeout || driven - transfer->heard >= asked->stall;
}

/* A host that asks for it is left alone by all of this process. */
static double wait_for(struct http_transfer *transfer, struct http_shared *shared, double draw)
{
    curl_off_t asked = 0;
    curl_easy_getinfo(transfer->handle, CURLINFO_RETRY_AFTER, &asked);
    int tries = transfer->tries < FEW_TRIES ? transfer->tries : FEW_TRIES;
    double wait = http_wait(shared->asked->backoff, tries, (double)asked, draw);
    double due = timer_now() + wait;
    if (strcmp(transfer->failure.code, "busy") == 0) {
        _Atomic int64_t *quiet = &shared->quiet_until[transfer->host];
        int64_t before = atomic_load(quiet), until = (int64_t)(due * MICRO);
        while (before < until && !atomic_compare_exchange_weak(quiet, &before, until))
            continue;
    }
    return due;
}

/* The last word on a try, if it is one: sets the result. Whether another try may go better. */
static bool judge(struct http_transfer *transfer, CURLcode code)
{
    long status = 0;
    struct failure *failure = &transfer->failure;
    curl_easy_getinfo(transfer->handle, CURLINFO_RESPONSE_CODE, &status);
    transfer->result = -1;
    if (transfer->refused)
        return false;
    if (transfer->large)
        code = CURLE_FILESIZE_EXCEEDED;
    else if (code == CURLE_WRITE_ERROR)
        code = CURLE_OUT_OF_MEMORY;
    if (code == CURLE_COULDNT_CONNECT && transfer->forbidden) {
        http_verdict_private(failure);
        return false;
    }
    if (code != CURLE_OK || status != 200)
        return http_verdict(code, status, reached(transfer->handle), failure);
    transfer->result = http_verdict_whole(&transfer->bytes, transfer->hash, failure);
    return false;
}

void http_transfer_end(struct http_transfer *transfer, struct http_shared *shared, CURLcode code,
                       double driven, double draw)
{
    if (code == CURLE_OPERATION_TIMEDOUT && !http_transfer_late(transfer, driven)) {
        --transfer->tries; /* it was left alone while it connected */
        transfer->state = HTTP_WAITING;
        transfer->handle = NULL;
        return;
    }
    bool again = judge(transfer, code) && transfer->tries <= shared->asked->retries;
    if (again)
        transfer->due = wait_for(transfer, shared, draw);
    transfer->state = again ? HTTP_WAITING : HTTP_DONE;
    transfer->handle = NULL;
}
