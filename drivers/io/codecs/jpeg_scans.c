/* JPEG files of several scans: a bound on the work, and whether all of it came. */
#include "drivers/io/codecs/jpeg_scans.h"

#include <stdint.h>
#include <string.h>

#include "drivers/io/codecs/jpeg_entropy.h"

/* Each scan passes over all blocks of its components, also where it says nothing about them: a
 * few bytes can skip 32767 blocks, at some 50 ns each. Programs make about 10 scans, which are less
 * than 6 passes over the image. A thorough one may make more: then it has the bytes to show for it.
 */
enum {
    SCAN_HEADER = 0xda,
    SCANS_MAX = 500,
    PASSES_FREE = 12,
    BLOCKS_A_BYTE = 16,
    BLOCKS_FREE = 1 << 25
};

static double blocks_of(const jpeg_component_info *component)
{
    return (double)component->width_in_blocks * component->height_in_blocks;
}

static double blocks_of_all(const struct jpeg_decompress_struct *jpeg)
{
    double blocks = 0;
    for (int i = 0; i < jpeg->num_components; ++i)
        blocks += blocks_of(&jpeg->comp_info[i]);
    return blocks;
}

/* Of the scan whose header's segment this is, cut at the end of the file. */
static double blocks_of_scan(const struct jpeg_decompress_struct *jpeg, const uint8_t *segment,
                             size_t size)
{
    double blocks = 0;
    size_t components = size > 2 ? segment[2] : 0;
    for (size_t c = 0; c < components && 3 + 2 * c < size; ++c)
        for (int i = 0; i < jpeg->num_components; ++i)
            if (jpeg->comp_info[i].component_id == segment[3 + 2 * c])
                blocks += blocks_of(&jpeg->comp_info[i]);
    return blocks;
}

/* The second byte of the next marker at or behind `at`, which moves behind it; JPEG_EOI at the end
 * of the file. What stands between markers is skipped, as the library does. */
static int next_marker(const uint8_t **at, const uint8_t *end)
{
    while (*at < end && (*at = memchr(*at, 0xff, (size_t)(end - *at)))) {
        while (*at < end && **at == 0xff)
            ++*at;
        if (*at < end && *(*at)++ != 0)
            return (*at)[-1];
    }
    *at = end;
    return JPEG_EOI;
}

static bool has_segment(int marker)
{
    return marker > 1 && (marker < JPEG_RST0 || marker > JPEG_EOI);
}

void jpeg_scans_check(struct jpeg_decompress_struct *jpeg, struct jpeg_guard *guard)
{
    const uint8_t *at = jpeg->src->next_input_byte, *end = at + jpeg->src->bytes_in_buffer;
    double most = (double)PASSES_FREE * blocks_of_all(jpeg) + BLOCKS_FREE +
                  (double)BLOCKS_A_BYTE * (double)jpeg->src->bytes_in_buffer;
    double blocks = 0;
    int scans = 1;
    if (!jpeg_has_multiple_scans(jpeg))
        return;
    for (int i = 0; i < jpeg->comps_in_scan; ++i)
        blocks += blocks_of(jpeg->cur_comp_info[i]);
    for (int marker; (marker = next_marker(&at, end)) != JPEG_EOI;) {
        size_t rest = (size_t)(end - at);
        if (!has_segment(marker) || rest < 2)
            continue;
        size_t size = (size_t)at[0] << 8 | at[1];
        size = size < 2 ? 2 : size < rest ? size : rest;
        if (marker == SCAN_HEADER) {
            ++scans;
            blocks += blocks_of_scan(jpeg, at, size);
        }
        at += size;
    }
    if (scans <= SCANS_MAX && blocks <= most)
        return;
    failure_set(guard->failure, guard->stage, "too-large",
                "%d scans of %.0f passes over the image in %zu bytes: such a file is made to waste "
                "time",
                scans, blocks / blocks_of_all(jpeg), jpeg->src->bytes_in_buffer);
    jpeg_guard_leave(guard);
}

double jpeg_scans_bytes(struct jpeg_decompress_struct *jpeg)
{
    return jpeg_has_multiple_scans(jpeg) ? blocks_of_all(jpeg) * sizeof(JBLOCK) : 0;
}

/* How much of a component has come. */
enum state { NOTHING, SOME, ALL };

/* `came`: a scan of it did, which is all of it unless it comes bit by bit. */
static enum state state_of(const struct jpeg_decompress_struct *jpeg, int component, bool came)
{
    if (!jpeg->progressive_mode)
        return came ? ALL : NOTHING;
    const int *left = jpeg->coef_bits[component]; /* bits still to come; -1: all */
    if (left[0] < 0)
        return NOTHING;
    for (int k = 0; k < DCTSIZE2; ++k)
        if (left[k] != 0)
            return SOME;
    return ALL;
}

void jpeg_scans_read(struct jpeg_decompress_struct *jpeg, struct jpeg_guard *guard)
{
    const uint8_t *data = jpeg->src->next_input_byte, *end = data + jpeg->src->bytes_in_buffer;
    bool came[MAX_COMPONENTS] = {false};
    enum state least = NOTHING;
    for (int event = 0; event != JPEG_REACHED_EOI && least != ALL;) {
        event = jpeg_consume_input(jpeg);
        if (event == JPEG_REACHED_SOS) {
            data = jpeg->src->next_input_byte;
            guard->suspect = false;
        }
        if (event != JPEG_SCAN_COMPLETED)
            continue;
        if (!jpeg->progressive_mode)
            jpeg_entropy_check(jpeg, guard, data, end);
        for (int i = 0; i < jpeg->comps_in_scan; ++i)
            came[jpeg->cur_comp_info[i]->component_index] = true;
        least = ALL;
        for (int i = 0; i < jpeg->num_components; ++i) {
            enum state state = state_of(jpeg, i, came[i]);
            least = state < least ? state : least;
        }
    }
    if (least == NOTHING || (least == SOME && guard->ended))
        jpeg_guard_truncated(guard);
}
