/* Why one item failed: filling in struct failure. */
#include "drivers/common/failure.h"

#include <errno.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include "drivers/common/utf8.h"

#define NAMED(name)                                                                                \
    {                                                                                              \
        name, #name                                                                                \
    }

/* What opening, reading and writing files can report; POSIX has no function for the names. */
static const struct {
    int number;
    const char *name;
} errors[] = {
    NAMED(EACCES),  NAMED(EAGAIN), NAMED(EBADF),        NAMED(EBUSY),  NAMED(EDQUOT),
    NAMED(EEXIST),  NAMED(EFAULT), NAMED(EFBIG),        NAMED(EINTR),  NAMED(EINVAL),
    NAMED(EIO),     NAMED(EISDIR), NAMED(ELOOP),        NAMED(EMFILE), NAMED(EMLINK),
    NAMED(ENODEV),  NAMED(ENOENT), NAMED(ENAMETOOLONG), NAMED(ENFILE), NAMED(ENOMEM),
    NAMED(ENOSPC),  NAMED(ENOSYS), NAMED(ENOTDIR),      NAMED(ENXIO),  NAMED(ENOTEMPTY),
    NAMED(ENOTSUP), NAMED(ENOLCK), NAMED(EOVERFLOW),    NAMED(EPERM),  NAMED(EPIPE),
    NAMED(EROFS),   NAMED(ESPIPE), NAMED(ESTALE),       NAMED(EXDEV),  NAMED(ETIMEDOUT),
    NAMED(ETXTBSY), NAMED(EILSEQ), NAMED(ENOEXEC),      NAMED(ECHILD), NAMED(ENOTCONN),
};

int failure_set(struct failure *failure, const char *stage, const char *code, const char *format,
                ...)
{
    failure->stage = stage;
    failure->code = code;
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(failure->message, sizeof failure->message, format, arguments);
    va_end(arguments);
    return -1;
}

int failure_errno(struct failure *failure, const char *stage, const char *what, int error)
{
    const char *code = "errno";
    for (size_t i = 0; i < sizeof errors / sizeof *errors; ++i)
        if (errors[i].number == error)
            code = errors[i].name;
    char reason[128];
    if (strerror_r(error, reason, sizeof reason))
        snprintf(reason, sizeof reason, "error %d", error);
    return failure_set(failure, stage, code, "%s: %s", what, reason);
}

void failure_print(FILE *out, const char *text)
{
    for (int skipped; *text; text += skipped) {
        int length = utf8_shown(text, &skipped);
        fwrite(length ? text : "?", 1, length ? (size_t)length : 1, out);
    }
}
