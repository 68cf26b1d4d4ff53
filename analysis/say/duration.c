/* How long something takes, in words. */
#include "analysis/say/duration.h"

#include <math.h>
#include <stdbool.h>

#include "analysis/text.h"

void duration_say(char *text, size_t size, double seconds)
{
    char value[32];
    const bool brief = seconds < 0.1;
    if (!isfinite(seconds)) {
        text_append(text, size, "-");
        return;
    }
    text_number(value, sizeof value, brief ? 1000 * seconds : seconds, 3);
    if (seconds < 120)
        text_append(text, size, "%s %s", value, brief ? "ms" : "s");
    else if (seconds < 7200)
        text_append(text, size, "%d min %d s", (int)(seconds / 60), (int)fmod(seconds, 60));
    else
        text_append(text, size, "%.0f h %d min", floor(seconds / 3600),
                    (int)(fmod(seconds, 3600) / 60));
}

void duration_say_interval(char *text, size_t size, struct interval time)
{
    duration_say(text, size, time.value);
    if (isnan(time.low)) {
        text_append(text, size, " (too few runs for an interval)");
        return;
    }
    text_append(text, size, " (95 %% CI ");
    duration_say(text, size, time.low);
    text_append(text, size, " to ");
    duration_say(text, size, time.high);
    text_append(text, size, ")");
}
