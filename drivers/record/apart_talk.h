/* What the two processes of apart.h say to each other; private to apart*.c. */
#ifndef PARALLAX_RECORD_APART_TALK_H
#define PARALLAX_RECORD_APART_TALK_H

#include <stddef.h>
#include <stdint.h>

/* To the child: this, then the bytes of the path. */
struct record_request {
    int32_t first, count, damaged; /* see struct record_portion */
    int32_t locks, seal, unused;   /* see struct record_source */
    uint64_t size, path_bytes, message_bytes;
};

/* From the child: this, then count * stride bytes; RECORD_ENDS last, whose rows are a message. */
struct record_frame {
    int32_t table, code, schema, unused; /* code: of the end */
    uint64_t total, count, stride;
};

enum { RECORD_ENDS = -1 };

/* All of the bytes: 0, or -1: the other process is gone. */
int record_apart_send(int channel, const void *bytes, size_t size);
int record_apart_receive(int channel, void *bytes, size_t size);

/* The child: answers requests until there are no more. */
_Noreturn void record_apart_serve(int channel);

#endif
