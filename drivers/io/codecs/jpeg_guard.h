/* libjpeg's errors and warnings as failures. Used by the JPEG reader and writer only.
 *
 * libjpeg reports an error through a function that must not return. Each sequence of calls into it
 * runs in a `steps` function below the setjmp() of jpeg_guard_run(), which has no variables to
 * lose. */
#ifndef PARALLAX_IO_CODECS_JPEG_GUARD_H
#define PARALLAX_IO_CODECS_JPEG_GUARD_H

#include <setjmp.h>
#include <stdbool.h>
#include <stdio.h>

#include <jpeglib.h>

#include "drivers/common/failure.h"

/* One call's. The library's client_data must point to it. */
struct jpeg_guard {
    struct jpeg_error_mgr manager;
    jmp_buf jump;
    struct failure *failure;
    const char *stage;
    bool in_header;
    bool ended;     /* more was wanted than the file has, which may have cost nothing */
    bool truncated; /* it has cost pixels, and that is allowed */
    bool suspect;   /* bytes too many among coded data: see jpeg_entropy.h */
    bool allow_truncated, allow_damaged;
};

/* What to put into the library's `err`. Nothing is ever printed. `guard` is zeroed before. */
struct jpeg_error_mgr *jpeg_guard_start(struct jpeg_guard *guard, const char *stage,
                                        struct failure *failure);

/* Calls steps(context). 0, or -1 with *failure when it was left through one of the functions below
 * or through an error of the library's. */
int jpeg_guard_run(struct jpeg_guard *guard, void (*steps)(void *), void *context);

/* Leaves the steps with a failure. */
_Noreturn void jpeg_guard_fail(struct jpeg_guard *guard, const char *code, const char *message);

/* The same for a file that ends early, in its header or behind it. */
_Noreturn void jpeg_guard_fail_truncated(struct jpeg_guard *guard);

/* Pixels are missing because the file ends early: leaves the steps unless that is allowed. */
void jpeg_guard_truncated(struct jpeg_guard *guard);

/* Leaves the steps with the failure that is already set. */
_Noreturn void jpeg_guard_leave(struct jpeg_guard *guard);

#endif
