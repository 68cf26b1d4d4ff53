/* In place of download.c in a build without libcurl, where URLs are refused before any is read. */
#include "drivers/python/state.h"

int python_download(int unit, struct python_download *download)
{
    (void)unit;
    (void)download;
    return 0;
}

int python_address_is_private(const char *address)
{
    (void)address;
    return 1;
}

void python_judge(const struct python_end *end, struct python_verdict *verdict)
{
    (void)end;
    *verdict = (struct python_verdict){.code = "no-library", .wait = -1};
}
