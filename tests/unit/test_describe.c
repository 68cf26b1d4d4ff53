/* What a program says of itself, and the options that only some models have. */
#include "drivers/options/options.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

extern const struct kernel kernel_resize;

static const struct model launched = {.name = "launched",
                                      .summary = "processes of a launcher, several threads each",
                                      .processes = true,
                                      .threads = true,
                                      .launcher = "mpi"};
static const struct model forked = {.name = "forked",
                                    .summary = "processes that it makes itself",
                                    .processes = true,
                                    .call_rows = 64};
static struct options options;
static char message[OPTIONS_MESSAGE];

static enum options_result parse(const struct model *model, const char *first, const char *second)
{
    char *words[] = {"program", (char *)(size_t)first, (char *)(size_t)second, NULL};
    return options_parse(&options, &kernel_resize, model, second ? 3 : 2, words, message);
}

static char *said(const struct model *model, const char *runtimes)
{
    char *text;
    size_t size;
    const struct program program = {&kernel_resize, model, runtimes};
    FILE *out = open_memstream(&text, &size);
    assert_non_null(out);
    options_say(out, &options, &program);
    assert_int_equal(fclose(out), 0);
    return text;
}

static void a_description_is_lines_of_names_and_values(void **state)
{
    (void)state;
    assert_int_equal(parse(&launched, "--describe", NULL), OPTIONS_SAY);
    char *text = said(&launched, "openmp mpi");
    assert_ptr_equal(strstr(text, "kernel=resize\nmodel=launched\nprocesses=1\nthreads=1\n"
                                  "launcher=mpi\nimitates=\nruntimes=openmp mpi\n"),
                     text);
    assert_non_null(strstr(text, "\noptions=size filter "));
    assert_null(strstr(text, " ranks "));
    assert_non_null(strstr(text, "\nusage=mpirun -n RANKS resize_launched [options]"));
    assert_non_null(strstr(text, "\ngroup=Kernel\noption=size - value WxH|Wx|xH|N%\t"));
    assert_non_null(strstr(text, "\noption=quiet q flag -\tsay nothing but"));
    assert_non_null(strstr(text, "\noption=verify - choice none|sample|all\t"));
    assert_non_null(strstr(text, "\noption=results - directory DIR\twhere"));
    assert_null(strstr(text, "\noption=ranks "));
    free(text);
    assert_int_equal(parse(&forked, "--describe", NULL), OPTIONS_SAY);
    text = said(&forked, "");
    assert_non_null(strstr(text, "\nprocesses=1\nthreads=0\nlauncher=\nimitates=\nruntimes=\n"));
    assert_non_null(strstr(text, " ranks "));
    free(text);
}

static void with_json_it_is_an_object_in_whatever_order(void **state)
{
    (void)state;
    const char *const orders[][2] = {{"--json", "--describe"}, {"--describe", "--json"}};
    for (int i = 0; i < 2; ++i) {
        assert_int_equal(parse(&launched, orders[i][0], orders[i][1]), OPTIONS_SAY);
        char *text = said(&launched, "mpi");
        assert_non_null(strstr(text, "\"model\": \"launched\", \"processes\": true"));
        assert_non_null(
            strstr(text, "{\"name\": \"quiet\", \"letter\": \"q\", \"kind\": \"flag\""));
        assert_int_equal(text[strlen(text) - 2], '}');
        free(text);
    }
    assert_int_equal(parse(&launched, "--describe", "--nonsense"), OPTIONS_WRONG);
}

static void who_makes_its_own_processes_is_asked_how_many(void **state)
{
    (void)state;
    assert_int_equal(parse(&forked, "--ranks=3", NULL), OPTIONS_RUN);
    assert_int_equal(options.wish.ranks, 3);
    assert_int_equal(parse(&forked, "--quiet", NULL), OPTIONS_RUN);
    assert_int_equal(options.wish.ranks, -1);
    assert_int_equal(parse(&forked, "--ranks=0", NULL), OPTIONS_WRONG);
    assert_int_equal(parse(&launched, "--ranks=3", NULL), OPTIONS_WRONG);
    assert_int_equal(parse(&forked, "--help", NULL), OPTIONS_SAY);
    char *text = said(&forked, "");
    assert_non_null(strstr(text, "--ranks N"));
    assert_null(strstr(text, "mpirun"));
    free(text);
}

static void a_model_states_its_rows_per_call(void **state)
{
    (void)state;
    struct team team = {.model = &forked, .ranks = 1, .threads = 1};
    assert_int_equal(parse(&forked, "--quiet", NULL), OPTIONS_RUN);
    assert_int_equal(options_settle(&options, &team, message), 0);
    assert_int_equal(options.call_rows, 64);
    assert_int_equal(parse(&forked, "--call-rows=0", NULL), OPTIONS_RUN);
    assert_int_equal(options_settle(&options, &team, message), 0);
    assert_int_equal(options.call_rows, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_description_is_lines_of_names_and_values),
        cmocka_unit_test(with_json_it_is_an_object_in_whatever_order),
        cmocka_unit_test(who_makes_its_own_processes_is_asked_how_many),
        cmocka_unit_test(a_model_states_its_rows_per_call),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
