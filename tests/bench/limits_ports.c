/* The loops of limits_ports.h. Their numbers are counted in the sources of kernels/resize/, which
 * are named; what is cheaper than it seems there, as a load that is part of another instruction, is
 * counted all the same: it takes its ports. Prefetches are not counted. */
#include "tests/bench/limits_ports.h"

#include <stddef.h>

/* Multiply-adds go to ten sums in turn, which hides their latency. AVX2 has them as two
 * instructions. Everything else writes a register that nobody reads. */
/* clang-format off */
__asm__(".macro mix_madd_zmm sum\n vpdpwssd %zmm14, %zmm15, %zmm\\sum\n.endm\n"
        ".macro mix_madd_ymm sum\n vpmaddwd %ymm14, %ymm15, %ymm12\n"
        " vpaddd %ymm12, %ymm\\sum, %ymm\\sum\n.endm\n"
        ".macro mix set, madd, multiply, permute, simple, fused, convert, divide, load, store\n"
        ".rept \\load\n vmovups (%rdx), %\\set\\()13\n.endr\n"
        ".rept \\madd\n"
        ".irp sum, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9\n"
        ".if mix_sum % 10 == \\sum\n mix_madd_\\set \\sum\n.endif\n"
        ".endr\n"
        ".set mix_sum, mix_sum + 1\n"
        ".endr\n"
        ".rept \\permute\n vpshufb %\\set\\()14, %\\set\\()15, %\\set\\()13\n.endr\n"
        ".rept \\multiply\n vpmullw %\\set\\()14, %\\set\\()15, %\\set\\()13\n.endr\n"
        ".rept \\simple\n vpaddw %\\set\\()14, %\\set\\()15, %\\set\\()13\n.endr\n"
        ".rept \\convert\n vcvtdq2ps %\\set\\()14, %\\set\\()13\n.endr\n"
        ".rept \\fused\n vmulps %\\set\\()14, %\\set\\()15, %\\set\\()13\n.endr\n"
        ".rept \\divide\n vdivps %\\set\\()14, %\\set\\()15, %\\set\\()13\n.endr\n"
        ".rept \\store\n vmovups %\\set\\()14, (%rdx)\n.endr\n"
        ".endm\n");
/* clang-format on */

enum { REPEATED = 5 }; /* bodies of a loop, so that its own instructions do not count */

#define LOOP(name, before, body)                                                                   \
    void name(long turns)                                                                          \
    {                                                                                              \
        static _Alignas(64) float line[16];                                                        \
        long left = turns / REPEATED + 1;                                                          \
        for (int i = 0; i < 16; ++i)                                                               \
            line[i] = 255;                                                                         \
        __asm__ volatile(before "\n.set mix_sum, 0\n1:\n.rept 5\n" body                            \
                                "\n.endr\ndec %0\njnz 1b\nvzeroupper"                              \
                         : "+r"(left)                                                              \
                         : "d"(line)                                                               \
                         : "rax", "memory", "cc", "xmm0", "xmm1", "xmm2", "xmm3", "xmm4", "xmm5",  \
                           "xmm6", "xmm7", "xmm8", "xmm9", "xmm12", "xmm13", "xmm14", "xmm15");    \
    }
#define FILL(set) "vmovups (%%rdx), %%" set "14\nvmovups (%%rdx), %%" set "15\n"

/* In the order of the kinds of mix. */
#define ZMM(name, counts) LOOP(name, FILL("zmm"), "mix zmm, " counts)
#define YMM(name, counts) LOOP(name, FILL("ymm"), "mix ymm, " counts)

/*                     madd mul perm simple fused cvt div load store */
/* add_pairs() of resize_quads_avx512.c with weigh_pairs(), store_row() */
static ZMM(quads_1, "4, 4, 8, 0, 0, 0, 0, 3, 0") static ZMM(
    quads_2,
    "8, 4, 8, 0, 0, 0, 0, 4, "
    "0") static ZMM(quads_3, "12, 4, 8, 0, 0, 0, 0, 5, 0") static ZMM(quads_4,
                                                                      "16, 4, 8, 0, 0, 0, 0, 6, 0")
    limits_loop *const limits_quads[5] = {NULL, quads_1, quads_2, quads_3, quads_4};
ZMM(limits_quads_end, "0, 0, 24, 8, 0, 0, 0, 0, 8")
/* place_block(), weigh_block(), sum_windows(), finish_rows(), store_uppers() of resize_abreast_* */
ZMM(limits_place, "0, 0, 12, 0, 0, 0, 0, 4, 4")
ZMM(limits_weigh, "0, 4, 8, 10, 0, 0, 0, 4, 4")
ZMM(limits_two, "2, 0, 0, 0, 0, 0, 0, 3, 0")
ZMM(limits_one, "1, 0, 0, 0, 0, 0, 0, 2, 0")
ZMM(limits_last, "0, 0, 18, 9, 4, 9, 1, 0, 4")
ZMM(limits_first, "0, 0, 4, 0, 0, 0, 0, 0, 2")
/* sum_rows() of resize_columns_words.c */
static ZMM(ring_1, "4, 0, 0, 0, 0, 0, 0, 5, 0") static ZMM(ring_2, "8, 0, 0, 0, 0, 0, 0, 6, 0")
    limits_loop *const limits_ring[3] = {NULL, ring_1, ring_2};
ZMM(limits_finish, "0, 0, 16, 9, 4, 9, 1, 0, 1")
ZMM(limits_finish_planes, "0, 0, 8, 6, 4, 9, 1, 0, 1")
ZMM(limits_opaque, "0, 0, 4, 4, 0, 0, 0, 0, 1")
/* resize_planes_avx512.c; resample() of resize_whole_avx512.c */
ZMM(limits_weigh_planes, "0, 4, 4, 8, 0, 0, 0, 2, 4")
ZMM(limits_planes, "4, 0, 4, 1, 0, 0, 0, 1, 0")
ZMM(limits_planes_end, "0, 0, 2, 2, 0, 0, 0, 4, 2")
ZMM(limits_whole, "8, 0, 4, 1, 0, 0, 0, 2, 0")
ZMM(limits_whole_end, "0, 0, 2, 13, 0, 0, 0, 9, 2")

/* add_pairs(), weigh_tile(), cut_pairs() with store_group() of resize_block_avx2.c */
static YMM(block_1, "8, 0, 0, 0, 0, 0, 0, 12, 0") static YMM(
    block_2,
    "16, 0, 0, 0, 0, 0, 0, 16, "
    "0") static YMM(block_3,
                    "24, 0, 0, 0, 0, 0, 0, 20, 0") static YMM(block_4,
                                                              "32, 0, 0, 0, 0, 0, 0, 24, 0")
    limits_loop *const limits_block_avx2[5] = {NULL, block_1, block_2, block_3, block_4};
YMM(limits_block_weigh_avx2, "0, 16, 0, 8, 0, 0, 0, 4, 8")
YMM(limits_block_end_avx2, "0, 0, 32, 48, 0, 0, 0, 8, 24")
YMM(limits_place_avx2, "0, 0, 16, 0, 0, 0, 0, 8, 8")
YMM(limits_weigh_avx2, "0, 8, 20, 28, 0, 0, 0, 8, 8")
YMM(limits_two_avx2, "4, 0, 0, 0, 0, 0, 0, 4, 0")
YMM(limits_one_avx2, "2, 0, 0, 0, 0, 0, 0, 3, 0")
YMM(limits_last_avx2, "0, 0, 32, 36, 8, 18, 2, 0, 4")
YMM(limits_first_avx2, "0, 0, 8, 8, 0, 0, 0, 0, 4")
static YMM(ring_1_avx2, "4, 0, 0, 0, 0, 0, 0, 5, 0") static YMM(ring_2_avx2,
                                                                "8, 0, 0, 0, 0, 0, 0, 6, 0")
    limits_loop *const limits_ring_avx2[3] = {NULL, ring_1_avx2, ring_2_avx2};
YMM(limits_finish_avx2, "0, 0, 16, 18, 4, 9, 1, 0, 1")

/* copy_group() of resize_nearest.c: where the pixel is, and the pixel */
LOOP(limits_pixel, "", "movl (%%rdx), %%eax\nmovl (%%rdx), %%eax\nmovl %%eax, (%%rdx)")
