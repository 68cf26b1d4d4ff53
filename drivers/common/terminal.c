/* How wide a line for people may be. */
#include "drivers/common/terminal.h"

#include <stdlib.h>
#include <sys/ioctl.h>
#include <unistd.h>

static int at_least(long columns)
{
    return columns < TERMINAL_LEAST     ? TERMINAL_LEAST
           : columns > TERMINAL_ENDLESS ? TERMINAL_ENDLESS
                                        : (int)columns;
}

int terminal_columns(FILE *out)
{
    const int file = fileno(out);
    if ((file != STDOUT_FILENO && file != STDERR_FILENO) || !isatty(file))
        return TERMINAL_ENDLESS;
    const char *asked = getenv("COLUMNS");
    char *end;
    const long columns = asked ? strtol(asked, &end, 10) : 0;
    if (columns > 0 && *end == '\0')
        return at_least(columns);
    struct winsize size = {0};
    const int known = ioctl(file, TIOCGWINSZ, &size);
    return at_least(known == 0 && size.ws_col > 0 ? size.ws_col : TERMINAL_USUAL);
}

int terminal_fit(FILE *out, int columns)
{
    const int room = terminal_columns(out);
    return columns < room ? columns : room;
}
