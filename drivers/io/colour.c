/* What a picture's numbers mean: conversion of its colours to sRGB, by lcms2. */
#include "drivers/io/colour_engine.h"

#include <assert.h>
#include <string.h>

#include <lcms2.h>
#include <xxhash.h>

#include "drivers/io/codecs/inks.h"

/* What is wrong with a profile is told by what did not come of it. */
static void on_error(cmsContext context, cmsUInt32Number code, const char *text)
{
    (void)context, (void)code, (void)text;
}

static cmsContext context_of(struct colour *colour)
{
    if (!colour->context) {
        colour->context = cmsCreateContext(NULL, NULL);
        if (colour->context)
            cmsSetLogErrorHandlerTHR(colour->context, on_error);
    }
    return colour->context;
}

/* The curve of sRGB, from samples to light. */
static cmsToneCurve *standard_curve(cmsContext context)
{
    const double parameters[] = {2.4, 1 / 1.055, 0.055 / 1.055, 1 / 12.92, 0.04045};
    return cmsBuildParametricToneCurve(context, 4, parameters);
}

/* Frees the curve. NULL: no memory, or the colours make no sense. */
static cmsHPROFILE profile_of(cmsContext context, const uint32_t *chromaticity, int channels,
                              cmsToneCurve *curve)
{
    const double scale = 1e-5;
    cmsToneCurve *const curves[] = {curve, curve, curve};
    cmsCIExyY white = {scale * chromaticity[0], scale * chromaticity[1], 1};
    cmsCIExyYTRIPLE primaries = {{scale * chromaticity[2], scale * chromaticity[3], 1},
                                 {scale * chromaticity[4], scale * chromaticity[5], 1},
                                 {scale * chromaticity[6], scale * chromaticity[7], 1}};
    cmsHPROFILE profile = NULL;
    if (curve && channels < 3)
        profile = cmsCreateGrayProfileTHR(context, cmsD50_xyY(), curve);
    else if (curve)
        profile = cmsCreateRGBProfileTHR(context, &white, &primaries, curves);
    cmsFreeToneCurve(curve);
    return profile;
}

static cmsHPROFILE standard_profile(cmsContext context, int channels)
{
    return profile_of(context, colour_standard, channels, standard_curve(context));
}

static cmsHTRANSFORM transform_of(cmsContext context, struct bytes_part icc, int channels,
                                  bool inks)
{
    static const cmsUInt32Number formats[] = {0, TYPE_GRAY_8, TYPE_GRAYA_8, TYPE_RGB_8,
                                              TYPE_RGBA_8};
    cmsUInt32Number stored = inks ? TYPE_CMYK_8_REV : formats[channels];
    const cmsUInt32Number flags =
        cmsFLAGS_BLACKPOINTCOMPENSATION | cmsFLAGS_NOCACHE | cmsFLAGS_COPY_ALPHA;
    cmsHPROFILE from = cmsOpenProfileFromMemTHR(context, icc.data, (cmsUInt32Number)icc.size);
    cmsHPROFILE to = from ? standard_profile(context, channels) : NULL;
    cmsHTRANSFORM transform =
        to ? cmsCreateTransformTHR(context, from, stored, to, formats[channels],
                                   INTENT_RELATIVE_COLORIMETRIC, flags)
           : NULL;
    if (to)
        cmsCloseProfile(to);
    if (from)
        cmsCloseProfile(from);
    return transform;
}

/* The conversion from a profile, made anew where it is another one than before. */
static bool find_transform(struct colour *colour, struct bytes_part icc, int channels, bool inks)
{
    uint64_t profile = XXH3_64bits(icc.data, icc.size);
    if (colour->transform && colour->profile == profile && colour->channels == channels &&
        colour->inks == inks)
        return true;
    if (colour->transform)
        cmsDeleteTransform(colour->transform);
    colour->transform = NULL;
    if ((inks ? metadata_profile_is_of_inks(icc) : metadata_profile_fits(icc, channels)) &&
        context_of(colour))
        colour->transform = transform_of(colour->context, icc, channels, inks);
    colour->profile = profile;
    colour->channels = channels;
    colour->inks = inks;
    return colour->transform;
}

static bool prepare(struct colour *colour, struct bytes_part icc, int channels)
{
    return find_transform(colour, icc, channels, false);
}

static void convert(struct colour *colour, const struct image *image, struct range rows)
{
    assert(area_contains(image->held, (struct area){rows, {0, image->shape.width}}));
    assert(colour->channels == image->shape.channels && !colour->inks);
    for (int y = rows.begin; y < rows.end; ++y)
        cmsDoTransform(colour->transform, image_row(image, y), image_row(image, y),
                       (cmsUInt32Number)image->shape.width);
}

static bool convert_inks(struct colour *colour, struct bytes_part icc, struct image *image)
{
    assert(image->shape.channels == 4 && area_contains(image->held, area_whole(image->shape)));
    size_t bytes = image_row_bytes(image);
    bool converts = find_transform(colour, icc, 3, true) && bytes_reserve(&colour->row, bytes) == 0;
    for (int y = 0; y < image->shape.height; ++y) {
        uint8_t *row = image_row(image, y);
        if (converts) {
            memcpy(colour->row.data, row, bytes);
            cmsDoTransform(colour->transform, colour->row.data, row,
                           (cmsUInt32Number)image->shape.width);
        } else {
            inks_to_light(row, row, image->shape.width);
        }
    }
    image->shape.channels = 3;
    return converts;
}

/* The bytes of a profile, without the time when it was made. */
static void save(cmsHPROFILE profile, struct bytes *icc)
{
    enum { TIME = 24, TIME_SIZE = 12 };
    static const uint8_t time[TIME_SIZE] = {2000 >> 8, 2000 & 255, 0, 1, 0, 1};
    cmsUInt32Number size = 0;
    if (!cmsSaveProfileToMem(profile, NULL, &size) || bytes_reserve(icc, size) ||
        !cmsSaveProfileToMem(profile, icc->data, &size))
        return;
    for (int i = 0; i < TIME_SIZE; ++i)
        icc->data[TIME + i] = time[i];
    icc->size = size;
}

static void make_profile(struct colour *colour, const struct colour_space *said, int channels,
                         struct bytes *icc)
{
    if (!context_of(colour))
        return;
    cmsToneCurve *curve = said->gamma ? cmsBuildGamma(colour->context, 1e5 / said->gamma)
                                      : standard_curve(colour->context);
    const uint32_t *chromaticity = said->chromaticity[0] ? said->chromaticity : colour_standard;
    cmsHPROFILE profile = profile_of(colour->context, chromaticity, channels, curve);
    if (!profile)
        return;
    save(profile, icc);
    cmsCloseProfile(profile);
}

static void release(struct colour *colour)
{
    if (colour->transform)
        cmsDeleteTransform(colour->transform);
    if (colour->context)
        cmsDeleteContext(colour->context);
    bytes_free(&colour->row);
    *colour = (struct colour){0};
}

const struct colour_engine colour_engine = {prepare, convert, convert_inks, make_profile, release};
