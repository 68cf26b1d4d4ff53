/* Plain C that is compiled once for each instruction set, so that every variant is the same source.
 * CMakeLists.txt lists such files and gives each compilation its VARIANT; what they define for
 * others is named by VARIANT_NAME(). So it does with files written with kernels/simd/words.h. */
#ifndef PARALLAX_VARIANT_H
#define PARALLAX_VARIANT_H

#include "kernels/cpu.h"
#include "kernels/kernel.h"

#ifdef VARIANT
#define VARIANT_WORDS /* there are also files written with kernels/simd/words.h */
#else
#define VARIANT c
#endif

/* The name of something in this compilation: VARIANT_NAME(blur_rows) is blur_rows_avx2 where
 * VARIANT is avx2. */
#define VARIANT_NAME(name)              VARIANT_EXPANDED(name, VARIANT)
#define VARIANT_EXPANDED(name, variant) VARIANT_JOINED(name, variant)
#define VARIANT_JOINED(name, variant)   name##_##variant

/* VARIANTS(rows): the table of a kernel of one pass whose variants need no tables of their own:
 * rows_c, rows_avx2 and so on. VARIANTS_DECLARED(rows) declares these functions. */
#ifdef PARALLAX_X86
#define VARIANTS(rows)                                                                             \
    {                                                                                              \
        {.name = "c", .run = {rows##_c}}, {.name = "avx2", .cpu = CPU_AVX2, .run = {rows##_avx2}}, \
            {.name = "avx512", .cpu = CPU_AVX512 | CPU_VNNI, .run = {rows##_avx512}},              \
    }
#define VARIANTS_DECLARED(rows) kernel_fn rows##_c, rows##_avx2, rows##_avx512
#else
#define VARIANTS(rows)                                                                             \
    {                                                                                              \
        {.name = "c", .run = {rows##_c}},                                                          \
    }
#define VARIANTS_DECLARED(rows) kernel_fn rows##_c
#endif

#endif
