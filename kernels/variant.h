/* Plain C that is compiled once for each instruction set, so that every variant is the same source.
 * CMakeLists.txt lists such files and gives each compilation its VARIANT; what they define for
 * others is named by VARIANT_NAME(). So it does with files written with x86/words.h. */
#ifndef PARALLAX_VARIANT_H
#define PARALLAX_VARIANT_H

#include "kernels/cpu.h"
#include "kernels/kernel.h"

#ifdef VARIANT
#define VARIANT_WORDS /* there are also files written with x86/words.h */
#else
#define VARIANT c
#endif

/* The name of something in this compilation: VARIANT_NAME(blur_rows) is blur_rows_avx2 where
 * VARIANT is avx2. */
#define VARIANT_NAME(name)              VARIANT_EXPANDED(name, VARIANT)
#define VARIANT_EXPANDED(name, variant) VARIANT_JOINED(name, variant)
#define VARIANT_JOINED(name, variant)   name##_##variant

/* VARIANTS(passes): the table of a kernel whose passes are the same source in all variants;
 * passes(variant) expands to the functions. VARIANTS_DECLARED(name): declares name_c and so on. */
#ifdef PARALLAX_X86
#define VARIANTS(passes)                                                                           \
    {                                                                                              \
        {.name = "c", .run = passes(c)}, {.name = "avx2", .cpu = CPU_AVX2, .run = passes(avx2)},   \
            {.name = "avx512", .cpu = CPU_AVX512 | CPU_VNNI, .run = passes(avx512)},               \
    }
#define VARIANTS_DECLARED(name) kernel_fn name##_c, name##_avx2, name##_avx512
#else
#define VARIANTS(passes)                                                                           \
    {                                                                                              \
        {.name = "c", .run = passes(c)},                                                           \
    }
#define VARIANTS_DECLARED(name) kernel_fn name##_c
#endif

#endif
