/* The options of a command line: parsed. */
#include "drivers/common/command.h"

#include <getopt.h>
#include <string.h>
#include <unistd.h>

#include "drivers/common/distance.h"

enum { LONG = 1000 };

static bool takes_value(const struct command_option *option)
{
    return option->value || option->choices;
}

/* getopt's tables out of ours. */
static void make_getopt(const struct command_option *list, int count, struct option *longs,
                        char *shorts)
{
    *shorts++ = ':'; /* getopt stays silent and tells a missing value from an unknown option */
    for (int i = 0; i < count && i < COMMAND_OPTIONS_MAX; ++i) {
        if (list[i].heading)
            continue;
        int has = takes_value(&list[i]) ? required_argument : no_argument;
        *longs++ = (struct option){list[i].name, has, NULL, LONG + i};
        if (list[i].letter) {
            *shorts++ = (char)list[i].letter;
            if (has == required_argument)
                *shorts++ = ':';
        }
    }
    *shorts = '\0';
    *longs = (struct option){NULL, 0, NULL, 0};
}

/* The option that a word with two dashes may mean; NULL: none is near. */
static const char *option_meant(const struct command_option *list, int count, const char *word)
{
    const char *names[COMMAND_OPTIONS_MAX];
    char name[64];
    size_t known = 0;
    if (strncmp(word, "--", 2) != 0)
        return NULL;
    snprintf(name, sizeof name, "%.*s", (int)strcspn(word + 2, "="), word + 2);
    for (int i = 0; i < count && i < COMMAND_OPTIONS_MAX; ++i)
        if (!list[i].heading && !list[i].hidden)
            names[known++] = list[i].name;
    return command_nearest(name, names, known);
}

/* What getopt did not take: `word`, but of letters, of which a word has several, the letter. */
static int refuse(const struct command_option *list, int count, const char *word, int code,
                  char *message)
{
    const char letter[] = {'-', (char)optopt, '\0'};
    const bool is_letter = optopt && optopt < LONG;
    const char *meant = NULL;
    if (code == ':') {
        snprintf(message, COMMAND_MESSAGE, "%.80s needs a value", is_letter ? letter : word);
    } else if (optopt >= LONG) {
        snprintf(message, COMMAND_MESSAGE, "%.80s has a value, but the option takes none", word);
    } else if (access(word, F_OK) == 0) {
        snprintf(message, COMMAND_MESSAGE,
                 "%.80s is no option; names that begin so stand behind --", word);
    } else {
        meant = is_letter ? NULL : option_meant(list, count, word);
        snprintf(message, COMMAND_MESSAGE, "%.80s is no option; %s%s%s", is_letter ? letter : word,
                 meant ? "did you mean --" : "--help lists them all", meant ? meant : "",
                 meant ? "?" : "");
    }
    return COMMAND_WRONG;
}

void command_begin(void)
{
    optind = 0; /* GNU: start anew, also when called again */
}

int command_next(const struct command_option *list, int count, int argc, char **argv,
                 const char **value, char *message)
{
    struct option longs[COMMAND_OPTIONS_MAX + 1];
    char shorts[2 * COMMAND_OPTIONS_MAX + 2];
    make_getopt(list, count, longs, shorts);
    int code = getopt_long(argc, argv, shorts, longs, NULL);
    *value = code == -1 ? NULL : optarg;
    if (code == -1)
        return COMMAND_END;
    if (code == '?' || code == ':')
        return refuse(list, count, argv[optind > 0 ? optind - 1 : 0], code, message);
    if (code >= LONG)
        return code - LONG;
    int i = 0;
    while (list[i].letter != code)
        ++i; /* getopt knows no other letters */
    return i;
}

int command_operands(void)
{
    return optind;
}

const char *command_nearest(const char *word, const char *const *names, size_t count)
{
    enum { NEAR = 2 };
    const char *nearest = NULL;
    int distance = NEAR + 1;
    for (size_t i = 0; i < count; ++i) {
        const int edits = distance_edits(word, names[i]);
        if (edits < distance && edits < (int)strlen(names[i])) {
            distance = edits;
            nearest = names[i];
        }
    }
    return nearest;
}
