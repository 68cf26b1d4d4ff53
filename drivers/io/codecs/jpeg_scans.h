/* JPEG files of several scans: what they cost, and reading them. Used by the JPEG reader only;
 * failures leave its steps (see jpeg_guard.h). */
#ifndef PARALLAX_IO_CODECS_JPEG_SCANS_H
#define PARALLAX_IO_CODECS_JPEG_SCANS_H

#include "drivers/io/codecs/jpeg_guard.h"

/* Behind jpeg_read_header(), from a source that holds the whole file: leaves with "too-large" if
 * there are more scans than any program makes, or if all of them together are more work than a
 * picture of that size and a file of that length can be good for. Decodes nothing. */
void jpeg_scans_check(struct jpeg_decompress_struct *jpeg, struct jpeg_guard *guard);

/* Bytes of coefficients that the library holds until all scans are there; 0 for a single scan. */
double jpeg_scans_bytes(struct jpeg_decompress_struct *jpeg);

/* Behind jpeg_start_decompress() with buffered_image: reads scans until all coefficients are there,
 * or the image ends. What follows is not looked at. Leaves with "truncated", unless that is
 * allowed, if a component was never sent, or if the file stops although more could follow. */
void jpeg_scans_read(struct jpeg_decompress_struct *jpeg, struct jpeg_guard *guard);

#endif
