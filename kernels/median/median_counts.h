/* Histograms of 16 bins for median_histogram_each.c, in plain C and with AVX2 and AVX-512.
 *
 * Counts are cumulative: count number i says how many samples are in the bins 0 ... i. So a sample
 * changes all from its bin on by one, and a median is found without a branch, which could not be
 * predicted. A column's counts have 8 bits, a window's 16, and several share a word: since none of
 * them leaves its bits, sums and differences of words are right for each count. */
#ifndef PARALLAX_MEDIAN_COUNTS_H
#define PARALLAX_MEDIAN_COUNTS_H

#include <stdint.h>

#ifdef __AVX2__
#include <immintrin.h>
#endif

enum { BINS = 16 };

/* Of 255 samples at most. Count i: bits 8 (i % 8) and up of word i / 8. */
struct column {
    uint64_t word[2];
};

/* What one sample of a bin adds to a column. */
static inline const struct column *column_step(int bin)
{
#define EACH UINT64_C(0x0101010101010101)
    static const struct column steps[BINS] = {
        {{EACH, EACH}},       {{EACH << 8, EACH}},  {{EACH << 16, EACH}}, {{EACH << 24, EACH}},
        {{EACH << 32, EACH}}, {{EACH << 40, EACH}}, {{EACH << 48, EACH}}, {{EACH << 56, EACH}},
        {{0, EACH}},          {{0, EACH << 8}},     {{0, EACH << 16}},    {{0, EACH << 24}},
        {{0, EACH << 32}},    {{0, EACH << 40}},    {{0, EACH << 48}},    {{0, EACH << 56}},
    };
#undef EACH
    return steps + bin;
}

/* column_add(), column_subtract(), column_change(): one sample more; one less; both.
 * struct counts: a window's, of less than 2^16 samples.
 * counts_add(), counts_change(): with one column more; with one more and another one less.
 * counts_find(): the bin of sample number `number`, counted from 0 in rising order: as many counts
 * are not above it.
 * counts_below(): samples in the bins below one. */
#ifdef __AVX2__

static inline __m128i column_load(const struct column *column)
{
    return _mm_loadu_si128((const void *)column);
}

static inline void column_add(struct column *column, const struct column *in)
{
    _mm_storeu_si128((void *)column, _mm_add_epi8(column_load(column), column_load(in)));
}

static inline void column_subtract(struct column *column, const struct column *out)
{
    _mm_storeu_si128((void *)column, _mm_sub_epi8(column_load(column), column_load(out)));
}

static inline void column_change(struct column *column, const struct column *in,
                                 const struct column *out)
{
    column_add(column, in);
    column_subtract(column, out);
}

struct counts {
    __m256i all;
};

static inline struct counts counts_none(void)
{
    return (struct counts){_mm256_setzero_si256()};
}

static inline __m256i counts_of(const struct column *column)
{
    return _mm256_cvtepu8_epi16(column_load(column));
}

static inline struct counts counts_add(struct counts counts, const struct column *in)
{
    return (struct counts){_mm256_add_epi16(counts.all, counts_of(in))};
}

static inline struct counts counts_change(struct counts counts, const struct column *in,
                                          const struct column *out)
{
    return (struct counts){_mm256_sub_epi16(counts_add(counts, in).all, counts_of(out))};
}

static inline int counts_find(struct counts counts, int number)
{
    __m256i highest = _mm256_set1_epi16((int16_t)number);
#ifdef __AVX512BW__
    return _mm_popcnt_u32(_mm256_cmple_epu16_mask(counts.all, highest));
#else
    __m256i passed = _mm256_cmpeq_epi16(_mm256_max_epu16(counts.all, highest), highest);
    return _mm_popcnt_u32((unsigned)_mm256_movemask_epi8(passed)) / 2;
#endif
}

static inline int counts_below(struct counts counts, int bin)
{
    uint16_t below[1 + BINS];
    below[0] = 0;
    _mm256_storeu_si256((void *)(below + 1), counts.all);
    return below[bin];
}

#else

static inline void column_add(struct column *column, const struct column *in)
{
    column->word[0] += in->word[0];
    column->word[1] += in->word[1];
}

static inline void column_subtract(struct column *column, const struct column *out)
{
    column->word[0] -= out->word[0];
    column->word[1] -= out->word[1];
}

static inline void column_change(struct column *column, const struct column *in,
                                 const struct column *out)
{
    column->word[0] += in->word[0] - out->word[0];
    column->word[1] += in->word[1] - out->word[1];
}

/* Count i of a column's word has 16 bits of word i % 2 here, from bit 16 (i / 2) on; the column's
 * second word likewise with words 2 and 3. */
struct counts {
    uint64_t word[4];
};

static inline struct counts counts_none(void)
{
    return (struct counts){{0}};
}

static inline struct counts counts_change(struct counts counts, const struct column *in,
                                          const struct column *out)
{
    const uint64_t even = UINT64_C(0x00FF00FF00FF00FF);
    for (int i = 0; i < 2; ++i) {
        uint64_t more = in->word[i], less = out->word[i];
        counts.word[2 * i] += (more & even) - (less & even);
        counts.word[2 * i + 1] += (more >> 8 & even) - (less >> 8 & even);
    }
    return counts;
}

static inline struct counts counts_add(struct counts counts, const struct column *in)
{
    static const struct column none = {{0}};
    return counts_change(counts, in, &none);
}

/* 2^15 - 1 - number more sets the highest bit of just the counts above it. No sum reaches 2^16: as
 * `number` is the median's, without what is below these counts, they exceed it by 32513 at most. */
static inline int counts_find(struct counts counts, int number)
{
    const uint64_t each = UINT64_C(0x0001000100010001);
    uint64_t bias = each * (uint64_t)(INT16_MAX - number), above = 0;
    for (int i = 0; i < 4; ++i)
        above += (counts.word[i] + bias) >> 15 & each;
    return BINS - (int)(above * each >> 48);
}

static inline int counts_below(struct counts counts, int bin)
{
    int last = bin - 1;
    return bin == 0 ? 0
                    : (int)(counts.word[last / 8 * 2 + last % 2] >> 16 * (last % 8 / 2) & 0xFFFF);
}

#endif
#endif
