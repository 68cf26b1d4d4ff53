/* Which of the steps are this CPU's. */
#include "kernels/shared/filter_steps.h"
#include "kernels/cpu.h"

#define STEPS(set)                                                                                 \
    (struct filter_steps)                                                                          \
    {                                                                                              \
        filter_place_##set, filter_weigh_##set, filter_add_up_##set, filter_round_##set            \
    }

struct filter_steps filter_steps_of_cpu(void)
{
#ifdef PARALLAX_X86
    unsigned features = cpu_features();
    if ((features & (CPU_AVX512 | CPU_VNNI)) == (CPU_AVX512 | CPU_VNNI))
        return STEPS(avx512);
    if (features & CPU_AVX2)
        return STEPS(avx2);
#endif
    return STEPS(c);
}
