/* A web server for tests, on loopback alone: files of a directory, and every way to misbehave. */
#ifndef PARALLAX_SERVER_HTTP_SERVER_H
#define PARALLAX_SERVER_HTTP_SERVER_H

#include <stdbool.h>
#include <stddef.h>

/* What a request asks for, in parts of its path before the file's name:
 * "/delay=50/status=503/x.jpg" waits 50 ms and refuses. */
struct knobs {
    int delay;         /* ms before the answer begins */
    int meet;          /* so many such requests are there at once before any is answered */
    int rate;          /* bytes a second; 0: as fast as it goes */
    int status;        /* in place of 200 */
    int fails;         /* so many times, then the file; 0: always */
    int retry_after;   /* seconds; -1: no such header */
    long long length;  /* what is said of the length; -1: the truth; -2: nothing (chunked) */
    long long sent;    /* bytes that are sent, of the file again and again; -1: as long as it is */
    bool reset;        /* the connection is closed before an answer */
    bool loop;         /* a redirect to itself */
    char encoding[16]; /* Content-Encoding; "": none */
    char target[512];  /* of a redirect; "": none */
    char file[256];
};

/* Reads the knobs of a path. 0, or -1 if it is none of ours. */
int knobs_read(struct knobs *knobs, const char *path);

#endif
