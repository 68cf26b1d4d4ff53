/* parallax: what the results files say. */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "analysis/text.h"
#include "analysis/verbs/scripts.h"
#include "analysis/verbs/verbs.h"
#include "drivers/common/command.h"
#include "drivers/common/exit_code.h"
#include "drivers/common/standard.h"

static const struct verb *const verbs[] = {
    &verb_table,    &verb_report,  &verb_fit,    &verb_crossover, &verb_metg, &verb_pop,
    &verb_roofline, &verb_compare, &verb_advise, &verb_claims,    &verb_show, &verb_diff,
    &verb_export,   &verb_merge,   &verb_check,  &verb_salvage};

enum { VERB_COUNT = sizeof verbs / sizeof verbs[0], WIDTH = 88 };

static void print_help(FILE *out)
{
    text_say(out, 0, "parallax VERB [options] RESULTS...");
    text_wrap(out,
              "RESULTS are results files, directories that are searched for *.h5, or what --output "
              "of a run named: then those of the runs that made it.",
              WIDTH, "");
    fputc('\n', out);
    for (size_t i = 0; i < VERB_COUNT; ++i)
        text_say(out, 11, "  %-10s %s", verbs[i]->name, verbs[i]->summary);
    text_say(out, 0, "\nTo measure, without RESULTS (and claims --run):\n\n");
    for (const struct script_verb *script = script_verbs; script->name; ++script)
        text_say(out, 11, "  %-10s %s", script->name, script->summary);
    fputc('\n', out);
    text_wrap(
        out,
        "parallax VERB --help explains a verb; --version prints the version, --exec-path where "
        "scripts for sbatch and the settings' model, env.sh, are.",
        WIDTH, "");
    text_wrap(out,
              "Exit codes: 0 ok, 1 different (diff), 3 some files were bad, 4 slower (compare), "
              "64 usage, 65 bad data, 66 no input, 73 cannot create, 74 I/O, 75 try again, "
              "77 no permission, 78 a program or library is missing.",
              WIDTH, "");
}

static int refuse_verb(const char *word)
{
    const char *names[2 * VERB_COUNT];
    size_t count = 0;
    for (size_t i = 0; i < VERB_COUNT; ++i)
        names[count++] = verbs[i]->name;
    for (const struct script_verb *script = script_verbs; script->name; ++script)
        names[count++] = script->name;
    const char *nearest = command_nearest(word, names, count);
    char plain[64];
    text_plain(plain, sizeof plain, word);
    fprintf(stderr, "parallax: %s: no such verb", plain);
    if (nearest)
        fprintf(stderr, "; did you mean %s?\n", nearest);
    else
        fputs("; see parallax --help\n", stderr);
    return EXIT_USAGE;
}

static int say_place(void)
{
    const char *place = scripts_place();
    if (!place) {
        fputs("parallax: its scripts are neither beside it nor where it was configured for\n",
              stderr);
        return EXIT_CONFIG;
    }
    puts(place);
    return EXIT_OK;
}

/* What completion and the manual are made of. */
static void describe(void)
{
    puts("usage=parallax VERB [options] RESULTS...\n"
         "summary=what the results files of Parallax say; and the studies that write them\n"
         "version=" PARALLAX_VERSION);
    for (size_t i = 0; i < VERB_COUNT; ++i)
        printf("verb=%s\t%s\n", verbs[i]->name, verbs[i]->summary);
    for (const struct script_verb *script = script_verbs; script->name; ++script)
        printf("script=%s\t%s\n", script->name, script->summary);
}

static int run_verb(const struct verb *verb, int argc, char **argv)
{
    if (argc != 2 || strcmp(argv[1], "--describe") != 0)
        return verb->run(verb, argc, argv);
    arguments_describe(verb);
    return EXIT_OK;
}

static int answer(int argc, char **argv)
{
    if (argc < 2) {
        print_help(stderr);
        return EXIT_USAGE;
    }
    if (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "-h") == 0) {
        print_help(stdout);
        return EXIT_OK;
    }
    if (strcmp(argv[1], "--version") == 0) {
        puts("parallax " PARALLAX_VERSION);
        return EXIT_OK;
    }
    if (strcmp(argv[1], "--exec-path") == 0)
        return say_place();
    if (strcmp(argv[1], "--describe") == 0) {
        describe();
        return EXIT_OK;
    }
    for (size_t i = 0; i < VERB_COUNT; ++i)
        if (strcmp(argv[1], verbs[i]->name) == 0)
            return run_verb(verbs[i], argc - 1, argv + 1);
    for (const struct script_verb *script = script_verbs; script->name; ++script)
        if (strcmp(argv[1], script->name) == 0)
            return scripts_run(script->name, script->file, script->word, argc - 2, argv + 2);
    return refuse_verb(argv[1]);
}

int main(int argc, char **argv)
{
    standard_open();
    const int code = answer(argc, argv);
    if (standard_flush() == 0)
        return code;
    fprintf(stderr, "parallax: cannot write to standard output: %s\n", strerror(errno));
    return EXIT_IO;
}
