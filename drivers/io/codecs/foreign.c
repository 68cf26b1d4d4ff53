/* Images by the endings of their names that no codec here reads. */
#include "drivers/io/codecs/foreign.h"

#include <string.h>
#include <strings.h>

/* Also of codecs that a build may lack. */
const char *const foreign_endings[FOREIGN_KINDS] = {
    "heic", "heif", "avif", "gif", "bmp", "jxl",  "jp2", "j2k", "psd",  "psb",  "svg", "tga", "ico",
    "dng",  "cr2",  "cr3",  "nef", "arw", "orf",  "rw2", "raf", "pef",  "srw",  "exr", "hdr", "qoi",
    "xcf",  "dds",  "fits", "dcm", "jpg", "jpeg", "png", "tif", "tiff", "webp", "pfm", "mpo"};

void foreign_add(struct foreign *foreign, const char *name)
{
    const char *dot = strrchr(name, '.');
    if (!dot || dot == name || dot[-1] == '/')
        return;
    for (int kind = 0; kind < FOREIGN_KINDS; ++kind)
        if (strcasecmp(dot + 1, foreign_endings[kind]) == 0)
            ++foreign->count[kind];
}

int foreign_total(const struct foreign *foreign)
{
    int total = 0;
    for (int kind = 0; kind < FOREIGN_KINDS; ++kind)
        total += foreign->count[kind];
    return total;
}

void foreign_print(FILE *out, const struct foreign *foreign)
{
    struct foreign left = *foreign;
    for (int said = 0;; ++said) {
        int most = 0;
        for (int kind = 1; kind < FOREIGN_KINDS; ++kind)
            most = left.count[kind] > left.count[most] ? kind : most;
        if (!left.count[most])
            return;
        fprintf(out, "%s%d .%s", said ? ", " : "", left.count[most], foreign_endings[most]);
        left.count[most] = 0;
    }
}
