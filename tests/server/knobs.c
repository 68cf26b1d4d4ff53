/* What a request to the test's server asks for. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/server/http_server.h"

/* "%XX" becomes its byte, so that a target can have slashes. */
static void decode(char *text)
{
    char *out = text;
    for (const char *in = text; *in; ++out) {
        unsigned value;
        if (*in == '%' && sscanf(in + 1, "%2x", &value) == 1) {
            *out = (char)value;
            in += 3;
        } else {
            *out = *in++;
        }
    }
    *out = '\0';
}

static int set_number(struct knobs *knobs, const char *name, long long number)
{
    if (strcmp(name, "delay") == 0)
        knobs->delay = (int)number;
    else if (strcmp(name, "meet") == 0)
        knobs->meet = (int)number;
    else if (strcmp(name, "rate") == 0)
        knobs->rate = (int)number;
    else if (strcmp(name, "status") == 0)
        knobs->status = (int)number;
    else if (strcmp(name, "fails") == 0)
        knobs->fails = (int)number;
    else if (strcmp(name, "retry-after") == 0)
        knobs->retry_after = (int)number;
    else if (strcmp(name, "length") == 0)
        knobs->length = number;
    else if (strcmp(name, "sent") == 0)
        knobs->sent = number;
    else if (strcmp(name, "reset") == 0)
        knobs->reset = number != 0;
    else if (strcmp(name, "loop") == 0)
        knobs->loop = number != 0;
    else
        return -1;
    return 0;
}

static int set_knob(struct knobs *knobs, char *part)
{
    char *value = strchr(part, '=');
    *value++ = '\0';
    if (strcmp(part, "encoding") == 0)
        snprintf(knobs->encoding, sizeof knobs->encoding, "%s", value);
    else if (strcmp(part, "redirect") == 0)
        snprintf(knobs->target, sizeof knobs->target, "%s", value);
    else
        return set_number(knobs, part, atoll(value));
    decode(knobs->target);
    return 0;
}

int knobs_read(struct knobs *knobs, const char *path)
{
    char copy[1024], *rest = copy;
    *knobs = (struct knobs){.status = 200, .retry_after = -1, .length = -1, .sent = -1};
    if (strlen(path) >= sizeof copy)
        return -1;
    strcpy(copy, path);
    for (char *part; (part = strtok_r(rest, "/", &rest));)
        if (strchr(part, '=')) {
            if (set_knob(knobs, part))
                return -1;
        } else {
            snprintf(knobs->file, sizeof knobs->file, "%s", part);
        }
    return strcmp(knobs->file, "..") == 0 ? -1 : 0;
}
