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
    if (guard->truncated)
        jpeg_guard_fail_truncated(guard);
    char text[JMSG_LENGTH_MAX];
    jpeg->err->format_message(jpeg, text);
    jpeg_guard_fail(guard, error_code(jpeg->err->msg_code), text);
}

/* Warnings that concern no pixel are passed over; after a truncation all others follow from it. */
static void on_message(j_common_ptr jpeg, int level)
{
    struct jpeg_guard *guard = jpeg->client_data;
    int message = jpeg->err->msg_code;
    if (level >= 0 || guard->truncated || message == JWRN_ADOBE_XFORM ||
        message == JWRN_JFIF_MAJOR || message == JWRN_BOGUS_ICC)
        return;
    bool early_end = message == JWRN_HIT_MARKER &&
                     ((struct jpeg_decompress_struct *)jpeg)->unread_marker == JPEG_EOI;
    if (message == JWRN_JPEG_EOF || early_end) {
        guard->truncated = true;
        if (!guard->in_header && !guard->allow_truncated)
            jpeg_guard_fail_truncated(guard);
        return;
    }
    char text[JMSG_LENGTH_MAX];
    jpeg->err->format_message(jpeg, text);
    jpeg_guard_fail(guard, "corrupt", text);
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
