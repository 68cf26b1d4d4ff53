/* JPEG files for tests. */
#ifndef PARALLAX_JPEG_FIXTURE_H
#define PARALLAX_JPEG_FIXTURE_H

#include <stdio.h>

#include <jpeglib.h>

#include "drivers/io/codecs/codec.h"

/* How a JPEG is written that codec_jpeg would not write itself. */
struct jpeg_layout {
    int width, height, components;
    J_COLOR_SPACE space, stored;
    bool adobe;
    int scans; /* 0: baseline; else progressive, one scan for the mean and scans - 1 more */
    int restart;
};

/* An image whose pixels all have the samples `pixel`. The caller frees the bytes. */
struct bytes jpeg_fixture_make(struct jpeg_layout layout, const uint8_t *pixel);

/* A synthetic image in colours, as codec_jpeg writes it. The caller frees the bytes. */
struct bytes jpeg_fixture_photograph(int width, int height);

/* The position of a marker's second byte; the test fails if there is none. */
size_t jpeg_fixture_marker(const struct bytes *bytes, int marker);

#endif
