/* Fixed work: how fast a core and its memory are just now. */
#include "drivers/run/witness.h"

#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "drivers/common/timer.h"
#include "drivers/record/record.h"

enum {
    CHAIN = 400000,               /* steps of about 4 cycles */
    CACHE = 16 << 10,             /* bytes */
    CACHE_TURNS = 512,            /* of 16 KiB each */
    STREAM = RECORD_STREAM_BYTES, /* of twice as many */
};

static const double SHARE = 0.02, EVERY = 0.05, LIKELY = 1.5e-3, BRIEF_BELOW = 0.02;

/* What the compiler must not leave out. */
static _Thread_local volatile uint64_t sink;

static double run_chain(void)
{
    double began = timer_thread_cpu();
    uint64_t x = 1;
    for (int i = 0; i < CHAIN; ++i)
        x = x * UINT64_C(6364136223846793005) + 1442695040888963407;
    sink = x;
    return timer_thread_cpu() - began;
}

static uint64_t add_up(const unsigned char *bytes, size_t size)
{
    uint64_t sum = 0;
    for (size_t i = 0; i < size; i += sizeof sum) {
        uint64_t word;
        memcpy(&word, bytes + i, sizeof word);
        sum += word;
    }
    return sum;
}

static double run_cache(void)
{
    unsigned char bytes[CACHE];
    memset(bytes, (int)sink, sizeof bytes);
    double began = timer_thread_cpu();
    for (int turn = 0; turn < CACHE_TURNS; ++turn) {
        bytes[turn] = (unsigned char)turn; /* or one turn would do */
        sink = add_up(bytes, sizeof bytes);
    }
    return timer_thread_cpu() - began;
}

static double run_stream(struct witness_memory *memory)
{
    if (!memory->bytes && (memory->bytes = malloc(2 * (size_t)STREAM)))
        memset(memory->bytes, 1, 2 * (size_t)STREAM);
    if (!memory->bytes)
        return NAN;
    double began = timer_thread_cpu();
    sink = add_up(memory->bytes + (memory->second ? STREAM : 0), STREAM);
    memory->second = !memory->second;
    return timer_thread_cpu() - began;
}

struct witness witness_run(struct witness_memory *memory, int kind)
{
    struct witness witness = {NAN, NAN, NAN};
    if (kind == WITNESS_NONE)
        return witness;
    witness.chain_s = run_chain();
    witness.cache_s = run_cache();
    if (kind == WITNESS_WHOLE)
        witness.stream_s = run_stream(memory);
    return witness;
}

int witness_next(struct witness_clock *clock, double began, double now, double seconds)
{
    double then = now + seconds;
    if (then - clock->last < EVERY || clock->spent_s + LIKELY > SHARE * (then - began))
        return WITNESS_NONE;
    clock->last = then;
    return seconds < BRIEF_BELOW ? WITNESS_BRIEF : WITNESS_WHOLE;
}

void witness_free(struct witness_memory *memory)
{
    free(memory->bytes);
    memory->bytes = NULL;
}
