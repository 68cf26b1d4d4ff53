/* libjpeg's errors as failures: which code an error or a warning means. */
#include "drivers/io/codecs/jpeg_guard.h"

#include <jerror.h>

_Noreturn void jpeg_guard_leave(struct jpeg_guard *guard)
{
    longjmp(guard->jump, 1);
}

_Noreturn void jpeg_guard_fail(struct jpeg_guard *guard, const char *code, const char *message)
{
    failure_set(guard->failure, guard->stage, code, "%s", message);
    jpeg_guard_leave(guard);
}

_Noreturn void jpeg_guard_fail_truncated(struct jpeg_guard *guard)
{
    jpeg_guard_fail(guard, "truncated",
                    guard->in_header
                        ? "the file ends inside its header: copy it again"
                        : "the file ends before the image does: copy it again, or accept "
                          "a grey rest with --allow-truncated");
}

static const char *error_code(int message)
{
    switch (message) {
    case JERR_OUT_OF_MEMORY:
        return "memory";
    case JERR_IMAGE_TOO_BIG:
    case JERR_WIDTH_OVERFLOW:
        return "too-large";
    case JERR_ARITH_NOTIMPL:
    case JERR_BAD_PRECISION:
    case JERR_CCIR601_NOTIMPL:
    case JERR_CONVERSION_NOTIMPL:
    case JERR_FRACT_SAMPLE_NOTIMPL:
    case JERR_NOT_COMPILED:
    case JERR_NOTIMPL:
    case JERR_SOF_UNSUPPORTED:
        return "unsupported";
    default:
        return "corrupt";
    }
}

static void on_error(j_common_ptr jpeg)
{
    struct jpeg_guard *guard = jpeg->client_data;
    if (guard->ended || guard->truncated)
        jpeg_guard_fail_truncated(guard);
    char text[JMSG_LENGTH_MAX];
    jpeg->err->format_message(jpeg, text);
    jpeg_guard_fail(guard, error_code(jpeg->err->msg_code), text);
}

void jpeg_guard_truncated(struct jpeg_guard *guard)
{
    if (!guard->allow_truncated)
        jpeg_guard_fail_truncated(guard);
    guard->truncated = true;
}

/* A scan that does not begin where the one before it left a coefficient. What is sent from the
 * first bit on replaces what was there; the mean's bits may be sent twice; means may follow the
 * details. Else bits are missing, or are taken for others. */
static bool is_harmless_order(const struct jpeg_decompress_struct *jpeg)
{
    int component = jpeg->err->msg_parm.i[0], coefficient = jpeg->err->msg_parm.i[1];
    bool before_mean = jpeg->Ss > 0 && coefficient == 0;
    if (jpeg->Ah == 0 || before_mean)
        return true;
    int left = jpeg->coef_bits[component][coefficient]; /* bits still to come; -1: all */
    return coefficient == 0 && left >= 0 && jpeg->Al >= left;
}

/* A restart marker with another number. The library goes on behind it as if it were the right one
 * unless the number is one or two off; were there data missing, the scan would end early. */
static bool is_harmless_restart(const struct jpeg_decompress_struct *jpeg)
{
    int found = jpeg->err->msg_parm.i[0], expected = jpeg->err->msg_parm.i[1];
    int ahead = (found - JPEG_RST0 - expected) & 7;
    return found >= JPEG_RST0 && found <= JPEG_RST0 + 7 && ahead >= 3 && ahead <= 5;
}

/* Whether a warning means that pixels are lost. Bytes too many are passed over; among coded data
 * they may follow from damage, which jpeg_entropy.c looks for. */
static bool loses_pixels(j_common_ptr common)
{
    const struct jpeg_decompress_struct *jpeg = (const struct jpeg_decompress_struct *)common;
    switch (common->err->msg_code) {
    case JWRN_EXTRANEOUS_DATA:
        ((struct jpeg_guard *)common->client_data)->suspect = true;
        return false;
    case JWRN_ADOBE_XFORM:
    case JWRN_BOGUS_ICC:
    case JWRN_JFIF_MAJOR:
    case JWRN_NOT_SEQUENTIAL:
        return false;
    case JWRN_BOGUS_PROGRESSION:
        return !is_harmless_order(jpeg);
    case JWRN_MUST_RESYNC:
        return !is_harmless_restart(jpeg);
    default:
        return true;
    }
}

/* Data were wanted and the end of the image, or of the file, was found. */
static bool ends_early(j_common_ptr common)
{
    const struct jpeg_decompress_struct *jpeg = (const struct jpeg_decompress_struct *)common;
    int message = common->err->msg_code;
    return (message == JWRN_HIT_MARKER && jpeg->unread_marker == JPEG_EOI) ||
           (message == JWRN_MUST_RESYNC && common->err->msg_parm.i[0] == JPEG_EOI);
}

/* After a truncation all other warnings follow from it. Bytes are read before they are needed: that
 * the file has ended is a loss only when data run out. */
static void on_message(j_common_ptr jpeg, int level)
{
    struct jpeg_guard *guard = jpeg->client_data;
    if (level >= 0 || guard->truncated)
        return;
    if (jpeg->err->msg_code == JWRN_JPEG_EOF) {
        guard->ended = true;
        return;
    }
    if (ends_early(jpeg)) {
        jpeg_guard_truncated(guard);
        return;
    }
    if (!loses_pixels(jpeg) || guard->allow_damaged)
        return;
    char text[JMSG_LENGTH_MAX];
    jpeg->err->format_message(jpeg, text);
    failure_set(guard->failure, guard->stage, "corrupt",
                "%s: copy it again, or accept what is left of it with --allow-damaged", text);
    jpeg_guard_leave(guard);
}

struct jpeg_error_mgr *jpeg_guard_start(struct jpeg_guard *guard, const char *stage,
                                        struct failure *failure)
{
    jpeg_std_error(&guard->manager);
    guard->manager.error_exit = on_error;
    guard->manager.emit_message = on_message;
    guard->stage = stage;
    guard->failure = failure;
    return &guard->manager;
}

int jpeg_guard_run(struct jpeg_guard *guard, void (*steps)(void *), void *context)
{
    if (setjmp(guard->jump))
        return -1;
    steps(context);
    return 0;
}
