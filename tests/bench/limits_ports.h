/* What a core's execution ports allow: loops of nothing but the instructions of the kernels' inner
 * loops, each kind as often as there, on one line of the L1 cache, none waiting for another. */
#ifndef PARALLAX_BENCH_LIMITS_PORTS_H
#define PARALLAX_BENCH_LIMITS_PORTS_H

/* At least `turns` turns of an inner loop. */
typedef void limits_loop(long turns);

/* resize with AVX-512. Quads: a pair of source rows of 64 samples, for so many target rows. Place,
 * weigh: eight pixels of four rows. Two, one: a step of two outputs abreast, or of
 * one. Last, first: four outputs of four rows are finished. Ring: a pair of rows of 64 samples, for
 * so many target rows. Finish: 64 samples. Planes: a step of 16 results of a channel of four rows,
 * which are stored by planes_end; weigh_planes: 32 pixels; finish_planes: 16. Whole: four taps of
 * 16 samples of four rows, stored by whole_end. */
extern limits_loop *const limits_quads[5], *const limits_ring[3];
extern limits_loop limits_quads_end, limits_place, limits_weigh, limits_two, limits_one,
    limits_last, limits_first, limits_finish, limits_finish_planes, limits_opaque,
    limits_weigh_planes, limits_planes, limits_planes_end, limits_whole, limits_whole_end;

/* AVX2. Block: a pair of 64 samples out of the ring of weighted samples, for so many target rows;
 * block_weigh puts it there. Finish, ring: 32 samples. The others as above. */
extern limits_loop *const limits_block_avx2[5], *const limits_ring_avx2[3];
extern limits_loop limits_block_weigh_avx2, limits_block_end_avx2, limits_place_avx2,
    limits_weigh_avx2, limits_two_avx2, limits_one_avx2, limits_last_avx2, limits_first_avx2,
    limits_finish_avx2;

extern limits_loop limits_pixel; /* nearest: a pixel of four bytes */

#endif
