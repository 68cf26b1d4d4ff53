/* One line of a verdict: whole sentences, as many as fit, in plain ASCII. */
#include "analysis/say/verdict_line.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "analysis/data/model_kind.h"
#include "analysis/text.h"
#include "drivers/common/number.h"

bool verdict_add(struct verdict_line *line, const char *format, ...)
{
    char sentence[4 * VERDICT_WORDS];
    va_list arguments;
    va_start(arguments, format);
    const int length = vsnprintf(sentence, sizeof sentence, format, arguments);
    va_end(arguments);
    const size_t used = strlen(line->text), blank = used > 0 ? 1 : 0;
    if (length <= 0 || used + blank + (size_t)length >= sizeof line->text)
        return false;
    for (char *c = sentence; *c != '\0'; ++c) {
        *c = *c < ' ' || *c > '~' ? '?' : *c;
    }
    text_append(line->text, sizeof line->text, "%s%s", blank ? " " : "", sentence);
    return true;
}

static void say_some(int count, const char *one, const char *many, char *buffer, size_t size)
{
    if (count == 1)
        snprintf(buffer, size, "one %s", one);
    else
        snprintf(buffer, size, "%d %s", count, many);
}

void verdict_way(const struct cell *cell, char *buffer, size_t size)
{
    const struct run_row *row = cell->runs[0]->row;
    char threads[32];
    switch (model_kind_of_workers(row)) {
    case MODEL_SERIAL:
        snprintf(buffer, size, "one core");
        break;
    case MODEL_THREADS:
        say_some(row->threads, "thread", "threads", buffer, size);
        break;
    case MODEL_PROCESSES_OF_THREADS:
        say_some(row->threads, "thread", "threads", threads, sizeof threads);
        say_some(row->ranks, "process", "processes", buffer, size);
        text_append(buffer, size, " of %s", threads);
        break;
    case MODEL_PROCESSES:
        say_some(row->ranks, "process", "processes", buffer, size);
        break;
    default:
        say_some(cell->workers, "worker", "workers", buffer, size);
    }
}

void verdict_number(double value, char *buffer, size_t size)
{
    const int digits = value >= 99.95 ? 0 : value >= 9.995 ? 1 : value >= 0.9995 ? 2 : 3;
    if (value < 0.001)
        snprintf(buffer, size, "less than 0.001");
    else if (value >= 9999.5)
        snprintf(buffer, size, "%s", number_short(value, NUMBER_DIGITS).text);
    else
        snprintf(buffer, size, "%.*f", digits, value);
}

void verdict_range(struct interval interval, char *buffer, size_t size)
{
    const int digits = interval.high >= 100 ? 0 : interval.high >= 10 ? 1 : 2;
    if (interval.high >= 1e4)
        snprintf(buffer, size, "%s to %s", number_short(interval.low, NUMBER_DIGITS).text,
                 number_short(interval.high, NUMBER_DIGITS).text);
    else
        snprintf(buffer, size, "%.*f to %.*f", digits, interval.low, digits, interval.high);
}

void verdict_count(long long count, char *buffer, size_t size)
{
    char digits[32];
    const int length = snprintf(digits, sizeof digits, "%lld", count);
    buffer[0] = '\0';
    for (int i = 0; i < length; ++i)
        text_append(buffer, size, "%s%c", i > 0 && (length - i) % 3 == 0 ? "," : "", digits[i]);
}
