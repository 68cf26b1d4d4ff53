/* The options of one verb: parsed and explained from one table. */
#include "analysis/verbs/arguments.h"

#include <stdio.h>

#include "analysis/text.h"
#include "drivers/common/command.h"

enum { OPTIONS_MAX = 32 };

static const struct argument_option help = {'h', "help", NULL, "print this and exit"};

/* The verb's options and --help, as the common parser takes them. Returns how many. */
static int list_options(const struct verb *verb, struct command_option *list)
{
    int count = 0;
    const struct argument_option *option = verb->options;
    for (bool last = false; !last; ++option, ++count) {
        last = !option->name;
        const struct argument_option *o = last ? &help : option;
        list[count] = (struct command_option){.name = o->name,
                                              .value = o->value,
                                              .help = o->help,
                                              .letter = o->letter < 128 ? o->letter : 0};
    }
    return count;
}

int arguments_next(const struct verb *verb, int argc, char **argv)
{
    struct command_option list[OPTIONS_MAX];
    char message[COMMAND_MESSAGE], plain[COMMAND_MESSAGE];
    const char *value;
    const int count = list_options(verb, list);
    const int at = command_next(list, count, argc, argv, &value, message);
    if (at == COMMAND_END)
        return ARGUMENTS_END;
    if (at != COMMAND_WRONG)
        return at == count - 1 ? 'h' : verb->options[at].letter;
    text_plain(plain, sizeof plain, message);
    fprintf(stderr, "parallax %s: %s\n", verb->name, plain);
    return ARGUMENTS_WRONG;
}

void arguments_help(const struct verb *verb)
{
    struct command_option list[OPTIONS_MAX];
    const int count = list_options(verb, list);
    text_say(stdout, 0, "parallax %s [options] %s\n%s\n\n", verb->name, verb->operands,
             verb->summary);
    command_print(stdout, list, count);
}

void arguments_describe(const struct verb *verb)
{
    struct command_option list[OPTIONS_MAX];
    const int count = list_options(verb, list);
    printf("usage=parallax %s [options] %s\nsummary=%s\n", verb->name, verb->operands,
           verb->summary);
    command_describe(stdout, list, count);
}
