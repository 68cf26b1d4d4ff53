/* Resize with AVX-512 where each output is the plain mean of 2, 4, 8 … pixels and rows: sums in 16
 * bits, of the rows first, then of neighbouring pixels, halving their number again and again. */
#include <immintrin.h>

#include "kernels/resize/resize_x86.h"
#include "kernels/shared/smaller.h"
#include "kernels/simd/avx512_pixels.h"

/* Sums that stay in the L1 cache: 64 RGB outputs of 64 columns each; sums in a vector. */
enum { STRIP = 64 * 3 * 64, LANES = 32 };

static inline void sum_rows(const uint8_t *in, ptrdiff_t stride, int rows, int samples,
                            uint16_t *sums)
{
    for (int at = 0; at < samples; at += 2 * LANES) {
        __m512i low = _mm512_setzero_si512(), high = low;
        for (int y = 0; y < rows; ++y) {
            const uint8_t *row = in + y * stride + at;
            _mm_prefetch((const char *)row + rows * stride, _MM_HINT_T1);
            low =
                _mm512_add_epi16(low, _mm512_cvtepu8_epi16(_mm256_loadu_si256((const void *)row)));
            high = _mm512_add_epi16(
                high, _mm512_cvtepu8_epi16(_mm256_loadu_si256((const void *)(row + LANES))));
        }
        _mm512_storeu_si512(sums + at, low);
        _mm512_storeu_si512(sums + at + LANES, high);
    }
}

/* Neighbouring pixels together, in place: a vector of whole pixels is made of two that begin no
 * earlier, and what it has too many is overwritten by the next. */
static inline void halve(uint16_t *sums, int samples, int channels)
{
    uint16_t place[LANES];
    int whole = LANES / channels * channels;
    for (int i = 0; i < LANES; ++i)
        place[i] = (uint16_t)(i < whole ? 2 * channels * (i / channels) + i % channels : 0);
    __m512i left = _mm512_loadu_si512(place);
    __m512i right = _mm512_add_epi16(left, _mm512_set1_epi16((int16_t)channels));
    for (int at = 0; at < samples; at += whole) {
        __m512i a = _mm512_loadu_si512(sums + 2 * at),
                b = _mm512_loadu_si512(sums + 2 * at + LANES);
        _mm512_storeu_si512(sums + at, _mm512_add_epi16(_mm512_permutex2var_epi16(a, left, b),
                                                        _mm512_permutex2var_epi16(a, right, b)));
    }
}

/* The means of 1 << bits samples each, halves up; `streams`: around the caches. */
static inline void store_means(const uint16_t *sums, int bits, int samples, bool streams,
                               uint8_t *out)
{
    const __m512i half = _mm512_set1_epi16((int16_t)(1 << (bits - 1)));
    const __m128i shift = _mm_cvtsi32_si128(bits);
    for (int at = 0; at < samples; at += 2 * LANES) {
        __m512i low = _mm512_add_epi16(_mm512_loadu_si512(sums + at), half);
        __m512i high = _mm512_add_epi16(_mm512_loadu_si512(sums + at + LANES), half);
        __m256i first = _mm512_cvtepi16_epi8(_mm512_srl_epi16(low, shift));
        __m256i second = _mm512_cvtepi16_epi8(_mm512_srl_epi16(high, shift));
        __m512i means = _mm512_inserti64x4(_mm512_castsi256_si512(first), second, 1);
        store_part(means, samples - at, streams, out + at);
    }
}

void resize_average_avx512(const struct resize_vector *p, const uint8_t *in, ptrdiff_t stride,
                           int width, int channels, uint8_t *out)
{
    uint16_t sums[STRIP + 4 * LANES];
    int pixels = (STRIP >> p->halvings[0]) / channels / 64 * 64;
    bool streams = p->streams && (uintptr_t)out % 64 == 0;
    for (int x = 0; x < width; x += pixels) {
        int samples = smaller(pixels, width - x) * channels;
        const uint8_t *first = in + ((ptrdiff_t)x * channels << p->halvings[0]);
        sum_rows(first, stride, 1 << p->halvings[1], samples << p->halvings[0], sums);
        for (int left = p->halvings[0] - 1; left >= 0; --left)
            if (channels == 3)
                halve(sums, samples << left, 3);
            else
                halve(sums, samples << left, 1);
        store_means(sums, p->halvings[0] + p->halvings[1], samples, streams,
                    out + (ptrdiff_t)x * channels);
    }
}
