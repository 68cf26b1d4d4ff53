/* One of the two builds that kernels.c compares: their kernels have the same names, so each build
 * shows one table and nothing else. Plain types, because the builds' own may differ. */
#ifndef PARALLAX_BENCH_KERNELS_SIDE_H
#define PARALLAX_BENCH_KERNELS_SIDE_H

#include <stddef.h>
#include <stdint.h>

/* One kernel, in one variant, planned for one source. */
struct side_work {
    size_t scratch, target; /* bytes that run() needs, 64-byte aligned */
    int passes;
    void *plan; /* open()'s */
};

struct side {
    /* The variant number `index` of a kernel, or NULL: no such kernel, or no more variants that
     * this CPU can run. */
    const char *(*variant)(const char *kernel, int index);

    /* Plans; `options` are "name=value name=value". Returns 0, or -1 when the build does not know
     * them or is out of memory. close() frees. */
    int (*open)(const char *kernel, const char *variant, const char *options, const int shape[3],
                struct side_work *work);

    /* All passes on a whole image of the shape of open(), rows `stride` bytes apart. If
     * that is 0 all rows are one, of the result too, so that both stay in the caches. */
    void (*run)(const struct side_work *work, uint8_t *source, ptrdiff_t stride, uint8_t *target,
                void *scratch);
    void (*close)(struct side_work *work);
};

extern const struct side side_base, side_change;

/* Bytes from one row to the next, as image_allocate() has them. */
static inline ptrdiff_t side_stride(int width, int channels)
{
    ptrdiff_t stride = ((ptrdiff_t)width * channels + 63) / 64 * 64;
    return stride % 4096 == 0 ? stride + 64 : stride;
}

#endif
