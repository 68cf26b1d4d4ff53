/* Command lines for the tests of their parser. */
#include "options_fixture.h"

#include <string.h>

extern const struct kernel kernel_resize;
extern const struct model model_serial;

enum { WORDS_MAX = 16 };

struct options options;
char message[OPTIONS_MESSAGE];
static char copy[512];
static char *words[WORDS_MAX];

enum options_result parse_line(const char *line)
{
    int count = 0;
    words[count++] = "resize_serial";
    snprintf(copy, sizeof copy, "%s", line);
    for (char *word = strtok(copy, " "); word; word = strtok(NULL, " "))
        words[count++] = word;
    words[count] = NULL;
    message[0] = '\0';
    return options_parse(&options, &kernel_resize, &model_serial, count, words, NULL, message);
}
