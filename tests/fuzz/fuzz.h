/* What libFuzzer calls, or replay.c where it is not there. */
#ifndef PARALLAX_FUZZ_FUZZ_H
#define PARALLAX_FUZZ_FUZZ_H

#include <stddef.h>
#include <stdint.h>

/* One input; always 0. What is wrong ends the process. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Takes results, so that no compiler leaves out what makes them. */
extern volatile unsigned fuzz_sink;

#endif
