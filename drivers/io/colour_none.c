/* Without lcms2: profiles are kept or dropped, not understood. */
#include "drivers/io/colour.h"

#include "drivers/io/codecs/inks.h"

const bool colour_available = false;

void colour_version(char *text, size_t size)
{
    if (size)
        text[0] = '\0';
}

int colour_load(struct failure *failure)
{
    (void)failure;
    return 0;
}

bool colour_is_said(const struct colour_space *said)
{
    (void)said;
    return false;
}

bool colour_prepare(struct colour *colour, struct bytes_part icc, int channels)
{
    (void)colour, (void)icc, (void)channels;
    return false;
}

void colour_convert(struct colour *colour, const struct image *image, struct range rows)
{
    (void)colour, (void)image, (void)rows;
}

bool colour_convert_inks(struct colour *colour, struct bytes_part icc, struct image *image)
{
    (void)colour, (void)icc;
    for (int y = 0; y < image->shape.height; ++y)
        inks_to_light(image_row(image, y), image_row(image, y), image->shape.width);
    image->shape.channels = 3;
    return false;
}

void colour_profile(struct colour *colour, const struct colour_space *said, int channels,
                    struct bytes *icc)
{
    (void)colour, (void)said, (void)channels;
    icc->size = 0;
}

void colour_free(struct colour *colour)
{
    (void)colour;
}
