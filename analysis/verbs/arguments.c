/* The options of one verb: parsed and explained from one table. */
#include "analysis/verbs/arguments.h"

#include <getopt.h>
#include <stdio.h>
#include <string.h>

#include "analysis/text.h"

enum { OPTIONS_MAX = 32 };

static size_t build_tables(const struct verb *verb, struct option *longs, char *shorts)
{
    size_t count = 0, length = 0;
    shorts[length++] = ':'; /* a missing value is told from an unknown option */
    for (const struct argument_option *option = verb->options; option->name; ++option) {
        const int has_value = option->value ? required_argument : no_argument;
        longs[count++] = (struct option){option->name, has_value, NULL, option->letter};
        if (option->letter < 128) {
            shorts[length++] = (char)option->letter;
            if (option->value)
                shorts[length++] = ':';
        }
    }
    shorts[length++] = 'h';
    shorts[length] = '\0';
    longs[count++] = (struct option){"help", no_argument, NULL, 'h'};
    return count;
}

static void complain(const struct verb *verb, const char *argument, const char *what)
{
    char plain[256];
    text_plain(plain, sizeof plain, argument);
    fprintf(stderr, "parallax %s: %s: %s; see parallax %s --help\n", verb->name, plain, what,
            verb->name);
}

int arguments_next(const struct verb *verb, int argc, char **argv)
{
    struct option longs[OPTIONS_MAX + 2] = {{NULL, 0, NULL, 0}};
    char shorts[3 * OPTIONS_MAX];
    build_tables(verb, longs, shorts);
    opterr = 0;
    const int letter = getopt_long(argc, argv, shorts, longs, NULL);
    if (letter == -1)
        return ARGUMENTS_END;
    if (letter != ':' && letter != '?')
        return letter;
    const char letter_name[] = {'-', (char)optopt, '\0'};
    /* An unknown long option leaves optopt 0; within "-xy" the word is not yet behind. */
    const char *word = optind > 0 && optind <= argc ? argv[optind - 1] : "";
    const char *name = strncmp(word, "--", 2) == 0 ? word : letter_name;
    complain(verb, name, letter == ':' ? "needs a value" : "unknown option, or wrongly used");
    return ARGUMENTS_WRONG;
}

static void print_option(const struct argument_option *option)
{
    char left[64];
    const char letter[] = {'-', (char)option->letter, ',', ' ', '\0'};
    snprintf(left, sizeof left, "  %s--%s%s%s", option->letter < 128 ? letter : "    ",
             option->name, option->value ? " " : "", option->value ? option->value : "");
    printf("%-28s %s\n", left, option->help);
}

void arguments_help(const struct verb *verb)
{
    static const struct argument_option help = {'h', "help", NULL, "print this"};
    printf("parallax %s [options] %s\n%s\n\n", verb->name, verb->operands, verb->summary);
    for (const struct argument_option *option = verb->options; option->name; ++option)
        print_option(option);
    print_option(&help);
}
