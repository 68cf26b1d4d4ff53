/* The options of one verb: parsed and explained from one table. */
#ifndef PARALLAX_VERBS_ARGUMENTS_H
#define PARALLAX_VERBS_ARGUMENTS_H

struct argument_option {
    int letter;        /* what arguments_next() returns; a short option where it is a letter */
    const char *name;  /* without the dashes */
    const char *value; /* what its value is called in the help; NULL: it has none */
    const char *help;
};

struct verb {
    const char *name, *operands, *summary;
    int (*run)(const struct verb *verb, int argc, char **argv);
    const struct argument_option *options; /* ends with a NULL name */
};

enum { ARGUMENTS_END = -1, ARGUMENTS_WRONG = -2 };

/* The next option of argv (argv[0] is the verb): its letter; ARGUMENTS_END when only operands are
 * left, from argv[optind]; ARGUMENTS_WRONG after it named the argument on stderr. The value is in
 * optarg. Every verb has 'h' (--help) without listing it. Not reentrant. */
int arguments_next(const struct verb *verb, int argc, char **argv);

/* Prints the verb's help to stdout; what command_describe() says of its options. */
void arguments_help(const struct verb *verb);
void arguments_describe(const struct verb *verb);

#endif
