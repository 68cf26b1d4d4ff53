/* CPU features through the compiler's own detection, which also asks whether the system saves the
 * registers. */
#include "kernels/cpu.h"

#include <stddef.h>

const char *const cpu_levels[] = {"auto", "c", "avx2", "avx512", "neon", NULL};

unsigned cpu_features(void)
{
    unsigned features = 0;
#if defined(__x86_64__)
    __builtin_cpu_init();
    if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma") &&
        __builtin_cpu_supports("bmi2"))
        features |= CPU_AVX2;
    if ((features & CPU_AVX2) && __builtin_cpu_supports("avx512f") &&
        __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512dq") &&
        __builtin_cpu_supports("avx512vl"))
        features |= CPU_AVX512;
    if ((features & CPU_AVX512) && __builtin_cpu_supports("avx512vnni") &&
        __builtin_cpu_supports("avx512vbmi"))
        features |= CPU_VNNI;
#elif defined(__aarch64__)
    features |= CPU_NEON; /* part of the base architecture */
#endif
    return features;
}

unsigned cpu_level_features(int level)
{
    static const unsigned allowed[] = {~0u, 0, CPU_AVX2, CPU_AVX2 | CPU_AVX512 | CPU_VNNI,
                                       CPU_NEON};
    return allowed[level];
}
