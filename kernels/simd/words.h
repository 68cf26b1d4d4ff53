/* Vectors of bytes, of 16-bit words and of 32-bit sums of products of pairs of words, for the
 * instruction set that a file is compiled for: what is written with these is one source for all. */
#ifndef PARALLAX_SIMD_WORDS_H
#define PARALLAX_SIMD_WORDS_H

#ifdef __AVX512VNNI__
#include "kernels/simd/words_avx512.h"
#else
#include "kernels/simd/words_avx2.h"
#endif

/* The order of load_pairs(): a sample and what is `channels` samples behind it, for the lower four
 * of every eight samples; from 4 samples further on, the same order gives the upper four. What
 * stands so is brought back when it is packed to narrower numbers. */
static inline vector pair_order(bool wide, int channels)
{
    enum { NONE = 0x80 };
    uint8_t order[2 * WORDS];
    for (int lane = 0; lane < LANES; ++lane) {
        int first = wide ? 2 * (lane % 4) : lane / 4 * 8 + lane % 4;
        int second = first + (wide ? 2 * channels : channels);
        order[4 * lane] = (uint8_t)first;
        order[4 * lane + 1] = (uint8_t)(wide ? first + 1 : NONE);
        order[4 * lane + 2] = (uint8_t)second;
        order[4 * lane + 3] = (uint8_t)(wide ? second + 1 : NONE);
    }
    return load_vector(order);
}

/* All bits of the last of every `count` bytes. */
static inline vector last_bytes(int count)
{
    uint8_t bytes[BYTES];
    for (int i = 0; i < BYTES; ++i)
        bytes[i] = i % count == count - 1 ? 0xFF : 0;
    return load_vector(bytes);
}

#endif
