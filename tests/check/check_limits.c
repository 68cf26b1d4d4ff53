/* The loops of check_limits.h, compiled once for each instruction set with the options that the
 * kernels get, so that both may use the same instructions. */
#include "tests/check/check_limits.h"

#include "kernels/variant.h"

#include <stdint.h>

/* VECTOR, its multiply-add of 16 bits into sums of 32, and how many of these are in it. */
#if defined(__AVX512VNNI__)
#include <immintrin.h>
#define VECTOR                    __m512i
#define INSTRUCTION               "vpdpwssd zmm"
#define MULTIPLY_ADDS             32
#define MULTIPLY_ADD(sum, factor) _mm512_dpwssd_epi32(sum, sum, factor)
#define EACH(number)              _mm512_set1_epi32(number)
#define MIXED(a, b)               _mm512_xor_si512(a, b)
#define STREAM(to, value)         _mm512_stream_si512(to, value)
#elif defined(__AVX2__)
#include <immintrin.h>
#define VECTOR                    __m256i
#define INSTRUCTION               "vpmaddwd ymm"
#define MULTIPLY_ADDS             16
#define MULTIPLY_ADD(sum, factor) _mm256_add_epi32(sum, _mm256_madd_epi16(sum, factor))
#define EACH(number)              _mm256_set1_epi32(number)
#define MIXED(a, b)               _mm256_xor_si256(a, b)
#define STREAM(to, value)         _mm256_stream_si256(to, value)
#elif defined(__SSE2__)
#include <emmintrin.h>
#define VECTOR                    __m128i
#define INSTRUCTION               "pmaddwd xmm"
#define MULTIPLY_ADDS             8
#define MULTIPLY_ADD(sum, factor) _mm_add_epi32(sum, _mm_madd_epi16(sum, factor))
#define EACH(number)              _mm_set1_epi32(number)
#define MIXED(a, b)               _mm_xor_si128(a, b)
#define STREAM(to, value)         _mm_stream_si128(to, value)
#elif defined(__ARM_NEON)
#include <arm_neon.h>
#define VECTOR                    int32x4_t
#define INSTRUCTION               "smlal 4h"
#define MULTIPLY_ADDS             4
#define LOW(vector)               vget_low_s16(vreinterpretq_s16_s32(vector))
#define MULTIPLY_ADD(sum, factor) vmlal_s16(sum, LOW(sum), LOW(factor))
#define EACH(number)              vdupq_n_s32(number)
#define MIXED(a, b)               veorq_s32(a, b)
#else
#define VECTOR                    uint32_t
#define INSTRUCTION               "one number at a time"
#define MULTIPLY_ADDS             1
#define MULTIPLY_ADD(sum, factor) ((sum) + ((sum)&0xFFFF) * (factor))
#define EACH(number)              ((uint32_t)(number))
#define MIXED(a, b)               ((a) ^ (b))
#endif

/* Sums that do not wait for each other: as many as hide the latency of an instruction that starts
 * twice a cycle, and stay in 16 registers with what else is needed. */
enum { SUMS = 10 };

static int folded(VECTOR vector)
{
    union {
        VECTOR vector;
        int32_t number[sizeof(VECTOR) / sizeof(int32_t)];
    } view = {vector};
    return view.number[0];
}

/* Ten variables, since gcc keeps an array in memory; none of them is known to it at the start,
 * since it would compute the first turn apart and run out of registers. */
static int multiply(long turns)
{
    int seed = (int)turns;
    VECTOR factor = EACH(seed | 0x30005), a = EACH(seed), b = EACH(seed + 1), c = EACH(seed + 2),
           d = EACH(seed + 3), e = EACH(seed + 4), f = EACH(seed + 5), g = EACH(seed + 6),
           h = EACH(seed + 7), i = EACH(seed + 8), j = EACH(seed + 9);
    for (; turns > 0; --turns) {
        a = MULTIPLY_ADD(a, factor);
        b = MULTIPLY_ADD(b, factor);
        c = MULTIPLY_ADD(c, factor);
        d = MULTIPLY_ADD(d, factor);
        e = MULTIPLY_ADD(e, factor);
        f = MULTIPLY_ADD(f, factor);
        g = MULTIPLY_ADD(g, factor);
        h = MULTIPLY_ADD(h, factor);
        i = MULTIPLY_ADD(i, factor);
        j = MULTIPLY_ADD(j, factor);
    }
    a = MIXED(MIXED(MIXED(a, b), MIXED(c, d)), MIXED(e, f));
    return folded(MIXED(a, MIXED(MIXED(g, h), MIXED(i, j))));
}

static int read_all(const void *from, size_t size)
{
    const VECTOR *in = from;
    VECTOR mixed = EACH(0);
    for (size_t i = 0; i < size / sizeof *in; ++i)
        mixed = MIXED(mixed, in[i]);
    return folded(mixed);
}

/* Changed on the way: a plain copy would become a call of memcpy(), which chooses its own stores.
 */
static void copy(void *to, const void *from, size_t size)
{
    const VECTOR *in = from, key = EACH(0x5A5A5A5A);
    VECTOR *out = to;
    for (size_t i = 0; i < size / sizeof *in; ++i)
        out[i] = MIXED(in[i], key);
}

#ifdef STREAM
static void stream(void *to, const void *from, size_t size)
{
    const VECTOR *in = from, key = EACH(0x5A5A5A5A);
    VECTOR *out = to;
    for (size_t i = 0; i < size / sizeof *in; ++i)
        STREAM(out + i, MIXED(in[i], key));
    _mm_sfence();
}
#endif

#define TEXT(name)        TEXT_OF(name)
#define TEXT_OF(expanded) #expanded

const struct limits VARIANT_NAME(limits) = {
    .name = TEXT(VARIANT),
    .instruction = INSTRUCTION,
    .operations = 2.0 * SUMS * MULTIPLY_ADDS,
    .multiply = multiply,
    .read = read_all,
    .copy = copy,
#ifdef STREAM
    .stream = stream,
#endif
};
