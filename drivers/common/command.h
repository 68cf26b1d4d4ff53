/* The options of a command line: one parser, one --help and one --describe for all programs. */
#ifndef PARALLAX_COMMON_COMMAND_H
#define PARALLAX_COMMON_COMMAND_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

struct command_option {
    const char *name;           /* without the dashes; a heading's text */
    const char *value;          /* what its value is called; NULL: it has choices, or no value */
    const char *help;           /* half a sentence */
    const char *const *choices; /* what the value may be; NULL-terminated; NULL: anything */
    const char *initial;        /* the value that it has at first; NULL: none is said */
    int letter;                 /* of the short option; 0: there is none */
    bool heading;               /* of the options that follow; itself none */
    bool hidden;                /* is parsed, but neither explained nor described */
};

enum { COMMAND_END = -1, COMMAND_WRONG = -2, COMMAND_OPTIONS_MAX = 160, COMMAND_MESSAGE = 256 };

/* Has the next call of command_next() begin with argv[1]. */
void command_begin(void);

/* The next option of argv: its place in list[count], which has COMMAND_OPTIONS_MAX at most, and
 * *value, NULL where it has none. Options may stand behind operands, which are then moved behind
 * them; `--` ends them; a long name may be shortened. COMMAND_END: there is none. COMMAND_WRONG:
 * message[COMMAND_MESSAGE] says of which word what is wrong, and what may be meant. One command
 * line at a time. */
int command_next(const struct command_option *list, int count, int argc, char **argv,
                 const char **value, char *message);

/* Where the operands begin in argv, after COMMAND_END. */
int command_operands(void);

/* --help, of list[count]: groups' headings, and options with their help in a column beside them. */
void command_print(FILE *out, const struct command_option *list, int count);

/* --describe: a line for programs,
 *     group=HEADING    or
 *     option=NAME LETTER KIND VALUE<tab>HELP
 * where LETTER is - if there is none, KIND is flag, choice, file, directory or value, VALUE its
 * word, choices with | between, or -. None of the five but HELP has blanks. */
void command_describe(FILE *out, const struct command_option *list, int count);

/* What command_describe() calls KIND and VALUE, in text[size], and HELP, in help[size]. */
const char *command_kind(const struct command_option *option);
void command_value(const struct command_option *option, char *text, size_t size);
void command_help(const struct command_option *option, char *text, size_t size);

/* Which of names[count] is meant by a word that is none of them: one that few edits lead to; NULL:
 * none is near. */
const char *command_nearest(const char *word, const char *const *names, size_t count);

#endif
