/* Noise that is the same in every run of a program, for results that it makes. */
#ifndef PARALLAX_RESULTS_NOISE_H
#define PARALLAX_RESULTS_NOISE_H

#include <stdint.h>

/* Roughly normal, mean 0, variance 1: twelve uniform numbers (xorshift) less six. */
static inline double next_noise(void)
{
    static uint64_t random_state = 2026;
    double sum = -6;
    for (int i = 0; i < 12; ++i) {
        random_state ^= random_state << 13;
        random_state ^= random_state >> 7;
        random_state ^= random_state << 17;
        sum += (double)(random_state >> 11) / 9007199254740992.0;
    }
    return sum;
}

#endif
