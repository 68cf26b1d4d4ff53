/* Which vector instructions this CPU has, and the mask that --simd puts on them. */
#ifndef PARALLAX_CPU_H
#define PARALLAX_CPU_H

enum cpu_feature {
    CPU_AVX2 = 1,   /* AVX2, FMA, BMI2: x86-64-v3 */
    CPU_AVX512 = 2, /* AVX-512 F, BW, DQ, VL: x86-64-v4 */
    CPU_VNNI = 4,   /* AVX-512 VNNI and VBMI: Ice Lake, Zen 4 and later */
    CPU_NEON = 8
};

/* The --simd choices, NULL-terminated: auto, c, avx2, avx512, neon. */
extern const char *const cpu_levels[];

/* Features of the CPU that runs us (and that its operating system saves); 0 on an unknown one. */
unsigned cpu_features(void);

/* Features that level cpu_levels[i] allows; the caller intersects them with cpu_features(). */
unsigned cpu_level_features(int level);

#endif
