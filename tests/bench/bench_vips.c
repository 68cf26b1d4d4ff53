/* libvips for the benchmark: from memory to memory. */
#include "tests/bench/bench_vips.h"

#include <string.h>
#include <vips/vips.h>

static const struct {
    const char *name;
    VipsKernel kernel;
} filters[] = {
    {"bilinear", VIPS_KERNEL_LINEAR},
    {"bicubic", VIPS_KERNEL_CUBIC},
    {"lanczos3", VIPS_KERNEL_LANCZOS3},
};
enum { FILTERS = sizeof filters / sizeof *filters };

int bench_vips_start(void)
{
    if (VIPS_INIT("bench"))
        return -1;
    vips_concurrency_set(1);
    vips_cache_set_max(0);
    return 0;
}

const char *bench_vips_error(void)
{
    return vips_error_buffer();
}

const char *bench_vips_version(void)
{
    static char text[32];
    g_snprintf(text, sizeof text, "%d.%d.%d", vips_version(0), vips_version(1), vips_version(2));
    return text;
}

/* Both consume `in`, which may be NULL after a failure. */
static VipsImage *cast(VipsImage *in)
{
    VipsImage *out = NULL;
    if (in)
        vips_cast_uchar(in, &out, NULL);
    g_clear_object(&in);
    return out;
}

static VipsImage *resize(VipsImage *in, int filter, double horizontal, double vertical)
{
    VipsImage *out = NULL;
    if (in) /* gap 0: no boxes before the filter, which is nearer to the filter and faster */
        vips_resize(in, &out, horizontal, "vscale", vertical, "kernel", filters[filter].kernel,
                    "gap", 0.0, NULL);
    g_clear_object(&in);
    return out;
}

static VipsImage *resize_weighted(VipsImage *in, int filter, double horizontal, double vertical)
{
    VipsImage *weighted = NULL, *out = NULL;
    vips_premultiply(in, &weighted, NULL);
    g_object_unref(in);
    VipsImage *small = resize(cast(weighted), filter, horizontal, vertical);
    if (small)
        vips_unpremultiply(small, &out, NULL);
    g_clear_object(&small);
    return cast(out);
}

uint8_t *bench_vips_resize(const char *filter, const uint8_t *pixels, int width, int height,
                           int channels, int target_width, int target_height)
{
    int i = 0;
    while (i < FILTERS && strcmp(filters[i].name, filter) != 0)
        ++i;
    if (i == FILTERS) {
        vips_error("bench", "libvips has no filter '%s'", filter);
        return NULL;
    }
    size_t bytes = (size_t)width * (size_t)height * (size_t)channels;
    VipsImage *image =
        vips_image_new_from_memory(pixels, bytes, width, height, channels, VIPS_FORMAT_UCHAR);
    if (!image)
        return NULL;
    double horizontal = (double)target_width / width, vertical = (double)target_height / height;
    image = channels % 2 == 0 ? resize_weighted(image, i, horizontal, vertical)
                              : resize(image, i, horizontal, vertical);
    void *result = NULL;
    if (image && image->Xsize == target_width && image->Ysize == target_height)
        result = vips_image_write_to_memory(image, &bytes);
    else if (image)
        vips_error("bench", "libvips made %d x %d pixels", image->Xsize, image->Ysize);
    g_clear_object(&image);
    return result;
}

void bench_vips_release(uint8_t *pixels)
{
    g_free(pixels);
}
