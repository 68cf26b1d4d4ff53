/* What Python is to know of URLs, and what is said of those that did not come. */
#include <arpa/inet.h>
#include <stdio.h>
#include <string.h>

#include "drivers/io/address.h"
#include "drivers/io/sources/http_verdict.h"
#include "drivers/python/state.h"

int python_download(int unit, struct python_download *download)
{
    const struct python_state *s = python_state;
    const struct source_options *asked = &s->options.input;
    if (!s->natural->address)
        return 0;
    *download = (struct python_download){
        .url = s->natural->address(s->job.inputs.source_state, s->job.inputs.item[unit]),
        .timeout = asked->timeout,
        .stall = asked->stall,
        .max_bytes = asked->max_bytes,
        .allow_private = asked->allow_private,
        .insecure = asked->insecure,
    };
    return 1;
}

int python_address_is_private(const char *address)
{
    struct sockaddr_in four = {.sin_family = AF_INET};
    struct sockaddr_in6 six = {.sin6_family = AF_INET6};
    if (inet_pton(AF_INET, address, &four.sin_addr) == 1)
        return address_is_private((const struct sockaddr *)&four, sizeof four);
    if (inet_pton(AF_INET6, address, &six.sin6_addr) == 1)
        return address_is_private((const struct sockaddr *)&six, sizeof six);
    return 1;
}

void python_judge(const struct python_end *end, struct python_verdict *verdict)
{
    const struct source_options *asked = &python_state->options.input;
    struct failure failure;
    bool again = false;
    if (end->code < 0)
        http_verdict_private(&failure);
    else
        again = http_verdict((CURLcode)end->code, end->status, (enum http_reached)end->reached,
                             &failure);
    again = again && end->tries <= asked->retries;
    verdict->wait = again ? http_wait(asked->backoff, end->tries, end->retry_after, end->draw) : -1;
    verdict->code = failure.code;
    snprintf(verdict->message, sizeof verdict->message, "%s", failure.message);
}
