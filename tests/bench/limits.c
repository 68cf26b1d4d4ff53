/* How far resize is from what one core allows, where a target for its speed was missed: the times
 * of the commit before and of this one, what the target asks for, and limits. All in turn, in one
 * thread, on the same memory. kernels.sh --limits builds and starts this.
 *
 * Memory: of every line of the source that has a pixel which counts a word is read, every line of
 * the result written, and nothing else; what comes next is fetched ahead as the kernels do. Ports:
 * the instructions of the inner loops as they are written, see limits_ports.h, as often as the
 * image needs them. No program of these instructions is faster than the larger of both. Cached: the
 * kernel itself with all rows in the caches, but for what it stores around them. */
#include "tests/bench/kernels_side.h"
#include "tests/bench/limits_ports.h"
#include "tests/bench/limits_work.h"

#include "drivers/common/statistics.h"
#include "drivers/common/timer.h"

#include <immintrin.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { LINE = 64, LARGE = 4 << 20, ROUNDS = 19 };

/* What is timed in turn. */
enum { BASE, CHANGE, CACHED, READ, WRITE, BOTH, PORTS, TIMED };

struct memory {
    uint8_t *source, *target;
    void *scratch;
    struct side_work side[2];
    struct limits_work loops; /* of PORTS */
};

static void *aligned(size_t bytes)
{
    void *memory = aligned_alloc(4096, (bytes / 4096 + 1) * 4096);
    if (!memory) {
        fprintf(stderr, "limits: out of memory\n");
        exit(71);
    }
    memset(memory, 0, bytes);
    return memory;
}

/* Opaque but for a few, as photographs with a mask are. */
static uint8_t *make_source(const struct limits_case *c)
{
    size_t bytes = (size_t)side_stride(c->from[0], c->channels) * (size_t)c->from[1];
    uint8_t *pixels = aligned(bytes + LINE);
    uint32_t noise = 1;
    for (size_t i = 0; i < bytes; ++i) {
        noise = noise * 1664525 + 1013904223;
        pixels[i] = (uint8_t)(128 + (i / 4096) % 64 + (noise >> 28));
    }
    return pixels;
}

/* Reads a word of each line of a row; tells the L2 cache `ahead` bytes before, as the kernel does.
 */
static void read_row(const uint8_t *row, size_t bytes, ptrdiff_t ahead)
{
    uint64_t all = 0;
    for (size_t i = 0; i < bytes; i += LINE) {
        _mm_prefetch((const char *)row + i + ahead, _MM_HINT_T1);
        all |= *(const volatile uint64_t *)(row + i);
    }
    __asm__ volatile("" ::"r"(all));
}

static __attribute__((target("avx2"))) void write_row(uint8_t *row, size_t bytes, int streams)
{
    const __m256i value = _mm256_set1_epi8(1);
    for (size_t i = 0; i < bytes; i += LINE / 2)
        if (streams)
            _mm256_stream_si256((void *)(row + i), value);
        else
            _mm256_store_si256((void *)(row + i), value);
}

/* The source row that nearest takes for a target row: the middle one of those it stands for. */
static long nearest_row(const struct limits_case *c, int row)
{
    return (2 * row + 1) * (long)c->from[1] / (2 * c->to[1]);
}

/* Reads rows, writes rows, or both in turn, as the result grows. */
static void move(const struct limits_case *c, const struct memory *m, int reads, int writes)
{
    ptrdiff_t from = side_stride(c->from[0], c->channels), to = side_stride(c->to[0], c->channels);
    int streams = to * c->to[1] > LARGE, done = 0;
    for (int y = 0; y < c->to[1]; ++y) {
        int end = (int)((long)(y + 1) * c->from[1] / c->to[1]), last = c->to[1] - 1;
        long row = nearest_row(c, y), next = nearest_row(c, y < last ? y + 1 : last);
        if (reads && c->nearest)
            read_row(m->source + row * from, (size_t)from, (next - row) * from);
        else if (reads)
            for (; done < end; ++done)
                read_row(m->source + done * from, (size_t)from, 512);
        if (writes)
            write_row(m->target + y * to, (size_t)to, streams);
    }
    if (streams)
        _mm_sfence();
}

static void run(const struct limits_case *c, struct memory *m, int what)
{
    const struct side *sides[] = {&side_base, &side_change};
    ptrdiff_t stride = side_stride(c->from[0], c->channels);
    if (what <= CACHED)
        sides[what != BASE]->run(&m->side[what != BASE], m->source, what == CACHED ? 0 : stride,
                                 m->target, m->scratch);
    else if (what < PORTS)
        move(c, m, what != WRITE, what != READ);
    else
        for (int i = 0; i < m->loops.count; ++i)
            m->loops.loop[i].run(m->loops.loop[i].turns);
}

static void measure(const struct limits_case *c, struct memory *m, double median[TIMED])
{
    static double times[TIMED][ROUNDS];
    for (int what = 0; what < TIMED; ++what)
        run(c, m, what);
    for (int round = 0; round < ROUNDS; ++round)
        for (int i = 0; i < TIMED; ++i) { /* to and fro: each leaves other lines in the caches */
            int what = round % 2 ? TIMED - 1 - i : i;
            double begin = timer_thread_cpu();
            int repeats = 0;
            do
                run(c, m, what);
            while (++repeats, timer_thread_cpu() - begin < 5e-3);
            times[what][round] = 1e3 * (timer_thread_cpu() - begin) / repeats;
        }
    for (int what = 0; what < TIMED; ++what) {
        statistics_sort(times[what], ROUNDS);
        median[what] = statistics_median(times[what], ROUNDS);
    }
}

static void report(const struct limits_case *c, const double t[TIMED])
{
    double limit = t[BOTH] > t[PORTS] ? t[BOTH] : t[PORTS], target = t[BASE] / c->target;
    printf("%-8s %-6s %d %5d", c->nearest ? "nearest" : "lanczos3", c->variant, c->channels,
           c->to[0]);
    const double times[] = {t[BASE], t[CHANGE], target,  t[CACHED],
                            t[READ], t[WRITE],  t[BOTH], t[PORTS]};
    for (size_t i = 0; i < sizeof times / sizeof *times; ++i)
        printf(" %7.2f", times[i]);
    const char *verdict = t[CHANGE] < limit    ? "no limit: the kernel is faster"
                          : target < limit     ? "out of reach"
                          : target < t[CACHED] ? "not by memory alone"
                                               : "";
    printf("  %5.2f %6.2f  %s\n", t[CHANGE] / limit, target / limit, verdict);
    fflush(stdout);
}

static int open_sides(const struct limits_case *c, struct memory *m)
{
    char options[64];
    int shape[] = {c->from[0], c->from[1], c->channels};
    snprintf(options, sizeof options, "filter=%s size=%dx%d", c->nearest ? "nearest" : "lanczos3",
             c->to[0], c->to[1]);
    const struct side *sides[] = {&side_base, &side_change};
    for (int i = 0; i < 2; ++i)
        if (sides[i]->open("resize", c->variant, options, shape, &m->side[i]))
            return -1;
    return 0;
}

int main(void)
{
    puts("ms of thread CPU time; /limit: over the larger of both (memory) and ports");
    puts("resize          ch width    base  change  target  cached    read   write    both   ports"
         " change target");
    puts("                                                                                        "
         " /limit /limit");
    for (const struct limits_case *c = limits_cases; c->variant; ++c) {
        struct memory m = {.source = make_source(c)};
        if (open_sides(c, &m)) {
            printf("%s: not on this CPU\n", c->variant);
            free(m.source);
            continue;
        }
        size_t scratch = m.side[0].scratch, target = m.side[0].target;
        m.scratch = aligned(scratch > m.side[1].scratch ? scratch : m.side[1].scratch);
        m.target = aligned(target > m.side[1].target ? target : m.side[1].target);
        limits_count(c, &m.loops);
        double median[TIMED];
        measure(c, &m, median);
        report(c, median);
        side_base.close(&m.side[0]);
        side_change.close(&m.side[1]);
        free(m.scratch);
        free(m.target);
        free(m.source);
    }
    return 0;
}
