/* Background beside the image. */
#include "kernels/resize/resize.h"

#include <string.h>

struct range resize_shown_rows(const struct resize_tables *tables, struct range rows)
{
    struct range shown = {rows.begin - tables->row, rows.end - tables->row};
    shown.begin = shown.begin > 0 ? shown.begin : 0;
    shown.end = shown.end < tables->shown.height ? shown.end : tables->shown.height;
    return shown;
}

/* The colour in the image's channels: grey by brightness (Rec. 601). */
static void find_background(const struct plan *plan, uint8_t *pixel)
{
    uint32_t colour = (uint32_t)plan->value[RESIZE_BACKGROUND];
    unsigned red = colour >> 24, green = colour >> 16 & 255, blue = colour >> 8 & 255;
    int channels = plan->dst.channels;
    if (channels < 3)
        pixel[0] = (uint8_t)((299 * red + 587 * green + 114 * blue + 500) / 1000);
    else
        for (int c = 0; c < 3; ++c)
            pixel[c] = (uint8_t)(colour >> (24 - 8 * c));
    if (channels % 2 == 0)
        pixel[channels - 1] = (uint8_t)colour;
}

static void fill(uint8_t *row, int pixels, const uint8_t *pixel, int channels)
{
    for (int x = 0; x < pixels; ++x, row += channels)
        memcpy(row, pixel, (size_t)channels);
}

/* `run` for the part of the result that shows the image, background for the rest. */
static void run_shown(kernel_fn *run, const struct plan *plan, const struct image *src,
                      struct image *dst, const struct band *band)
{
    const struct resize_tables *tables = plan->tables;
    struct shape shown = tables->shown;
    if (shape_equal(shown, plan->dst)) {
        run(plan, src, dst, band);
        return;
    }
    int channels = plan->dst.channels, behind = tables->column + shown.width;
    uint8_t pixel[CHANNELS_MAX];
    find_background(plan, pixel);
    for (int y = band->rows.begin; y < band->rows.end; ++y) {
        uint8_t *row = image_row(dst, y);
        bool beside = y >= tables->row && y < tables->row + shown.height;
        fill(row, beside ? tables->column : plan->dst.width, pixel, channels);
        if (beside)
            fill(row + (ptrdiff_t)behind * channels, plan->dst.width - behind, pixel, channels);
    }
    struct band part = *band;
    part.rows = resize_shown_rows(tables, band->rows);
    if (range_count(part.rows) == 0)
        return;
    struct plan inner = *plan;
    inner.dst = shown;
    struct image image = *dst;
    image.shape = shown;
    image.held.rows =
        (struct range){dst->held.rows.begin - tables->row, dst->held.rows.end - tables->row};
    image.held.columns = (struct range){0, shown.width};
    image.pixels += (ptrdiff_t)tables->column * channels;
    run(&inner, src, &image, &part);
}

void resize_padded_c(const struct plan *plan, const struct image *src, struct image *dst,
                     const struct band *band)
{
    run_shown(resize_rows_c, plan, src, dst, band);
}

#if defined(PARALLAX_X86) || defined(PARALLAX_NEON)
/* A variant's prepare() for that part. */
static int prepare_shown(int (*prepare)(struct plan *), struct plan *plan)
{
    struct shape whole = plan->dst;
    plan->dst = ((const struct resize_tables *)plan->tables)->shown;
    int result = prepare(plan);
    plan->dst = whole;
    return result;
}

void resize_padded_vector(const struct plan *plan, const struct image *src, struct image *dst,
                          const struct band *band)
{
    run_shown(resize_rows_vector, plan, src, dst, band);
}
#endif

#ifdef PARALLAX_X86
int resize_padded_avx2(struct plan *plan)
{
    return prepare_shown(resize_prepare_avx2, plan);
}

int resize_padded_avx512(struct plan *plan)
{
    return prepare_shown(resize_prepare_avx512, plan);
}
#endif

#ifdef PARALLAX_NEON
int resize_padded_neon(struct plan *plan)
{
    return prepare_shown(resize_prepare_neon, plan);
}
#endif
