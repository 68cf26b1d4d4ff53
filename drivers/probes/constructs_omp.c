/* What OpenMP's constructs cost beyond the work in them.
 *
 * Source: Bull, Measuring Synchronisation and Scheduling Overheads in OpenMP (EWOMP 1999): the
 * overhead of a construct is (T - T_reference) / repetitions. Where only one thread at a time may
 * pass, the threads share out the repetitions, so that the reference is the same. */
#include "drivers/probes/constructs.h"

#include <omp.h>

#include "drivers/common/timer.h"

enum { INNER = 240, LENGTH = 50 }; /* 240: many numbers of threads divide it */

static omp_lock_t lock;
static double atom; /* what is added up */

/* About a tenth of a microsecond that no compiler removes. */
static void delay(void)
{
    volatile float sum = 0;
    for (int i = 0; i < LENGTH; ++i)
        sum = sum + (float)i;
}

static void pass_parallel(int threads)
{
    for (int i = 0; i < INNER; ++i) {
#pragma omp parallel num_threads(threads)
        delay();
    }
}

static void pass_for(int threads)
{
#pragma omp parallel num_threads(threads)
    for (int i = 0; i < INNER; ++i) {
#pragma omp for
        for (int k = 0; k < threads; ++k)
            delay();
    }
}

static void pass_barrier(int threads)
{
#pragma omp parallel num_threads(threads)
    for (int i = 0; i < INNER; ++i) {
        delay();
#pragma omp barrier
    }
}

static void pass_single(int threads)
{
#pragma omp parallel num_threads(threads)
    for (int i = 0; i < INNER; ++i) {
#pragma omp single
        delay();
    }
}

static void pass_critical(int threads)
{
#pragma omp parallel num_threads(threads)
    for (int i = 0; i < INNER / threads; ++i) {
#pragma omp critical(probe)
        delay();
    }
}

static void pass_lock(int threads)
{
#pragma omp parallel num_threads(threads)
    for (int i = 0; i < INNER / threads; ++i) {
        omp_set_lock(&lock);
        delay();
        omp_unset_lock(&lock);
    }
}

static void pass_atomic(int threads)
{
#pragma omp parallel num_threads(threads)
    for (int i = 0; i < INNER / threads; ++i) {
#pragma omp atomic
        atom += 1;
    }
}

static void pass_reduction(int threads)
{
    double sum = 0;
    for (int i = 0; i < INNER; ++i) {
#pragma omp parallel num_threads(threads) reduction(+ : sum)
        {
            delay();
            sum += 1;
        }
    }
    atom = sum;
}

/* Without a construct: what each repetition computes. */
static void pass_delay(int threads)
{
    (void)threads;
    for (int i = 0; i < INNER; ++i)
        delay();
}

static void pass_sum(int threads)
{
    (void)threads;
    volatile double *sum = &atom;
    for (int i = 0; i < INNER; ++i)
        *sum = *sum + 1;
}

const char *const construct_names[CONSTRUCTS] = {"omp-parallel", "omp-for",      "omp-barrier",
                                                 "omp-single",   "omp-critical", "omp-lock",
                                                 "omp-atomic",   "omp-reduction"};

static const struct {
    void (*pass)(int threads);
    void (*reference)(int threads);
} constructs[CONSTRUCTS] = {
    {pass_parallel, pass_delay}, {pass_for, pass_delay},       {pass_barrier, pass_delay},
    {pass_single, pass_delay},   {pass_critical, pass_delay},  {pass_lock, pass_delay},
    {pass_atomic, pass_sum},     {pass_reduction, pass_delay},
};

double construct_overhead(void *context, char *why)
{
    const struct construct *construct = context;
    static bool ready;
    (void)why;
    if (!ready)
        omp_init_lock(&lock);
    ready = true;
    double begin = timer_now();
    constructs[construct->which].reference(construct->threads);
    double middle = timer_now();
    constructs[construct->which].pass(construct->threads);
    return ((timer_now() - middle) - (middle - begin)) / INNER;
}
