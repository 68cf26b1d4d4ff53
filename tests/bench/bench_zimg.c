/* zimg for the benchmark: resizing planes of 8 bits with as wide instructions as the CPU has. */
#include "tests/bench/bench_zimg.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <zimg.h>

/* a and b are lanczos' taps on a side, and Mitchell and Netravali's B and C. */
static const struct {
    const char *name;
    zimg_resample_filter_e filter;
    double a, b;
} filters[] = {
    {"nearest", ZIMG_RESIZE_POINT, 0, 0},
    {"bilinear", ZIMG_RESIZE_BILINEAR, 0, 0},
    {"bicubic", ZIMG_RESIZE_BICUBIC, 0, 0.5},
    {"lanczos3", ZIMG_RESIZE_LANCZOS, 3, 0},
};
enum { FILTERS = sizeof filters / sizeof *filters };

static char reason[256];

const char *bench_zimg_error(void)
{
    return reason;
}

const char *bench_zimg_version(void)
{
    static char text[32];
    unsigned major, minor, micro;
    zimg_get_version_info(&major, &minor, &micro);
    snprintf(text, sizeof text, "%u.%u.%u", major, minor, micro);
    return text;
}

static zimg_image_format format_of(const struct bench_planes *planes)
{
    zimg_image_format format;
    zimg_image_format_default(&format, ZIMG_API_VERSION);
    format.width = (unsigned)planes->width;
    format.height = (unsigned)planes->height;
    format.pixel_type = ZIMG_PIXEL_BYTE;
    format.pixel_range = ZIMG_RANGE_FULL;
    format.color_family = planes->channels < 3 ? ZIMG_COLOR_GREY : ZIMG_COLOR_RGB;
    if (planes->channels >= 3)
        format.matrix_coefficients = ZIMG_MATRIX_RGB;
    format.alpha = planes->channels % 2 == 0 ? ZIMG_ALPHA_STRAIGHT : ZIMG_ALPHA_NONE;
    return format;
}

static zimg_filter_graph *build(const char *filter, const struct bench_planes *src,
                                const struct bench_planes *dst)
{
    int i = 0;
    while (i < FILTERS && strcmp(filters[i].name, filter) != 0)
        ++i;
    if (i == FILTERS) {
        snprintf(reason, sizeof reason, "zimg has no filter '%s'", filter);
        return NULL;
    }
    zimg_image_format from = format_of(src), to = format_of(dst);
    zimg_graph_builder_params params;
    zimg_graph_builder_params_default(&params, ZIMG_API_VERSION);
    params.resample_filter = params.resample_filter_uv = filters[i].filter;
    params.filter_param_a = params.filter_param_a_uv = filters[i].a;
    params.filter_param_b = params.filter_param_b_uv = filters[i].b;
    params.cpu_type = ZIMG_CPU_AUTO_64B;
    zimg_filter_graph *graph = zimg_filter_graph_build(&from, &to, &params);
    if (!graph)
        zimg_get_last_error(reason, sizeof reason);
    return graph;
}

/* Alpha is always zimg's fourth plane. */
static int plane_of(const struct bench_planes *planes, int channel)
{
    return channel == 1 && planes->channels == 2 ? 3 : channel;
}

static int process(zimg_filter_graph *graph, const struct bench_planes *src,
                   const struct bench_planes *dst)
{
    zimg_image_buffer_const in = {.version = ZIMG_API_VERSION};
    zimg_image_buffer out = {.version = ZIMG_API_VERSION};
    for (int c = 0; c < src->channels; ++c) {
        int p = plane_of(src, c);
        in.plane[p].data = src->data + c * src->stride * src->height;
        in.plane[p].stride = src->stride;
        in.plane[p].mask = ZIMG_BUFFER_MAX;
        out.plane[p].data = dst->data + c * dst->stride * dst->height;
        out.plane[p].stride = dst->stride;
        out.plane[p].mask = ZIMG_BUFFER_MAX;
    }
    size_t bytes = 0;
    void *memory = NULL;
    int failed = zimg_filter_graph_get_tmp_size(graph, &bytes) != ZIMG_ERROR_SUCCESS;
    if (!failed && !(memory = aligned_alloc(64, (bytes + 64) & ~(size_t)63))) {
        snprintf(reason, sizeof reason, "out of memory");
        return -1;
    }
    failed = failed || zimg_filter_graph_process(graph, &in, &out, memory, NULL, NULL, NULL,
                                                 NULL) != ZIMG_ERROR_SUCCESS;
    if (failed)
        zimg_get_last_error(reason, sizeof reason);
    free(memory);
    return failed ? -1 : 0;
}

int bench_zimg_resize(const char *filter, const struct bench_planes *src,
                      const struct bench_planes *dst)
{
    zimg_filter_graph *graph = build(filter, src, dst);
    int result = graph ? process(graph, src, dst) : -1;
    zimg_filter_graph_free(graph);
    return result;
}
