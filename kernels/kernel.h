/* What a kernel is: pure computation of rows. Nothing here names a thread, a rank, a file or a
 * clock. */
#ifndef PARALLAX_KERNEL_H
#define PARALLAX_KERNEL_H

#include "kernels/image.h"

enum { PARAMS_MAX = 8, PASSES_MAX = 2, VARIANTS_MAX = 5 };

enum param_kind {
    PARAM_NUMBER, /* a real number */
    PARAM_WHOLE,  /* a whole number */
    PARAM_SIZE,   /* WxH: two values, width then height; Wx, xH: the other is 0; N%: both are -N */
    PARAM_CHOICE, /* the value is the index into choices */
    PARAM_COLOUR, /* 0xRRGGBBAA: the harness has the option of this name */
    PARAM_FLAG    /* 0, or 1 when given */
};

/* One command-line option of a kernel. `index` is where its (first) value stands in plan.value. */
struct param {
    const char *name, *help;
    enum param_kind kind;
    int index;
    double initial[2], min, max;
    const char *const *choices; /* NULL-terminated */
    const char *const *words;   /* pairs of another word for a choice, and that choice;
                                   NULL-terminated; NULL: none */
};

/* All that is decided before the first pixel of one source shape is read: sizes, filter tables.
 * Read-only once plan() has returned, so any number of workers may share it.
 * `original` is the shape before a decoder shrank it: it decides dst; equal to src otherwise. See
 * kernel_shrunk(). */
struct plan {
    struct shape original, src, dst;
    double value[PARAMS_MAX];
    size_t scratch; /* bytes each worker needs, 64-byte aligned; may be 0 */
    void *tables;   /* plan()'s */
    void *prepared; /* a variant's prepare()'s */
};

/* What computing some rows costs at least, for the roofline: arithmetic operations (a multiply-add
 * counts two) and compulsory memory traffic in bytes (each byte needed read once, each written
 * once). */
struct cost {
    double operations, bytes;
};

/* What one call is to compute, and what it may use for it. */
struct band {
    struct range rows;     /* of the pass's kernel_rows() */
    const uint64_t *total; /* the image's summed tally of the pass before; NULL in pass 0 */
    uint64_t *tally;       /* kernel->tallies counters, which are added to */
    void *scratch;         /* plan->scratch bytes, 64-byte aligned; what they hold means nothing */
};

/* Computes the band's rows of dst (of the tally, in a pass that draws nothing) from what needs()
 * names of src. Writes nothing else, calls nothing that can fail, knows of no other worker: calls
 * for other bands may run at the same time, each with a tally and scratch of its own. */
typedef void kernel_fn(const struct plan *plan, const struct image *src, struct image *dst,
                       const struct band *band);

struct variant {
    const char *name; /* "c", "avx2", "avx512", "neon" */
    unsigned cpu;     /* enum cpu_feature bits that must all be there */
    kernel_fn *run[PASSES_MAX];
    int (*prepare)(struct plan *); /* its own tables after plan(); NULL: none. 0, or -1 with errno
                                    */
    void (*unprepare)(struct plan *); /* frees them; NULL: none */
};

struct kernel {
    const char *name, *summary;
    int revision;               /* from 1; raised by every commit that changes its pixels */
    const struct param *params; /* ends with a NULL name; NULL: none */
    int params_later;           /* the last so many of them are described only where they are not as
                                   initially: results that are older than they are mean the same */
    size_t tallies;             /* counters: a constant, every worker of every shape agrees on it */
    bool raw;                   /* bytes go from source to sink: no decode, no rows */
    int (*plan)(struct plan *); /* original, src, value -> the rest; reentrant. 0, or -1 with errno
                                 */
    void (*unplan)(struct plan *);              /* NULL: nothing to free */
    int (*rows)(const struct plan *, int pass); /* rows of the pass; NULL: dst.height in each */
    struct area (*needs)(const struct plan *, int pass, struct range rows); /* of src */
    struct cost (*cost)(const struct plan *, int pass, struct range rows);
    /* The smallest source from which the result is as good as from `original`, for a decoder that
     * can shrink at no cost; NULL: all of it. `plan` has original and value only. */
    struct shape (*enough)(const struct plan *);
    struct variant variants[VARIANTS_MAX]; /* [0] plain C, the definition; then from slow to fast */
};

/* Number of passes: the leading non-NULL functions of variants[0]. */
int kernel_passes(const struct kernel *kernel);

/* Rows to compute in `pass`: what a split cuts into bands. */
int kernel_rows(const struct kernel *kernel, const struct plan *plan, int pass);

/* The last variant that needs no CPU feature beyond `features` (see cpu.h); never NULL. */
const struct variant *kernel_variant(const struct kernel *kernel, unsigned features);

/* Plans for one source shape: zeroes *plan, sets shapes and values, calls plan() and the variant's
 * prepare(). Returns 0, or -1 with errno (ENOMEM; EINVAL: this shape cannot be done) and nothing to
 * free. */
int kernel_plan(const struct kernel *kernel, const struct variant *variant, struct shape original,
                struct shape src, const double *value, struct plan *plan);

/* Frees a plan that kernel_plan() made with the same variant. */
void kernel_unplan(const struct kernel *kernel, const struct variant *variant, struct plan *plan);

/* How many of the original's pixels one sample of a shrunk source stands for, along one axis: the
 * power of two f for which original / f, rounded up, is `src`. Sample i stands for pixels f i to
 * f i + f - 1; those of the last one that lie beyond the edge do not exist. 0: no such f. */
int kernel_shrunk(int original, int src);

/* Fills value[PARAMS_MAX] with every parameter's initial value. */
void kernel_initial_values(const struct kernel *kernel, double *value);

/* Each kernel NAME is a const struct kernel kernel_NAME, defined in NAME.c; who needs one declares
 * it. */

#endif
