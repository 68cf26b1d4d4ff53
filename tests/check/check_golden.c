/* The golden cases. After a change that is meant to change results: check_kernel --golden. */
#include "tests/check/check_golden.h"

#include "tests/check/check_compare.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

/* Pixels that change on purpose raise the kernel's revision, here and in its struct kernel. */
static const struct {
    const char *kernel;
    int revision;
} revisions[] = {
    {"resize", 2},    {"sobel", 1},   {"histogram", 1}, {"equalize", 1},
    {"transpose", 1}, {"denoise", 1}, {"blur", 1},      {"median", 1},
};

const struct golden goldens[] = {
    {"resize",
     "size=16x11 filter=nearest fit=fill",
     {67, 43, 3},
     PATTERN_NOISE,
     UINT64_C(0x9A006E917A244B8E)},
    {"resize",
     "size=16x11 filter=box fit=fill",
     {67, 43, 1},
     PATTERN_NOISE,
     UINT64_C(0xC8F658A14D591A51)},
    {"resize",
     "size=20x20 filter=bilinear fit=contain",
     {131, 97, 3},
     PATTERN_NOISE,
     UINT64_C(0x8B238B96A0588C8F)},
    {"resize",
     "size=33x17 filter=hamming fit=cover",
     {129, 97, 3},
     PATTERN_NOISE,
     UINT64_C(0x3D66086F517BD995)},
    {"resize",
     "size=50x40 filter=bicubic fit=fill",
     {81, 63, 4},
     PATTERN_NOISE,
     UINT64_C(0x5BD891B4AAA90BBC)},
    {"resize",
     "size=50x40 filter=mitchell fit=cover",
     {81, 63, 2},
     PATTERN_NOISE,
     UINT64_C(0x898210811C262BB7)},
    {"resize",
     "size=7x5 filter=lanczos3 fit=fill",
     {257, 193, 3},
     PATTERN_NOISE,
     UINT64_C(0x19F05E75A3047FDF)},
    {"resize",
     "size=100x100 filter=lanczos3 fit=contain",
     {23, 31, 3},
     PATTERN_CHECKERBOARD,
     UINT64_C(0xC1B31812C83D8855)},
    {"resize",
     "size=64x64 filter=lanczos3 fit=fill",
     {193, 191, 4},
     PATTERN_CHECKERBOARD,
     UINT64_C(0x62B3856D9111BF17)},
    {"resize",
     "size=40x40 filter=lanczos3 fit=fill",
     {9, 9, 1},
     PATTERN_IMPULSE,
     UINT64_C(0x90C8998773FAAAD9)},
    {"resize",
     "size=200x10 filter=bicubic fit=fill",
     {31, 90, 3},
     PATTERN_RAMP,
     UINT64_C(0xA4B27F3FFB92F75D)},
    {"resize",
     "size=1x1 filter=lanczos3 fit=fill",
     {128, 128, 3},
     PATTERN_CONSTANT,
     UINT64_C(0x4E742E0F93ABF24E)},
    {"resize",
     "size=99x99 filter=lanczos3 no-enlarge=1",
     {30, 20, 3},
     PATTERN_NOISE,
     UINT64_C(0x1ACAA2F6E075397C)},
    {"resize",
     "size=160x120 filter=lanczos3 fit=fill",
     {40, 30, 4},
     PATTERN_NOISE,
     UINT64_C(0x236BB37775D8BE77)},
    {"resize",
     "original=257x385 size=30x40 filter=lanczos3 fit=fill",
     {129, 193, 3},
     PATTERN_NOISE,
     UINT64_C(0xD51291928C9FEFCA)},
    {"resize",
     "original=1025x769 size=40x40 filter=bicubic fit=cover",
     {129, 97, 3},
     PATTERN_RAMP,
     UINT64_C(0x86733FD0B7F69483)},
    {"sobel", "", {67, 43, 1}, PATTERN_NOISE, UINT64_C(0x1C8FC049D3A6A00D)},
    {"sobel", "", {67, 43, 2}, PATTERN_RAMP, UINT64_C(0x75C7AF54738A083C)},
    {"sobel", "", {129, 31, 3}, PATTERN_NOISE, UINT64_C(0xB880A96017107A73)},
    {"sobel", "", {64, 64, 4}, PATTERN_NOISE, UINT64_C(0x9D60B31EED14E91B)},
    {"sobel", "", {33, 33, 3}, PATTERN_CHECKERBOARD, UINT64_C(0xBEC9EC3B1B540716)},
    {"sobel", "", {17, 17, 1}, PATTERN_IMPULSE, UINT64_C(0x1237F1395B2CB4F6)},
    {"sobel", "", {1, 1, 3}, PATTERN_NOISE, UINT64_C(0x63600D1152B66F7E)},
    {"sobel", "", {40, 1, 1}, PATTERN_NOISE, UINT64_C(0x463D97D766F20199)},
    {"histogram", "", {67, 43, 1}, PATTERN_NOISE, UINT64_C(0x0CCB5CCCEB37EE19)},
    {"histogram", "", {67, 43, 2}, PATTERN_RAMP, UINT64_C(0x6278B2DC3FA073C6)},
    {"histogram", "", {129, 31, 3}, PATTERN_NOISE, UINT64_C(0x5C07ACBFE71480D3)},
    {"histogram", "", {64, 64, 4}, PATTERN_NOISE, UINT64_C(0xDC749A7032B40505)},
    {"histogram", "", {33, 33, 3}, PATTERN_CHECKERBOARD, UINT64_C(0x75AB51D340663DD3)},
    {"histogram", "", {17, 17, 1}, PATTERN_IMPULSE, UINT64_C(0x0520E999C178B427)},
    {"histogram", "", {1, 1, 4}, PATTERN_CONSTANT, UINT64_C(0x16259D0D2FC84CF2)},
    {"equalize", "", {67, 43, 1}, PATTERN_NOISE, UINT64_C(0xD9C4CED8F36DD21E)},
    {"equalize", "", {67, 43, 2}, PATTERN_RAMP, UINT64_C(0xB00C77463D0129B6)},
    {"equalize", "", {129, 31, 3}, PATTERN_RAMP, UINT64_C(0x875237E2F9D81848)},
    {"equalize", "", {64, 64, 4}, PATTERN_NOISE, UINT64_C(0xF6DBA423C64270AA)},
    {"equalize", "", {33, 33, 3}, PATTERN_CHECKERBOARD, UINT64_C(0x2A1A828DB28692B7)},
    {"equalize", "", {17, 17, 1}, PATTERN_CONSTANT, UINT64_C(0x5C487E8F7665F361)},
    {"equalize", "", {1, 1, 4}, PATTERN_NOISE, UINT64_C(0x7347FF92ADA6D499)},
    {"transpose", "turn=right", {67, 43, 1}, PATTERN_NOISE, UINT64_C(0x6B4790BD08FC7C2D)},
    {"transpose", "turn=left", {67, 43, 2}, PATTERN_RAMP, UINT64_C(0xB83046F384EE4D34)},
    {"transpose", "turn=right", {129, 31, 3}, PATTERN_NOISE, UINT64_C(0xF93A7E0397205D66)},
    {"transpose", "turn=left", {64, 64, 4}, PATTERN_NOISE, UINT64_C(0xAC98F707E2A82B35)},
    {"transpose", "turn=left", {33, 35, 3}, PATTERN_RAMP, UINT64_C(0x6510380E49466DFF)},
    {"transpose", "turn=right", {40, 1, 1}, PATTERN_NOISE, UINT64_C(0x1967DE5B4281349B)},
    {"transpose", "turn=right", {1, 1, 3}, PATTERN_NOISE, UINT64_C(0x1374091094FB18E5)},
    {"denoise", "", {67, 43, 1}, PATTERN_NOISE, UINT64_C(0xC3B9E2C322161ECE)},
    {"denoise", "strength=40", {67, 43, 2}, PATTERN_RAMP, UINT64_C(0xFA688D05ADE8777C)},
    {"denoise", "strength=25.5", {209, 31, 3}, PATTERN_RAMP, UINT64_C(0x8E100E4B64FDE6EA)},
    {"denoise",
     "radius=2 search=5 strength=60",
     {64, 64, 4},
     PATTERN_NOISE,
     UINT64_C(0x5BEC9201780DB882)},
    {"denoise",
     "radius=3 search=10 strength=100",
     {33, 33, 3},
     PATTERN_CHECKERBOARD,
     UINT64_C(0x8F18B8B644F0D633)},
    {"denoise",
     "radius=1 search=2 strength=1",
     {17, 17, 1},
     PATTERN_IMPULSE,
     UINT64_C(0x0A08FE75434F15E7)},
    {"denoise", "", {1, 1, 3}, PATTERN_NOISE, UINT64_C(0x1374091094FB18E5)},
    {"denoise", "", {40, 1, 1}, PATTERN_NOISE, UINT64_C(0xE23870926A584D75)},
    {"blur", "", {67, 43, 1}, PATTERN_NOISE, UINT64_C(0xBFA5C4F43B5D8769)},
    {"blur", "sigma=0.5", {67, 43, 2}, PATTERN_RAMP, UINT64_C(0x9306C4343B3CDEB1)},
    {"blur", "sigma=5.25", {129, 31, 3}, PATTERN_NOISE, UINT64_C(0xA5D740DC66341A93)},
    {"blur", "sigma=1", {64, 64, 4}, PATTERN_NOISE, UINT64_C(0x0600014C2F95BAC7)},
    {"blur", "sigma=10", {97, 33, 4}, PATTERN_CHECKERBOARD, UINT64_C(0x9F9DF76D8B423F2B)},
    {"blur", "sigma=1.5", {17, 17, 1}, PATTERN_IMPULSE, UINT64_C(0xCDF4FB37091F00B8)},
    {"blur", "sigma=200", {40, 23, 3}, PATTERN_RAMP, UINT64_C(0xC1F77BC83071A72B)},
    {"blur", "sigma=0.1", {33, 33, 3}, PATTERN_CHECKERBOARD, UINT64_C(0x84573562FA2B3A36)},
    {"blur", "", {1, 1, 3}, PATTERN_NOISE, UINT64_C(0x1374091094FB18E5)},
    {"median", "radius=1", {67, 43, 1}, PATTERN_NOISE, UINT64_C(0x5E0482634B434F97)},
    {"median", "radius=2", {129, 31, 3}, PATTERN_NOISE, UINT64_C(0xB586C098380935A4)},
    {"median", "radius=2", {64, 64, 4}, PATTERN_NOISE, UINT64_C(0xC7B7230D01A83C5C)},
    {"median", "radius=3", {67, 43, 2}, PATTERN_RAMP, UINT64_C(0x37DA3EDAD7F42CE4)},
    {"median", "radius=10", {129, 65, 3}, PATTERN_NOISE, UINT64_C(0xD1DEB549D6488117)},
    {"median", "radius=127", {97, 33, 4}, PATTERN_NOISE, UINT64_C(0x9B9D0714596729B9)},
    {"median", "radius=5", {33, 33, 3}, PATTERN_CHECKERBOARD, UINT64_C(0x4778B6D8362EF32E)},
    {"median", "radius=1", {17, 17, 1}, PATTERN_IMPULSE, UINT64_C(0x8672BB7E098D0848)},
    {"median", "radius=2", {1, 1, 3}, PATTERN_NOISE, UINT64_C(0x1374091094FB18E5)},
};

const int golden_count = sizeof goldens / sizeof *goldens;

int golden_revision(const char *kernel)
{
    for (size_t i = 0; i < sizeof revisions / sizeof *revisions; ++i)
        if (strcmp(revisions[i].kernel, kernel) == 0)
            return revisions[i].revision;
    return 0;
}

int golden_case(struct check_case *made, const struct kernel *kernel, const struct golden *golden)
{
    *made = (struct check_case){.kernel = kernel, .original = golden->src, .src = golden->src};
    made->pattern = golden->pattern;
    made->seed = UINT64_C(20240229);
    kernel_initial_values(kernel, made->value);
    int used = 0;
    sscanf(golden->options, "original=%dx%d%n", &made->original.width, &made->original.height,
           &used);
    return case_set(made, golden->options + used);
}

/* One line of goldens[]. 1 if it could not be computed, else 0. */
static int print_line(const struct kernel *kernel, const struct golden *golden)
{
    static const char *const patterns[PATTERN_COUNT] = {
        [PATTERN_NOISE] = "NOISE",     [PATTERN_CONSTANT] = "CONSTANT",
        [PATTERN_RAMP] = "RAMP",       [PATTERN_CHECKERBOARD] = "CHECKERBOARD",
        [PATTERN_IMPULSE] = "IMPULSE",
    };
    const struct shape src = golden->src;
    struct check_case made;
    char fault[FAULT_TEXT] = "the kernel does not know the options";
    uint64_t hash = 0;
    if (golden_case(&made, kernel, golden) || compare_hash(&made, &hash, fault)) {
        printf("FAIL %s of %dx%dx%d: %s\n", golden->options, src.width, src.height, src.channels,
               fault);
        return 1;
    }
    printf("    {\"%s\", \"%s\", {%d, %d, %d}, PATTERN_%s, UINT64_C(0x%016" PRIX64 ")},\n",
           kernel->name, golden->options, src.width, src.height, src.channels,
           patterns[golden->pattern], hash);
    return 0;
}

int golden_print(const struct kernel *kernel)
{
    static const struct golden first[] = {
        {NULL, "", {67, 43, 1}, PATTERN_NOISE, 0},   {NULL, "", {67, 43, 2}, PATTERN_RAMP, 0},
        {NULL, "", {129, 31, 3}, PATTERN_NOISE, 0},  {NULL, "", {64, 64, 4}, PATTERN_NOISE, 0},
        {NULL, "", {17, 17, 1}, PATTERN_IMPULSE, 0}, {NULL, "", {1, 1, 3}, PATTERN_NOISE, 0},
    };
    int failed = 0;
    printf("    {\"%s\", %d},\n", kernel->name, kernel->revision);
    for (int i = 0; i < golden_count; ++i)
        if (strcmp(goldens[i].kernel, kernel->name) == 0)
            failed += print_line(kernel, &goldens[i]);
    for (size_t i = 0; golden_revision(kernel->name) == 0 && i < sizeof first / sizeof *first; ++i)
        failed += print_line(kernel, &first[i]);
    return failed;
}
