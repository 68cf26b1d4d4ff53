/* What make_results writes: cells with known times, and what is wrong with some. */
#ifndef PARALLAX_RESULTS_SCENARIOS_H
#define PARALLAX_RESULTS_SCENARIOS_H

struct scenario {
    const char *kernel, *params, *study, *model;
    int ranks, threads, runs;
    double factor;        /* of the model's time */
    const char *status;   /* NULL: complete */
    const char *checksum; /* NULL: the right one */
    const char *label;    /* an attack on whoever prints it */
    int failed, invalid_iterations, wrongly_bound;
    int slices;   /* of a repetition; 0: it is of no sweep */
    double share; /* of a CPU, of one worker; 0: unknown */
};

#define RESIZE "resize", "size=852x567 filter=lanczos3 fit=fill"
#define BLUR   "blur", "sigma=2"
#define SOBEL  "sobel", "=cmd|' /C calc'!A0 \"quoted\" `touch injected` {/Bold x_1}"

static const struct scenario scenarios[] = {
    {RESIZE, "strong", "serial", 1, 1, 5, 1, NULL, NULL, NULL, 0, 0, 0, 0, 0},
    {RESIZE, "strong", "omp", 1, 1, 5, 1.01, NULL, NULL, NULL, 0, 0, 0, 0, 0},
    {RESIZE, "strong", "omp", 1, 2, 5, 1.01, NULL, NULL, NULL, 0, 0, 0, 0, 0},
    {RESIZE, "strong", "omp", 1, 4, 5, 1.01, NULL, NULL, NULL, 0, 2, 0, 0, 0},
    {RESIZE, "strong", "omp", 1, 8, 5, 1.01, NULL, NULL, NULL, 0, 0, 0, 0, 0},
    {RESIZE, "strong", "omp", 1, 16, 3, 1.9, NULL, NULL, NULL, 0, 0, 0, 0, 0},
    {RESIZE, "strong", "mpi", 1, 1, 5, 1.04, NULL, NULL, NULL, 0, 0, 0, 0, 0},
    {RESIZE, "strong", "mpi", 2, 1, 2, 1.04, NULL, NULL, NULL, 0, 0, 0, 0, 0},
    {RESIZE, "strong", "mpi", 4, 1, 1, 1.04, NULL, NULL, NULL, 0, 0, 0, 0, 0},
    {RESIZE, "strong", "mpi", 8, 1, 5, 1.04, NULL, NULL, NULL, 0, 0, 0, 0, 0},
    {RESIZE, "strong", "mpi", 8, 1, 1, 1.04, "stopped", NULL, NULL, 0, 0, 0, 0, 0},
    {RESIZE, "strong", "mpi", 16, 1, 3, 2.2, NULL, NULL, NULL, 0, 0, 0, 0, 0},
    {RESIZE, "strong", "hybrid", 2, 2, 5, 1.02, NULL, NULL, NULL, 0, 0, 0, 0, 0},
    {RESIZE, "strong", "hybrid", 4, 2, 5, 1.02, NULL, NULL, NULL, 0, 0, 0, 0, 0},
    {RESIZE, "strong", "hybrid", 2, 4, 5, 1.06, NULL, NULL, NULL, 0, 0, 1, 0, 0},
    {RESIZE, "weak", "serial", 1, 1, 5, 1, NULL, NULL, NULL, 0, 0, 0, 0, 0},
    {RESIZE, "weak", "omp", 1, 2, 5, 1.01, NULL, NULL, NULL, 0, 0, 0, 0, 0},
    {RESIZE, "weak", "omp", 1, 8, 5, 1.01, NULL, NULL, NULL, 0, 0, 0, 0, 0},
    {RESIZE, "weak", "mpi", 2, 1, 5, 1.01, NULL, NULL, NULL, 0, 0, 0, 0, 0},
    {RESIZE, "weak", "mpi", 8, 1, 5, 1.01, NULL, NULL, NULL, 0, 0, 0, 0, 0},
    /* No serial run, a wrong result: nothing of this work counts. */
    {"histogram", "bins=256", "strong", "omp", 1, 2, 3, 1, NULL, NULL, NULL, 0, 0, 0, 0, 0},
    {"histogram", "bins=256", "strong", "mpi", 2, 1, 3, 1, NULL, "bad0bad0bad0bad0", NULL, 0, 0, 0,
     0, 0},
    /* No T(1): relative to p0 = 2; and one model with a single point. */
    {"histogram", "bins=64", "strong", "omp", 1, 2, 3, 1, NULL, NULL, NULL, 0, 0, 0, 0, 0},
    {"histogram", "bins=64", "strong", "omp", 1, 4, 3, 1, NULL, NULL, NULL, 0, 0, 0, 0, 0},
    {"histogram", "bins=64", "strong", "mpi", 4, 1, 3, 1, NULL, NULL, NULL, 0, 0, 0, 0, 0},
    /* A serial run decides against omp; mpi lost images; every string is an attack. */
    {SOBEL, "strong", "serial", 1, 1, 3, 1, NULL, NULL, "=1+1", 0, 0, 0, 0, 0},
    {SOBEL, "strong", "omp", 1, 2, 3, 1, NULL, "bad0bad0bad0bad0", "@x", 0, 0, 0, 0, 0},
    {SOBEL, "strong", "mpi", 2, 1, 3, 1, NULL, NULL, "-x", 1, 0, 0, 0, 0},
    {SOBEL, "strong", "mpi", 4, 1, 3, 1, NULL, NULL, "+x", 0, 0, 0, 0, 0},
    /* Five repetitions of three slices, one cell of which lost its CPUs; another has fewer. */
    {BLUR, "strong", "serial", 1, 1, 15, 1, NULL, NULL, NULL, 0, 0, 0, 3, 0.99},
    {BLUR, "strong", "omp", 1, 2, 15, 1, NULL, NULL, NULL, 0, 0, 0, 3, 0.98},
    {BLUR, "strong", "omp", 1, 4, 15, 1.3, NULL, NULL, NULL, 0, 0, 0, 3, 0.5},
    {BLUR, "strong", "copies", 2, 1, 15, 0.97, NULL, NULL, NULL, 0, 0, 0, 3, 0.99},
    {BLUR, "strong", "mpi", 2, 1, 9, 1.1, NULL, NULL, NULL, 0, 0, 0, 3, 0.971},
    {BLUR, "strong", "mpi", 4, 1, 15, 0.2, NULL, NULL, NULL, 0, 0, 0, 3, 0.99},
};

#endif
