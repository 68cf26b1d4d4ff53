/* Whatever the cells are, every line of the verdict is there, of at most 100 columns, and ASCII. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "analysis/data/ceiling.h"
#include "analysis/say/verdict.h"
#include "tests/fixtures/verdict_fixture.h"

static uint64_t state_of_chance = 20261128;

static uint32_t draw(uint32_t below)
{
    state_of_chance = state_of_chance * 6364136223846793005u + 1442695040888963407u;
    return (uint32_t)(state_of_chance >> 33) % below;
}

static const char *draw_text(void)
{
    static const char *const texts[] = {"", "sigma=2",
                                        "h\xc3\xa4\xc3\x9flich \xe2\x89\xa5 \xc3\x97 \xc2\xb1",
                                        "\x1b[2J\nwide; `touch x` $(x)", "a_kernel_of_a_long_name"};
    return texts[draw(5)];
}

static void make_run(int index)
{
    static const char *const models[] = {"serial", "omp", "mpi", "hybrid", "copies", "new"};
    static const double times[] = {1, 1.01, 0.5, 1e-12, 1e12, 3};
    const int ranks = 1 << draw(3), threads = 1 << draw(3);
    struct run_row *row = add_run(models[draw(6)], ranks, threads, times[draw(6)]);
    row->round = draw(3) > 0 ? index % 5 : -1;
    row->slice = draw(2) > 0 ? 0 : -1;
    row->nodes = 1 + (int)draw(3);
    row->oversubscribed = draw(4) == 0;
    row->throttled = draw(6) == 0;
    row->binding_ok = draw(5) > 0;
    row->model_apart = draw(9) == 0;
    row->images = draw(2) > 0 ? 10 : draw(2) > 0 ? INT64_MAX : 0;
    row->pixels = draw(3) > 0 ? 1000 : 0;
    row->launch_s = draw(2) > 0 ? 0.1 * draw(100) : NAN;
    nodes_last()->cores = (int)draw(3) * (draw(2) > 0 ? 1 : 1000000);
    nodes_last()->smt = (int)draw(3);
    last_samples()[1].bytes_read = draw(1000);
    if (draw(2) > 0)
        snprintf(row->kernel, sizeof row->kernel, "%s", draw_text());
    if (draw(2) > 0)
        snprintf(row->params, sizeof row->params, "%s", draw_text());
    if (draw(3) == 0)
        snprintf(row->model, sizeof row->model, "%s", draw_text());
    snprintf(row->study, sizeof row->study, draw(3) == 0 ? "weak" : draw(5) ? "strong" : "single");
    snprintf(row->start, sizeof row->start, draw(2) > 0 ? "mpirun" : draw(2) > 0 ? "srun" : "");
    snprintf(row->source, sizeof row->source, draw(2) > 0 ? "files" : "synthetic");
    snprintf(row->mode, sizeof row->mode, draw(2) > 0 ? "split" : "batch");
}

static void add_facts(void)
{
    static const char *const names[] = {"argv", "env.PARALLAX_COMMAND", "env.PARALLAX_COLLECTION",
                                        "env.OMPI_COMM_WORLD_SIZE"};
    static const char *const values[] = {"blur_mpi --sigma 2 --split --chunk 3 --schedule=guided",
                                         "99999999999999 7 jpeg",
                                         "--sigma --chunk \x01 '--split",
                                         "",
                                         "-",
                                         "jobs/quickstart.sh --weak photos/",
                                         "12345 99999999999999999999999 \xff"};
    add_fact(names[draw(4)], values[draw(7)]);
}

/* Counts the lines, and looks at each. */
static int look_at(const char *verdict)
{
    static const char *const labels[] = {"ANSWER   ", "SPEED    ", "WHY      ", "TRUST    ",
                                         "LIMIT    "};
    int lines = 0;
    for (const char *line = verdict; *line != '\0'; line = strchr(line, '\n') + 1) {
        assert_true(strcspn(line, "\n") <= 100);
        for (const char *c = line; *c != '\n'; ++c)
            assert_true(*c >= ' ' && *c <= '~');
        if (strncmp(line, labels[lines % 5], 9) != 0)
            continue;
        assert_true(strcspn(line, "\n") > 12);
        assert_null(strstr(line, "nan"));
        ++lines;
    }
    return lines;
}

/* Studies that have no answer for the same reason are one verdict. */
static int count_verdicts(void)
{
    struct verdict_facts one, earlier;
    int count = 0;
    for (size_t i = 0; i < cells.study_count; ++i) {
        bool told = false;
        verdict_gather(&one, &cells, &cells.studies[i], cells.study_count);
        for (size_t j = 0; j < i; ++j) {
            verdict_gather(&earlier, &cells, &cells.studies[j], cells.study_count);
            told = told || verdict_is_same_refusal(&earlier, &one);
        }
        count += told ? 0 : 1;
    }
    return count;
}

static void lines_are_short_and_plain_whatever_the_cells_are(void **state)
{
    for (int trial = 0; trial < 3000; ++trial) {
        char *verdict = NULL;
        size_t size;
        const int count = 1 + (int)draw(RUNS_MAX);
        fixture_begin(state);
        for (int i = 0; i < count; ++i) {
            make_run(i);
            add_facts();
        }
        compute(draw(2) > 0);
        ceilings_compare(&cells);
        FILE *out = open_memstream(&verdict, &size);
        assert_non_null(out);
        verdict_write(&cells, out);
        fclose(out);
        assert_int_equal(look_at(verdict), 5 * count_verdicts());
        free(verdict);
        fixture_end(state);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lines_are_short_and_plain_whatever_the_cells_are),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
