/* What converts colours, by lcms2: loaded when the first picture needs it. For colour*.c alone. */
#ifndef PARALLAX_IO_COLOUR_ENGINE_H
#define PARALLAX_IO_COLOUR_ENGINE_H

#include "drivers/io/colour.h"

/* As colour_prepare(), colour_convert(), colour_convert_inks(), colour_profile(), of what
 * colour_is_said(), and colour_free(). */
struct colour_engine {
    bool (*prepare)(struct colour *, struct bytes_part icc, int channels);
    void (*convert)(struct colour *, const struct image *, struct range rows);
    bool (*convert_inks)(struct colour *, struct bytes_part icc, struct image *);
    void (*profile)(struct colour *, const struct colour_space *, int channels, struct bytes *icc);
    void (*release)(struct colour *);
};

extern const struct colour_engine colour_engine;

/* It: loaded by colour_late.c, or linked and found by colour_here.c. NULL with *failure, of stage
 * "decode". Any thread. */
const struct colour_engine *colour_find(struct failure *failure);

/* The white and the primaries of sRGB, in the order of struct colour_space. */
extern const uint32_t colour_standard[8];

/* All that is seen of the module, in colour_module.c. */
__attribute__((visibility("default"))) extern const struct colour_engine *const colour_module_place;

#define COLOUR_MODULE "parallax_colour"
#define COLOUR_SYMBOL "colour_module_place"
#define COLOUR_LAYOUT                                                                              \
    (sizeof(struct colour_engine) + 31 * sizeof(struct colour) +                                   \
     37 * sizeof(struct colour_space) + 41 * sizeof(struct image) + 43 * sizeof(struct bytes))

#endif
