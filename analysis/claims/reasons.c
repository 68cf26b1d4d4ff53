/* Why experiments could not be made. */
#include "analysis/claims/reasons.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/text.h"

static void take_line(struct reasons *reasons, const char *line)
{
    char *end;
    const long number = strtol(line, &end, 10);
    if (end == line || *end != ' ' || number < 1 || number > 1000 || reasons->count == REASONS_MAX)
        return;
    struct reason *reason = &reasons->list[reasons->count++];
    reason->number = (int)number;
    text_plain(reason->text, sizeof reason->text, end + 1);
}

void reasons_read(struct reasons *reasons, int count, char *const *operands)
{
    *reasons = (struct reasons){.count = 0};
    for (int i = 0; i < count; ++i) {
        char path[4096], line[1024];
        snprintf(path, sizeof path, "%.4000s/%s", operands[i], REASONS_FILE);
        FILE *file = fopen(path, "r");
        while (file && fgets(line, sizeof line, file)) {
            line[strcspn(line, "\n")] = '\0';
            take_line(reasons, line);
        }
        if (file)
            fclose(file);
    }
}

const char *reasons_find(const struct reasons *reasons, int number)
{
    for (size_t i = reasons->count; i > 0; --i)
        if (reasons->list[i - 1].number == number)
            return reasons->list[i - 1].text;
    return NULL;
}
