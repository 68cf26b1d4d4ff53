/* The columns that the CSV and JSON tables have in common. */
#include "analysis/say/columns.h"

#include <math.h>

static double only_if(bool wanted, double value)
{
    return wanted ? value : NAN;
}

static bool is_weak(const struct cells *cells, const struct cell *cell)
{
    return cells->studies[cell->study].weak;
}

/* An interval is three columns: its value, its low and its high end. */
#define INTERVAL(function, member, condition)                                                      \
    static double get_##function(const struct cells *cells, const struct cell *cell)               \
    {                                                                                              \
        return only_if(condition, cell->member.value);                                             \
    }                                                                                              \
    static double get_##function##_low(const struct cells *cells, const struct cell *cell)         \
    {                                                                                              \
        return only_if(condition, cell->member.low);                                               \
    }                                                                                              \
    static double get_##function##_high(const struct cells *cells, const struct cell *cell)        \
    {                                                                                              \
        return only_if(condition, cell->member.high);                                              \
    }

INTERVAL(time, time, cells)
INTERVAL(images, image_rate, cells)
INTERVAL(pixels, pixel_rate, cells)
INTERVAL(speedup, speedup, !is_weak(cells, cell))
INTERVAL(efficiency, efficiency, !is_weak(cells, cell))
INTERVAL(scaled_speedup, speedup, is_weak(cells, cell))
INTERVAL(weak_efficiency, efficiency, is_weak(cells, cell))
INTERVAL(karp_flatt, karp_flatt, cells)
INTERVAL(ceiling_efficiency, ceiling_efficiency, cells)

static double get_baseline(const struct cells *cells, const struct cell *cell)
{
    (void)cells;
    return cell->base ? cell->base->time.value : NAN;
}

static double get_share(const struct cells *cells, const struct cell *cell)
{
    (void)cells;
    return cell->cpu_share;
}

static double get_speed(const struct cells *cells, const struct cell *cell)
{
    (void)cells;
    return cell->speed;
}

#define STAGE(function, index)                                                                     \
    static double get_##function(const struct cells *cells, const struct cell *cell)               \
    {                                                                                              \
        (void)cells;                                                                               \
        return cell->stages[index];                                                                \
    }

STAGE(plan, STAGE_PLAN)
STAGE(read, STAGE_READ)
STAGE(decode, STAGE_DECODE)
STAGE(kernel, STAGE_KERNEL)
STAGE(hash, STAGE_HASH)
STAGE(encode, STAGE_ENCODE)
STAGE(write, STAGE_WRITE)
STAGE(comm, STAGE_COMM)
STAGE(wait, STAGE_WAIT)
STAGE(other, STAGE_OTHER)

const struct number_column columns_numbers[] = {
    {"time_s", get_time},
    {"time_low_s", get_time_low},
    {"time_high_s", get_time_high},
    {"images_per_s", get_images},
    {"images_per_s_low", get_images_low},
    {"images_per_s_high", get_images_high},
    {"pixels_per_s", get_pixels},
    {"pixels_per_s_low", get_pixels_low},
    {"pixels_per_s_high", get_pixels_high},
    {"speedup", get_speedup},
    {"speedup_low", get_speedup_low},
    {"speedup_high", get_speedup_high},
    {"efficiency", get_efficiency},
    {"efficiency_low", get_efficiency_low},
    {"efficiency_high", get_efficiency_high},
    {"scaled_speedup", get_scaled_speedup},
    {"scaled_speedup_low", get_scaled_speedup_low},
    {"scaled_speedup_high", get_scaled_speedup_high},
    {"weak_efficiency", get_weak_efficiency},
    {"weak_efficiency_low", get_weak_efficiency_low},
    {"weak_efficiency_high", get_weak_efficiency_high},
    {"karp_flatt", get_karp_flatt},
    {"karp_flatt_low", get_karp_flatt_low},
    {"karp_flatt_high", get_karp_flatt_high},
    {"ceiling_efficiency", get_ceiling_efficiency},
    {"ceiling_efficiency_low", get_ceiling_efficiency_low},
    {"ceiling_efficiency_high", get_ceiling_efficiency_high},
    {"baseline_s", get_baseline},
    {"compute_cpu_share", get_share},
    {"machine_speed", get_speed},
    {"plan_s", get_plan},
    {"read_s", get_read},
    {"decode_s", get_decode},
    {"kernel_s", get_kernel},
    {"hash_s", get_hash},
    {"encode_s", get_encode},
    {"write_s", get_write},
    {"comm_s", get_comm},
    {"wait_s", get_wait},
    {"other_s", get_other},
    {NULL, NULL},
};
