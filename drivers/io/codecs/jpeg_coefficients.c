/* Reading the coefficients of a JPEG scan faster than the library does. */
#include "drivers/io/codecs/jpeg_coefficients.h"

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include "drivers/io/codecs/jpeg_blocks.h"

#include <jpegint.h>

enum { MANY_UNITS = 1024 /* that are worth a table of their own */ };

/* What the library calls, in the place of its own. */
struct entropy_decoder {
    struct jpeg_entropy_decoder library; /* first */
    void *later[4]; /* zeros: what a newer library looks for behind what this one has */
    struct jpeg_coefficients *own;
};

/* Whether all data to here were used, and a marker follows. */
static bool is_at_marker(const struct jpeg_bits *bits)
{
    int left = bits->left - bits->missing;
    return left >= 0 && left < 8 && bits->end - bits->at > 1 && bits->at[0] == 0xff &&
           bits->at[1] != 0;
}

/* Behind the restart marker that is due. Whether it is there. */
static bool restart(struct jpeg_coefficients *own)
{
    struct jpeg_bits *bits = &own->bits;
    if (!is_at_marker(bits) || bits->at[1] != JPEG_RST0 + own->marker)
        return false;
    bits->at += 2;
    bits->buffer = 0;
    bits->left = bits->missing = 0;
    memset(own->mean, 0, sizeof own->mean);
    own->marker = (own->marker + 1) % 8;
    own->restart = own->interval;
    return true;
}

/* What the library calls for each unit of blocks, all of them zeros. FALSE: it gives up. */
static boolean read_unit(j_decompress_ptr jpeg, JBLOCKROW *unit)
{
    struct jpeg_coefficients *own = ((struct entropy_decoder *)jpeg->entropy)->own;
    if (own->interval && own->restart == 0 && !restart(own))
        return FALSE;
    --own->restart;
    if (!jpeg_blocks_read(own, unit))
        return FALSE;
    if (--own->units)
        return TRUE;
    jpeg->src->next_input_byte = own->bits.at;
    jpeg->src->bytes_in_buffer = (size_t)(own->bits.end - own->bits.at);
    return is_at_marker(&own->bits);
}

/* Whether only the means of a component's blocks are wanted, and there are enough of them. */
static bool passes(const struct jpeg_coefficients *own, const jpeg_component_info *component)
{
#if JPEG_LIB_VERSION >= 70
    int size = component->DCT_h_scaled_size * component->DCT_v_scaled_size;
#else
    int size = component->DCT_scaled_size;
#endif
    return size == 1 && own->units >= MANY_UNITS;
}

/* The codes that the scan's components use, once each. False: there are too many, or one is
 * missing. */
static bool make_codes(struct jpeg_coefficients *own, const struct jpeg_decompress_struct *jpeg)
{
    bool dc_made[JPEG_CODES] = {false}, ac_made[JPEG_CODES] = {false},
         far_made[JPEG_CODES] = {false};
    for (int i = 0; i < jpeg->comps_in_scan; ++i) {
        const jpeg_component_info *component = jpeg->cur_comp_info[i];
        int dc = component->dc_tbl_no, ac = component->ac_tbl_no;
        if (dc >= JPEG_CODES || ac >= JPEG_CODES || !jpeg->dc_huff_tbl_ptrs[dc] ||
            !jpeg->ac_huff_tbl_ptrs[ac])
            return false;
        if (!dc_made[dc])
            jpeg_code_make_dc(&own->dc[dc], jpeg->dc_huff_tbl_ptrs[dc]);
        if (!ac_made[ac])
            jpeg_code_make_ac(&own->ac[ac], jpeg->ac_huff_tbl_ptrs[ac]);
        dc_made[dc] = ac_made[ac] = true;
        if (passes(own, component) && !far_made[ac]) {
            jpeg_far_code_make(&own->far[ac], &own->ac[ac]);
            far_made[ac] = true;
        }
    }
    return true;
}

static void set_blocks(struct jpeg_coefficients *own, const struct jpeg_decompress_struct *jpeg)
{
    own->blocks = jpeg->blocks_in_MCU;
    for (int i = 0; i < own->blocks; ++i) {
        int number = jpeg->MCU_membership[i];
        const jpeg_component_info *component = jpeg->cur_comp_info[number];
        own->block[i].component = number;
        own->block[i].dc = &own->dc[component->dc_tbl_no];
        own->block[i].ac = &own->ac[component->ac_tbl_no];
        own->block[i].far = passes(own, component) ? &own->far[component->ac_tbl_no] : NULL;
    }
}

void jpeg_coefficients_take(struct jpeg_coefficients *own, struct jpeg_decompress_struct *jpeg)
{
    const uint8_t *data = jpeg->src->next_input_byte;
    bool all = jpeg->Ss == 0 && jpeg->Se == DCTSIZE2 - 1; /* else lossless, or odd */
    if (!all || jpeg_has_multiple_scans(jpeg) || jpeg->progressive_mode || jpeg->arith_code ||
        jpeg->blocks_in_MCU > JPEG_UNIT_BLOCKS)
        return;
    own->bits = (struct jpeg_bits){data, data + jpeg->src->bytes_in_buffer, 0, 0, 0};
    memset(own->mean, 0, sizeof own->mean);
    own->units = (size_t)jpeg->MCUs_per_row * jpeg->MCU_rows_in_scan;
    own->restart = own->interval = jpeg->restart_interval;
    own->marker = 0;
    if (!make_codes(own, jpeg))
        return;
    set_blocks(own, jpeg);
    struct entropy_decoder *decoder =
        jpeg->mem->alloc_small((j_common_ptr)jpeg, JPOOL_IMAGE, sizeof *decoder);
    memset(decoder, 0, sizeof *decoder);
    decoder->library = *jpeg->entropy;
    decoder->library.decode_mcu = read_unit;
    decoder->own = own;
    jpeg->entropy = &decoder->library;
}
