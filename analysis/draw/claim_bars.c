/* Pictures of claims: each way's effect with its interval, and the bound that it is tested against.
 */
#include "analysis/draw/claim_bars.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/draw/plot.h"
#include "analysis/draw/rows.h"
#include "analysis/text.h"
#include "drivers/common/exit_code.h"

/* In the order of enum finding_answer: shapes tell what colours do. */
static const struct mark {
    const char *meaning, *light, *dark;
    int point;
} marks[] = {
    {"not decided", "#59636e", "#a0a8b1", 8},
    {"as claimed", "#1a7f37", "#57ab5a", 7},
    {"not so", "#b35900", "#e0a458", 5},
};

enum { MARKS = sizeof marks / sizeof *marks };

/* Effects without an interval are their own. */
static struct interval ends_of(const struct finding_test *test)
{
    struct interval value = test->value;
    value.low = isnan(value.low) ? value.value : value.low;
    value.high = isnan(value.high) ? value.value : value.high;
    return value;
}

static void set_range(const struct finding *finding, struct plot *plot)
{
    double low = INFINITY, high = -INFINITY;
    for (size_t i = 0; i < finding->count; ++i) {
        const struct finding_test *test = &finding->tests[i];
        const double bound = test->bound > 0 ? test->bound : test->value.value;
        low = fmin(low, fmin(ends_of(test).low, bound));
        high = fmax(high, fmax(ends_of(test).high, bound));
    }
    if (low > 0 && high > 5 * low)
        fprintf(plot->script, "set logscale x\nset xrange [%.6g:%.6g]\n", low / 1.2, high * 1.2);
    else
        fprintf(plot->script, "set xrange [%.6g:%.6g]\n", fmin(0, low), high > 0 ? 1.08 * high : 1);
}

/* An item of the "plot" command for the tests of one answer. */
static void write_answer(const struct finding *finding, size_t answer, struct plot *plot)
{
    size_t count = 0;
    for (size_t i = 0; i < finding->count; ++i) {
        const struct finding_test *test = &finding->tests[i];
        const struct interval ends = ends_of(test);
        if ((size_t)test->answer != answer || isnan(ends.value))
            continue;
        fprintf(plot->data, "%zu %.9g %.9g %.9g\n", i, ends.value, ends.low, ends.high);
        ++count;
    }
    if (count == 0)
        return;
    fprintf(plot->script,
            ", \\\n '%s.dat' index %d using 2:1:3:4 with xerrorbars lc rgb a%zu lw 2 pt %d ps 1 "
            "title '%s'",
            plot->stem, plot_block(plot, false, 4), answer, marks[answer].point,
            marks[answer].meaning);
}

static void write_bounds(const struct finding *finding, struct plot *plot)
{
    size_t count = 0;
    for (size_t i = 0; i < finding->count; ++i)
        if (finding->tests[i].bound > 0) {
            fprintf(plot->data, "%zu %.9g\n", i, finding->tests[i].bound);
            ++count;
        }
    if (count > 0)
        fprintf(plot->script,
                ", \\\n '%s.dat' index %d using 2:($1-0.4):(0):(0.8) with vectors nohead lc rgb "
                "ink lw 1.5 dt 2 title 'bound'",
                plot->stem, plot_block(plot, false, 2));
}

static void draw(const struct finding *finding, struct plot *plot)
{
    char labels[FINDING_TESTS_MAX][ROWS_LABEL], *words = claims_words(finding);
    double places[FINDING_TESTS_MAX];
    for (size_t i = 0; i < finding->count; ++i) {
        snprintf(labels[i], ROWS_LABEL, "%.*s", ROWS_LABEL - 1, finding->tests[i].way);
        places[i] = (double)i;
    }
    const int height = rows_axis(plot, labels, places, finding->count);
    for (size_t k = 0; k < MARKS; ++k)
        plot_colour(plot, "a", k, marks[k].light, marks[k].dark);
    set_range(finding, plot);
    plot_set(plot, "xlabel", finding->measure);
    plot_begin(plot, height + plot_key(plot, MARKS + 1, 12));
    fputs("plot NaN notitle", plot->script);
    for (size_t k = 0; k < MARKS; ++k)
        write_answer(finding, k, plot);
    write_bounds(finding, plot);
    fputc('\n', plot->script);
    fprintf(plot->alt, "Claim %d. %s", finding->number, words);
    fputs("Each way with its 95 % confidence interval, and the bound that it is tested against. "
          "Discs: as claimed; squares: not so; triangles: not decided.",
          plot->caption);
    free(words);
}

int claim_bars_write(struct pictures *pictures, const struct finding *findings,
                     const char *directory)
{
    for (size_t i = 0; i < CLAIMS_MAX; ++i) {
        struct plot plot;
        char title[32];
        if (findings[i].count == 0)
            continue;
        snprintf(title, sizeof title, "Claim %d", findings[i].number);
        struct picture *picture = pictures_add(pictures, title, PICTURES_NO_STUDY);
        picture->claim = findings[i].number;
        snprintf(picture->stem, sizeof picture->stem, "claim-%d", findings[i].number);
        int code = pictures_open(picture, &plot, findings[i].experiment, directory);
        if (code != EXIT_OK)
            return code;
        draw(&findings[i], &plot);
        code = pictures_close(&plot);
        if (code != EXIT_OK)
            return code;
    }
    return EXIT_OK;
}
