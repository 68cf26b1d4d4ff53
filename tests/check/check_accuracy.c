/* How close resize comes to double precision: PSNR of every filter, at least 58 dB each; nearest
 * is exact. An ideal result rounded to 8 bits has 58.9 dB: rounding alone costs that. */
#include "drivers/io/sources/synthetic.h"
#include "kernels/cpu.h"
#include "kernels/kernel.h"
#include "tests/check/check_reference.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

extern const struct kernel kernel_resize;

enum content { PHOTOGRAPH, NOISE };
static const char *const content_names[] = {"photograph", "noise"};

static const double required = 58, exact = 300; /* dB; 300: but for the last bits of a double */

/* The target asked for, and what of the source is to be seen on how large a target. */
static const struct task {
    struct shape src;
    enum content content;
    const char *fit;
    int asked_width, asked_height, width, height;
    struct reference_crop crop;
} tasks[] = {
    {{4928, 3279, 3}, PHOTOGRAPH, "contain", 852, 567, 852, 567, {0, 0, 4928, 3279}},
    {{4928, 3279, 3}, PHOTOGRAPH, "fill", 320, 213, 320, 213, {0, 0, 4928, 3279}},
    {{4928, 3279, 1}, PHOTOGRAPH, "fill", 852, 567, 852, 567, {0, 0, 4928, 3279}},
    {{2464, 1640, 3}, PHOTOGRAPH, "fill", 2048, 1362, 2048, 1362, {0, 0, 2464, 1640}},
    {{2464, 1640, 4}, PHOTOGRAPH, "fill", 426, 284, 426, 284, {0, 0, 2464, 1640}},
    {{1200, 800, 4}, PHOTOGRAPH, "contain", 900, 900, 900, 600, {0, 0, 1200, 800}},
    {{400, 266, 4}, PHOTOGRAPH, "fill", 1000, 700, 1000, 700, {0, 0, 400, 266}},
    {{400, 266, 2}, NOISE, "fill", 123, 77, 123, 77, {0, 0, 400, 266}},
    {{616, 410, 3}, PHOTOGRAPH, "fill", 1369, 911, 1369, 911, {0, 0, 616, 410}},
    {{1200, 800, 3}, PHOTOGRAPH, "cover", 300, 300, 300, 300, {200, 0, 800, 800}},
    {{500, 900, 1}, PHOTOGRAPH, "cover", 1000, 300, 1000, 300, {0, 375, 500, 150}},
    {{1600, 1066, 3}, NOISE, "fill", 277, 184, 277, 184, {0, 0, 1600, 1066}},
    {{800, 533, 3}, NOISE, "fill", 555, 370, 555, 370, {0, 0, 800, 533}},
    {{300, 200, 3}, NOISE, "fill", 1000, 700, 1000, 700, {0, 0, 300, 200}},
};

static void fail(const char *what)
{
    fprintf(stderr, "check_accuracy: %s\n", what);
    exit(1);
}

/* Kept from one task to the next that has the same source. */
static void make_source(struct image *image, const struct task *task)
{
    if (image_allocate(image, task->src, area_whole(task->src)))
        fail("out of memory");
    if (task->content == PHOTOGRAPH) {
        synthetic_fill(image, 7, 1);
        return;
    }
    uint32_t state = 1;
    for (int y = 0; y < task->src.height; ++y)
        for (size_t i = 0; i < image_row_bytes(image); ++i) {
            state = state * UINT32_C(1664525) + UINT32_C(1013904223);
            image_row(image, y)[i] = (uint8_t)(state >> 24);
        }
}

/* Sum of squared differences; colours of a result with alpha are multiplied by it first. */
static double squares(const struct image *image, const double *reference)
{
    int channels = image->shape.channels;
    double sum = 0;
    for (int y = 0; y < image->shape.height; ++y)
        for (int x = 0; x < image->shape.width; ++x) {
            const uint8_t *pixel = image_row(image, y) + (ptrdiff_t)x * channels;
            double alpha = channels % 2 == 0 ? pixel[channels - 1] / 255.0 : 1;
            for (int c = 0; c < channels; ++c) {
                bool is_alpha = channels % 2 == 0 && c == channels - 1;
                double difference = pixel[c] * (is_alpha ? 1 : alpha) - *reference++;
                sum += difference * difference;
            }
        }
    return sum;
}

static double choice(const char *name, const char *text)
{
    const struct param *param = kernel_resize.params;
    while (strcmp(param->name, name) != 0)
        ++param;
    for (int i = 0; param->choices[i]; ++i)
        if (strcmp(param->choices[i], text) == 0)
            return i;
    fail("resize lost one of its choices");
    return 0;
}

static int place(const char *name)
{
    for (const struct param *param = kernel_resize.params; param->name; ++param)
        if (strcmp(param->name, name) == 0)
            return param->index;
    fail("resize lost one of its options");
    return 0;
}

static void resize(const struct task *task, const char *filter, const struct image *src,
                   struct image *dst)
{
    const struct variant *variant = kernel_variant(&kernel_resize, cpu_features());
    struct plan plan;
    double value[PARAMS_MAX];
    kernel_initial_values(&kernel_resize, value);
    value[place("size")] = task->asked_width;
    value[place("size") + 1] = task->asked_height;
    value[place("filter")] = choice("filter", filter);
    value[place("fit")] = choice("fit", task->fit);
    if (kernel_plan(&kernel_resize, variant, src->shape, src->shape, value, &plan))
        fail("resize cannot plan");
    void *scratch = aligned_alloc(64, (plan.scratch + 64) & ~(size_t)63);
    if (!scratch || image_allocate(dst, plan.dst, area_whole(plan.dst)))
        fail("out of memory");
    variant->run[0](&plan, src, dst, &(struct band){{0, plan.dst.height}, .scratch = scratch});
    free(scratch);
    kernel_unplan(&kernel_resize, variant, &plan);
}

/* In dB; infinite where nothing differs. */
static double measure(const struct task *task, const char *filter, const struct image *src)
{
    struct image dst = {0};
    struct shape target = {task->width, task->height, task->src.channels};
    resize(task, filter, src, &dst);
    if (!shape_equal(dst.shape, target)) {
        fprintf(stderr, "%s: target of %dx%d instead of %dx%d\n", task->fit, dst.shape.width,
                dst.shape.height, target.width, target.height);
        image_free(&dst);
        return 0;
    }
    double *reference = reference_resize(src, target, filter, task->crop);
    double samples = (double)target.width * target.height * target.channels;
    double error = squares(&dst, reference) / samples;
    free(reference);
    image_free(&dst);
    return error > 0 ? 10 * log10(255.0 * 255.0 / error) : HUGE_VAL;
}

int main(void)
{
    static const char *const filters[] = {"nearest", "box",      "bilinear", "hamming",
                                          "bicubic", "mitchell", "lanczos3"};
    int failed = 0;
    struct image src = {0};
    printf("%-47s", "PSNR in dB");
    for (size_t f = 0; f < sizeof filters / sizeof *filters; ++f)
        printf("%9s", filters[f]);
    for (size_t t = 0; t < sizeof tasks / sizeof *tasks; ++t) {
        char text[64];
        const struct task *task = &tasks[t];
        snprintf(text, sizeof text, "%s %dx%dx%d to %dx%d, %s", content_names[task->content],
                 task->src.width, task->src.height, task->src.channels, task->asked_width,
                 task->asked_height, task->fit);
        printf("\n%-47s", text);
        if (t == 0 || !shape_equal(task->src, src.shape) || task->content != task[-1].content)
            make_source(&src, task);
        for (size_t f = 0; f < sizeof filters / sizeof *filters; ++f) {
            double psnr = measure(task, filters[f], &src);
            bool low = psnr < (f == 0 ? exact : required);
            printf("%8.2f%c", psnr, low ? '!' : ' ');
            failed += low;
        }
        fflush(stdout);
    }
    printf("\n%d of %zu below %.0f dB\n", failed, sizeof tasks / sizeof *tasks * 7, required);
    image_free(&src);
    return failed ? 1 : 0;
}
