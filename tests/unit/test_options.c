/* The command line: every kind of wrong value is named. */
#include "tests/fixtures/options_fixture.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

extern const struct kernel kernel_resize;
extern const struct model model_serial;

static struct team team;

static int settle(const char *line)
{
    assert_int_equal(parse_line(line), OPTIONS_RUN);
    team_start(&team, &model_serial, &(struct wish){.ranks = -1, .threads = -1}, NULL, NULL);
    return options_settle(&options, &team, message);
}

/* `line` is wrong, and the message names the option and the value. */
static void expect_wrong(const char *option, const char *value)
{
    char line[256];
    snprintf(line, sizeof line, "--%s %s", option, value);
    if (parse_line_of(&kernel_resize, &model_all, line) != OPTIONS_WRONG)
        fail_msg("%s was taken", line);
    if (!strstr(message, option) || (strlen(value) < 40 && !strstr(message, value)))
        fail_msg("%s: \"%s\" does not name it", line, message);
}

static void the_environment_has_defaults(void **state)
{
    (void)state;
    setenv("PARALLAX_QUALITY", "71", 1);
    setenv("PARALLAX_MAX_PIXELS", "4000", 1);
    setenv("PARALLAX_QUIET", "yes", 1);
    setenv("PARALLAX_JSON", "0", 1);
    setenv("PARALLAX_FORMAT", "", 1);
    assert_int_equal(parse_line("--max-pixels 5000"), OPTIONS_RUN);
    assert_int_equal(options.codec.encode.quality, 71);
    assert_true(options.codec.decode.max_pixels == 5000); /* the command line decides */
    assert_true(options.quiet && !options.json);
    assert_string_equal(options.defaults,
                        "PARALLAX_MAX_PIXELS=4000 PARALLAX_QUALITY=71 PARALLAX_QUIET=yes");
    setenv("PARALLAX_QUIET", "perhaps", 1);
    assert_int_equal(parse_line(""), OPTIONS_WRONG);
    assert_string_equal(message, "PARALLAX_QUIET: 'perhaps' is not yes or no");
    setenv("PARALLAX_QUIET", "no", 1);
    setenv("PARALLAX_QUALITY", "101", 1);
    assert_int_equal(parse_line(""), OPTIONS_WRONG);
    assert_non_null(strstr(message, "'101' is not"));
    assert_non_null(strstr(message, "(PARALLAX_QUALITY)"));
    setenv("PARALLAX_VERSION", "1", 1); /* asks for nothing */
    unsetenv("PARALLAX_QUALITY");
    unsetenv("PARALLAX_MAX_PIXELS");
    unsetenv("PARALLAX_JSON");
    assert_int_equal(parse_line(""), OPTIONS_RUN);
    assert_string_equal(options.defaults, "");
    setenv("PARALLAX_THREADS", "9", 1); /* a default for those that have threads */
    assert_int_equal(settle(""), 0);
    unsetenv("PARALLAX_THREADS");
    unsetenv("PARALLAX_QUIET");
    unsetenv("PARALLAX_FORMAT");
    unsetenv("PARALLAX_VERSION");
}

/* What rank 0 has taken from an environment that this process was not given. */
static void send_others(struct team *other, void *data, size_t size)
{
    (void)other;
    snprintf(data, size, "PARALLAX_QUALITY=71");
}

static void an_environment_that_processes_do_not_share_is_refused(void **state)
{
    (void)state;
    struct model two = model_serial;
    assert_int_equal(settle(""), 0);
    two.broadcast = send_others;
    team.model = &two;
    assert_int_equal(options_settle(&options, &team, message), -1);
    assert_non_null(strstr(message, "mpirun -x NAME"));
}

static void numbers_out_of_range_are_named(void **state)
{
    (void)state;
    static const char *const wholes[] = {"synthetic", "contents", "bands",     "threads",
                                         "chunk",     "quality",  "iterations"};
    static const char *const values[] = {"0",           "-1",  "-5", "NaN", "1e3",
                                         "99999999999", "1.5", "x",  "+5",  "0x10"};
    for (size_t o = 0; o < sizeof wholes / sizeof *wholes; ++o)
        for (size_t v = 0; v < sizeof values / sizeof *values; ++v)
            expect_wrong(wholes[o], values[v]);
    expect_wrong("threads", "1000000000");
    expect_wrong("warmup", "-1");
    expect_wrong("quality", "101");
    expect_wrong("max-pixels", "0");
    expect_wrong("max-pixels", "1e9");
    expect_wrong("seed", "-1");
    expect_wrong("budget", "nan");
    expect_wrong("budget", "-1");
}

static void H9_all_pixels_that_an_image_may_have_can_be_allowed(void **state)
{
    (void)state;
    assert_int_equal(parse_line("--max-pixels 4000000000"), OPTIONS_RUN);
    assert_int_equal(parse_line("--max-pixels 281474976710656"), OPTIONS_RUN);
    assert_true(options.codec.decode.max_pixels == INT64_C(1) << 48);
    expect_wrong("max-pixels", "281474976710657");
}

static void sizes_are_named(void **state)
{
    (void)state;
    static const char *const values[] = {
        "0",    "-5", "NaN", "1e3",   "99999999999",   "100x100y", "100",     "0x5",  "5x0",
        "-5x5", "x",  "0%",  "1e3x5", "99999999999x5", "65536x5",  "5x65536", "5x5x3"};
    for (size_t v = 0; v < sizeof values / sizeof *values; ++v)
        expect_wrong("size", values[v]);
    expect_wrong("source-size", "100x100y");
    expect_wrong("source-size", "100x100x5");
    expect_wrong("source-size", "0x5");
    expect_wrong("source-size", "5x5,");
}

static void choices_are_listed(void **state)
{
    (void)state;
    static const char *const names[] = {"schedule",       "deal",   "distribute", "sharing",
                                        "simd",           "format", "existing",   "on-collision",
                                        "sink",           "verify", "study",      "progress",
                                        "shrink-on-load", "filter", "fit"};
    for (size_t o = 0; o < sizeof names / sizeof *names; ++o) {
        expect_wrong(names[o], "nonsense");
        assert_non_null(strstr(message, "one of "));
    }
    parse_line("--schedule nonsense");
    assert_non_null(strstr(message, "block, cyclic, dynamic, guided"));
}

static void unknown_and_incomplete_options_are_named(void **state)
{
    (void)state;
    static const char *const lines[] = {"--frobnicate", "-z",        "-qz",      "-zq",
                                        "--size",       "--threads", "--split=3"};
    static const char *const named[] = {"--frobnicate", "z",         "z",        "z",
                                        "--size",       "--threads", "--split=3"};
    for (size_t i = 0; i < sizeof lines / sizeof *lines; ++i) {
        assert_int_equal(parse_line(lines[i]), OPTIONS_WRONG);
        if (!strstr(message, named[i]) || strstr(message, "resize_serial"))
            fail_msg("%s: \"%s\" does not name it", lines[i], message);
    }
    assert_int_equal(parse_line("--s 5"), OPTIONS_WRONG); /* of several options */
    assert_non_null(strstr(message, "--s"));
}

static void a_unique_beginning_is_enough(void **state)
{
    (void)state;
    assert_int_equal(parse_line("--thr 3 --sched guided --synth=5"), OPTIONS_RUN);
    assert_int_equal(options.wish.threads, 3);
    assert_int_equal(options.schedule, SCHEDULE_GUIDED);
    assert_int_equal(options.input.synthetic, 5);
}

static void two_dashes_end_the_options(void **state)
{
    (void)state;
    assert_int_equal(parse_line("a.png --quiet b.png -- --threads -q"), OPTIONS_RUN);
    assert_true(options.quiet);
    assert_int_equal(options.input.operand_count, 4);
    assert_string_equal(options.input.operands[0], "a.png");
    assert_string_equal(options.input.operands[1], "b.png");
    assert_string_equal(options.input.operands[2], "--threads");
    assert_string_equal(options.input.operands[3], "-q");
}

static void a_limit_of_errors_is_a_number_or_a_percentage(void **state)
{
    (void)state;
    assert_int_equal(parse_line("--max-errors 12"), OPTIONS_RUN);
    assert_true(options.max_errors == 12 && options.max_errors_percent == 0);
    assert_int_equal(parse_line("--max-errors 2.5%"), OPTIONS_RUN);
    assert_true(options.max_errors == 2.5 && options.max_errors_percent == 1);
    expect_wrong("max-errors", "101%");
    expect_wrong("max-errors", "-1");
    expect_wrong("max-errors", "2.5");
    expect_wrong("max-errors", "%");
}

static void what_does_not_go_together_is_refused(void **state)
{
    (void)state;
    static const char *const lines[] = {"--synthetic 3 a.png",
                                        "--sink hash --output o a.png",
                                        "--output o",
                                        "--threads 2",
                                        "--split --study weak a.png",
                                        "--resume --existing error --output o a.png",
                                        "--study weak --output o a.png"};
    for (size_t i = 0; i < sizeof lines / sizeof *lines; ++i) {
        if (settle(lines[i]) == 0)
            fail_msg("%s was taken", lines[i]);
        assert_true(strlen(message) > 20);
    }
    assert_int_equal(settle("--threads 1"), 0);
    assert_string_equal(options.results, "results");
    assert_int_equal(settle("--output o a.png"), 0);
    assert_int_equal(options.iterations, 1);
    assert_int_equal(options.warmup, 0);
    assert_null(options.results); /* with the outputs */
    assert_true(options_want_results(&options));
    assert_int_equal(settle("--output o --results none a.png"), 0);
    assert_false(options_want_results(&options));
    assert_int_equal(settle("--output o --measure a.png"), 0);
    assert_string_equal(options.results, "results");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(numbers_out_of_range_are_named),
        cmocka_unit_test(the_environment_has_defaults),
        cmocka_unit_test(an_environment_that_processes_do_not_share_is_refused),
        cmocka_unit_test(H9_all_pixels_that_an_image_may_have_can_be_allowed),
        cmocka_unit_test(sizes_are_named),
        cmocka_unit_test(choices_are_listed),
        cmocka_unit_test(unknown_and_incomplete_options_are_named),
        cmocka_unit_test(a_unique_beginning_is_enough),
        cmocka_unit_test(two_dashes_end_the_options),
        cmocka_unit_test(a_limit_of_errors_is_a_number_or_a_percentage),
        cmocka_unit_test(what_does_not_go_together_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
