/* Draws without replacement, and without a table: a Feistel network permutes the numbers below a
 * power of four, and is walked on until it hits one of those that are wanted (Black & Rogaway,
 * Ciphers with Arbitrary Finite Domains, CT-RSA 2002). */
#include "drivers/job/sample.h"

#include <time.h>
#include <unistd.h>

enum { ROUNDS = 6 };

/* Steele, Lea & Flood, Fast Splittable Pseudorandom Number Generators, OOPSLA 2014. */
static uint64_t mix(uint64_t z)
{
    z += 0x9E3779B97F4A7C15u;
    z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9u;
    z = (z ^ z >> 27) * 0x94D049BB133111EBu;
    return z ^ z >> 31;
}

static uint64_t permute(uint64_t seed, int half, uint64_t number)
{
    uint64_t mask = ((uint64_t)1 << half) - 1;
    uint64_t left = number >> half, right = number & mask;
    for (uint64_t round = 0; round < ROUNDS; ++round) {
        uint64_t next = left ^ (mix(mix(seed + round) + right) & mask);
        left = right;
        right = next;
    }
    return left << half | right;
}

int sample_at(uint64_t seed, int n, int k)
{
    if (k < 2 || n < 4)
        return k == 1 ? n - 1 : k > 1 ? k - 1 : 0;
    uint64_t inner = (uint64_t)n - 2, number = (uint64_t)k - 2;
    int half = 1;
    while ((uint64_t)1 << 2 * half < inner)
        ++half;
    do
        number = permute(seed, half, number);
    while (number >= inner);
    return (int)number + 1;
}

uint64_t sample_seed_of_item(uint64_t seed, int item)
{
    return mix(seed ^ mix((uint64_t)(uint32_t)item));
}

uint64_t sample_fresh_seed(void)
{
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    uint64_t number = (uint64_t)now.tv_sec * 1000000000u + (uint64_t)now.tv_nsec;
    return mix(number ^ mix((uint64_t)getpid())) % ((uint64_t)1 << 48) + 1;
}
