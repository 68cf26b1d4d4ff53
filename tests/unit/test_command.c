/* The one parser of command lines: values, letters, operands, and what is meant by a wrong word. */
#include "drivers/common/command.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "drivers/common/distance.h"

static const char *const turns[] = {"left", "right", NULL};
enum { HEADING, SIZE, TURN, QUIET, SECRET, COUNT };
static const struct command_option list[COUNT] = {
    [HEADING] = {.name = "size", .heading = true}, /* is no option, whatever it is called */
    [SIZE] = {.name = "size", .value = "WxH", .help = "of it", .initial = "2x1", .letter = 's'},
    [TURN] = {.name = "turn", .choices = turns, .help = "where to"},
    [QUIET] = {.name = "quiet", .help = "say nothing", .letter = 'q'},
    [SECRET] = {.name = "secrets", .help = "of others", .hidden = true},
};
static char message[COMMAND_MESSAGE];
static const char *value;
static char *words[8];

static int parse(const char *first, const char *second, const char *third)
{
    const char *given[] = {"program", first, second, third};
    int count = 0;
    for (; count < 4 && given[count]; ++count)
        words[count] = (char *)(size_t)given[count];
    command_begin();
    return command_next(list, COUNT, count, words, &value, message);
}

static void options_have_values_or_none(void **state)
{
    (void)state;
    assert_int_equal(parse("--size", "3x4", NULL), SIZE);
    assert_string_equal(value, "3x4");
    assert_int_equal(parse("--turn=left", NULL, NULL), TURN);
    assert_string_equal(value, "left");
    assert_int_equal(parse("-s3x4", NULL, NULL), SIZE);
    assert_string_equal(value, "3x4");
    assert_int_equal(parse("-q", NULL, NULL), QUIET);
    assert_null(value);
    assert_int_equal(parse("--secr", NULL, NULL), SECRET); /* shortened */
}

static void options_may_stand_behind_operands(void **state)
{
    (void)state;
    assert_int_equal(parse("photo", "-q", "--"), QUIET);
    assert_int_equal(command_next(list, COUNT, 4, words, &value, message), COMMAND_END);
    assert_string_equal(words[command_operands()], "photo");
    assert_int_equal(parse("--", "-q", NULL), COMMAND_END);
    assert_string_equal(words[command_operands()], "-q");
}

static void refused(const char *first, const char *second, const char *wanted)
{
    assert_int_equal(parse(first, second, NULL), COMMAND_WRONG);
    assert_string_equal(message, wanted);
}

static void wrong_words_are_named_and_what_is_meant(void **state)
{
    (void)state;
    refused("--sice", "3x4", "--sice is no option; did you mean --size?");
    refused("--quite=3", NULL, "--quite=3 is no option; did you mean --quiet?");
    refused("--secrits", NULL, "--secrits is no option; --help lists them all"); /* hidden */
    refused("--nonsense", NULL, "--nonsense is no option; --help lists them all");
    refused("-x", NULL, "-x is no option; --help lists them all");
    assert_int_equal(fclose(fopen("-x", "w")), 0);
    refused("-x", NULL, "-x is no option; names that begin so stand behind --");
    assert_int_equal(remove("-x"), 0);
    refused("--size", NULL, "--size needs a value");
    refused("-s", NULL, "-s needs a value");
    refused("--quiet=3", NULL, "--quiet=3 has a value, but the option takes none");
}

static char *described(void (*how)(FILE *, const struct command_option *, int))
{
    char *text;
    size_t size;
    FILE *out = open_memstream(&text, &size);
    assert_non_null(out);
    how(out, list, COUNT);
    assert_int_equal(fclose(out), 0);
    return text;
}

static void people_and_programs_are_told_the_same(void **state)
{
    (void)state;
    char *text = described(command_print);
    assert_string_equal(text, "\nsize:\n"
                              "  -s, --size WxH              of it (default 2x1)\n"
                              "  --turn left|right           where to\n"
                              "  -q, --quiet                 say nothing\n");
    free(text);
    text = described(command_describe);
    assert_string_equal(text, "group=size\n"
                              "option=size s value WxH\tof it (default 2x1)\n"
                              "option=turn - choice left|right\twhere to\n"
                              "option=quiet q flag -\tsay nothing\n");
    free(text);
}

static void distance_counts_edits(void **state)
{
    (void)state;
    assert_int_equal(distance_edits("table", "table"), 0);
    assert_int_equal(distance_edits("tabel", "table"), 2);
    assert_int_equal(distance_edits("", "table"), 5);
    assert_int_equal(distance_edits("reports", "report"), 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(options_have_values_or_none),
        cmocka_unit_test(options_may_stand_behind_operands),
        cmocka_unit_test(wrong_words_are_named_and_what_is_meant),
        cmocka_unit_test(people_and_programs_are_told_the_same),
        cmocka_unit_test(distance_counts_edits),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
