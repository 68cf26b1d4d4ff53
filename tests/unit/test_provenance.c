/* Facts: complete, quoted so that a shell takes them back, and nothing that is none of our
 * business.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "drivers/run/provenance.h"

static struct provenance collected;

static int begin(void **state)
{
    (void)state;
    collected = (struct provenance){0};
    return 0;
}

static int end(void **state)
{
    (void)state;
    provenance_free(&collected);
    return 0;
}

static const char *fact_find(const char *name)
{
    for (size_t i = 0; i < collected.count; ++i)
        if (strcmp(collected.facts[i].name, name) == 0)
            return collected.facts[i].value;
    return NULL;
}

static void collect(int argc, char *const *argv)
{
    assert_int_equal(provenance_collect(&collected, argc, argv), 0);
}

static void a_fact_of_any_length_is_kept(void **state)
{
    (void)state;
    char *text = calloc(1, 100001);
    memset(text, 'a', 100000);
    assert_int_equal(provenance_add(&collected, "long", "%s%d", text, 7), 0);
    assert_int_equal(strlen(fact_find("long")), 100001);
    assert_int_equal(fact_find("long")[100000], '7');
    free(text);
}

static void the_command_line_is_quoted_where_needed(void **state)
{
    (void)state;
    char *argv[] = {"./resize_mpi", "--size", "10x10", "it's a $HOME `x`", "", "a\nb"};
    collect(6, argv);
    assert_string_equal(fact_find("argv"),
                        "./resize_mpi --size 10x10 'it'\\''s a $HOME `x`' '' 'a\nb'");
}

static void a_shell_takes_the_command_line_back(void **state)
{
    (void)state;
    char *argv[] = {"printf", "%s|", "'",  "\"",   "a b",      "*",
                    "\\",     "~",   "-n", "!#;&", "\xc3\xa9", ""};
    char command[400], output[100] = "";
    collect(12, argv);
    snprintf(command, sizeof command, "%s", fact_find("argv"));
    FILE *shell = popen(command, "r");
    assert_true(fread(output, 1, sizeof output - 1, shell) > 0);
    pclose(shell);
    assert_string_equal(output, "'|\"|a b|*|\\|~|-n|!#;&|\xc3\xa9||");
}

static void G14_only_what_is_on_the_list_is_published(void **state)
{
    (void)state;
    setenv("OMP_PLACES", "cores", 1);
    setenv("PARALLAX_LAUNCHED", "1=2", 1);
    setenv("AWS_SECRET_ACCESS_KEY", "hush", 1);
    setenv("SLURM_JWT", "hush", 1);
    setenv("OMPI_MCA_orte_precondition_transports", "hush", 1);
    setenv("XOMP_PLACES", "hush", 1);
    setenv("SLURM_password", "hush", 1);
    setenv("PARALLAX_api_key", "hush", 1);
    setenv("OMP_TOOL_LIBRARIES_login", "hush", 1);
    setenv("OMPI_MCA_orte_jwt", "hush", 1);
    setenv("OMP_PLACES_", "hush", 1);
    collect(0, NULL);
    assert_string_equal(fact_find("env.OMP_PLACES"), "cores");
    assert_string_equal(fact_find("env.PARALLAX_LAUNCHED"), "1=2");
    for (size_t i = 0; i < collected.count; ++i)
        assert_null(strstr(collected.facts[i].value, "hush"));
}

static void G14_urls_are_published_without_secrets(void **state)
{
    (void)state;
    char *argv[] = {"fetch_serial", "http://me:hush@host/a.jpg?key=hush",
                    "--label=http://h?hush it"};
    setenv("PARALLAX_COMMAND", "fetch_serial http://me:hush@host/a.jpg?hush --output out", 1);
    collect(3, argv);
    assert_string_equal(fact_find("argv"),
                        "fetch_serial 'http://*@host/a.jpg?*' '--label=http://h?*'");
    assert_string_equal(fact_find("env.PARALLAX_COMMAND"),
                        "fetch_serial http://*@host/a.jpg?* --output out");
    unsetenv("PARALLAX_COMMAND");
}

static void the_environment_is_sorted(void **state)
{
    (void)state;
    setenv("SLURM_NTASKS", "2", 1);
    setenv("OMPI_UNIVERSE_SIZE", "3", 1);
    setenv("SLURM_CPUS_PER_TASK", "1", 1);
    collect(0, NULL);
    const char *last = "env.";
    for (size_t i = 0; i < collected.count; ++i) {
        const char *name = collected.facts[i].name;
        if (strncmp(name, "env.", 4) != 0)
            continue;
        assert_true(strcmp(last, name) < 0);
        last = name;
    }
    assert_string_equal(fact_find("env.SLURM_NTASKS"), "2");
}

static void F27_bytes_that_are_not_utf8_are_kept(void **state)
{
    (void)state;
    char *argv[] = {"resize_mpi", "b\351.jpg", "\303\251%"};
    collect(3, argv);
    assert_string_equal(fact_find("argv"), "resize_mpi 'b?.jpg' '\303\251%'");
    assert_string_equal(fact_find("argv.bytes"), "resize_mpi%20%27b%E9.jpg%27%20%27%C3%A9%25%27");
}

static void a_job_is_recorded_if_there_is_one(void **state)
{
    (void)state;
    unsetenv("SLURM_JOB_PARTITION");
    setenv("SLURM_JOB_ID", "4711", 1);
    collect(0, NULL);
    assert_string_equal(fact_find("slurm.job_id"), "4711");
    assert_null(fact_find("slurm.partition"));
}

static void the_program_says_what_it_was_made_with(void **state)
{
    (void)state;
    collect(0, NULL);
    const char *const names[] = {"compiler",    "compiler.flags", "parallax.revision", "host",
                                 "hdf5.header", "hdf5.library",   "xxhash.library",    "directory"};
    for (size_t i = 0; i < sizeof names / sizeof *names; ++i) {
        assert_non_null(fact_find(names[i]));
        assert_true(fact_find(names[i])[0] != '\0');
    }
    assert_string_equal(fact_find("parallax.version"), PARALLAX_VERSION);
}

static void all_facts_get_the_run(void **state)
{
    (void)state;
    collect(0, NULL);
    provenance_run(&collected, "the run");
    for (size_t i = 0; i < collected.count; ++i)
        assert_string_equal(collected.facts[i].run, "the run");
}

static void a_uuid_has_its_form_and_is_new(void **state)
{
    (void)state;
    char a[37], b[37];
    for (int i = 0; i < 200; ++i) {
        provenance_uuid(a);
        provenance_uuid(b);
        assert_string_not_equal(a, b);
        assert_int_equal(strlen(a), 36);
        assert_int_equal(strspn(a, "0123456789abcdef-"), 36);
        assert_true(a[8] == '-' && a[13] == '-' && a[18] == '-' && a[23] == '-');
        assert_int_equal(a[14], '4');
        assert_non_null(strchr("89ab", a[19]));
    }
}

static void the_time_has_its_form(void **state)
{
    (void)state;
    char text[24];
    int year, month, day, hour, minute, second;
    provenance_utc(text);
    assert_int_equal(strlen(text), 20);
    assert_int_equal(text[19], 'Z');
    assert_int_equal(
        sscanf(text, "%4d-%2d-%2dT%2d:%2d:%2dZ", &year, &month, &day, &hour, &minute, &second), 6);
    assert_true(year >= 2024 && month <= 12 && day <= 31 && hour < 24);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, begin, end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_fact_of_any_length_is_kept),
        TEST(the_command_line_is_quoted_where_needed),
        TEST(a_shell_takes_the_command_line_back),
        TEST(G14_only_what_is_on_the_list_is_published),
        TEST(G14_urls_are_published_without_secrets),
        TEST(the_environment_is_sorted),
        TEST(F27_bytes_that_are_not_utf8_are_kept),
        TEST(a_job_is_recorded_if_there_is_one),
        TEST(the_program_says_what_it_was_made_with),
        TEST(all_facts_get_the_run),
        TEST(a_uuid_has_its_form_and_is_new),
        TEST(the_time_has_its_form),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
