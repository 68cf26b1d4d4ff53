/* Defects at places of their own. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "tests/agree/defects.h"
#include "tests/check/check_random.h"

enum { PLANTED = 200, IMAGES = 4, TALL = 9000 }; /* random defects, images; rows of strips */

/* One bit of one sample of the image of this width. */
static struct {
    int width, row, sample, bit;
} planted;

static void flip_planted(const struct plan *plan, const struct image *src, struct image *dst,
                         const struct band *band)
{
    defects_compute(plan, src, dst, band);
    if (plan->src.width == planted.width && band->rows.begin <= planted.row &&
        planted.row < band->rows.end)
        image_row(dst, planted.row)[planted.sample] ^= (uint8_t)(1 << planted.bit);
}

/* Nothing of one image: its buffer is left as it was. */
static void skip_marked(const struct plan *plan, const struct image *src, struct image *dst,
                        const struct band *band)
{
    if (plan->src.width != DEFECTS_MARKED)
        defects_compute(plan, src, dst, band);
}

/* Defects at random places: all are found where all is checked. */
static void H1_random_defects_are_found_in_every_image(uint64_t seed)
{
    static const char *const ways[] = {"", "--split"};
    struct random random = {seed};
    defects.original = &kernel_sobel;
    for (int i = 0; i < PLANTED; ++i) {
        int image = random_between(&random, 0, IMAGES - 1);
        int width = 20 + image, height = 30 - image;
        planted.width = width;
        planted.row = random_between(&random, 0, height - 1);
        planted.sample = random_between(&random, 0, 3 * width - 1);
        planted.bit = random_between(&random, 0, 7);
        for (int way = 0; way < 2; ++way) {
            char line[256];
            snprintf(line, sizeof line,
                     "--synthetic 4 --contents 4 --source-size 20x30,21x29,22x28,23x27 %s "
                     "--verify all",
                     ways[way]);
            defects_expect("a planted bit", flip_planted, flip_planted, line, false);
        }
    }
}

/* Places that every sample has. */
static void H1_ends_are_in_every_sample(void)
{
    static const struct {
        const char *line;
        int width, row;
    } places[] = {
        {"--synthetic 9 --contents 9 --source-size 31x90,30x90,30x90,30x90", 31, 0},
        {"--synthetic 5 --contents 5 --source-size 30x90,30x90,30x90,30x90,31x90", 31, 89},
        {"--synthetic 5 --contents 5 --source-size 30x90,30x90,30x90,30x90,31x8", 31, 5},
        {"--synthetic 3 --contents 3 --source-size 30x90,31x90,30x90 --split --bands 9", 31, 0},
        {"--synthetic 3 --contents 3 --source-size 30x90,31x90,30x90 --split --bands 9", 31, 89},
        {"--synthetic 3 --contents 3 --source-size 30x90,31x90,30x90 --split --bands 9", 31, 10},
        {"--synthetic 3 --contents 3 --source-size 30x90,31x90,30x90 --split --bands 9", 31, 79},
        {"b.ppm a.ppm b.ppm --split --bands 4", 31, 0},
        {"b.ppm a.ppm b.ppm --split --bands 4", 31, 16},
        {"b.ppm a.ppm b.ppm --split --bands 4", 31, 8},
    };
    defects.original = &kernel_sobel;
    for (size_t i = 0; i < sizeof places / sizeof *places; ++i) {
        char line[256];
        snprintf(line, sizeof line, "%s --verify sample", places[i].line);
        planted.width = places[i].width;
        planted.row = places[i].row;
        planted.sample = 7;
        defects_expect("an end", flip_planted, flip_planted, line, false);
    }
}

/* Counts rows, beside what the kernel does: a tally that comes with the only pass. */
static void count_rows_as_well(const struct plan *plan, const struct image *src, struct image *dst,
                               const struct band *band)
{
    kernel_sobel.variants[0].run[0](plan, src, dst, band);
    band->tally[0] += (uint64_t)range_count(band->rows);
}

static void count_a_row_too_many(const struct plan *plan, const struct image *src,
                                 struct image *dst, const struct band *band)
{
    count_rows_as_well(plan, src, dst, band);
    band->tally[0] += plan->src.width == DEFECTS_MARKED && band->rows.begin == 0;
}

static void H17_a_tally_of_one_pass_is_compared(void)
{
    static const char *const ways[] = {"", "--split", "--split --bands 3"};
    struct kernel counting = kernel_sobel;
    memset(counting.variants, 0, sizeof counting.variants);
    counting.variants[0] = (struct variant){.name = "c", .run = {count_rows_as_well}};
    counting.tallies = 1;
    defects.original = &counting;
    for (size_t i = 0; i < sizeof ways / sizeof *ways; ++i)
        for (int all = 0; all < 2; ++all) {
            char line[256];
            snprintf(line, sizeof line,
                     "--synthetic 3 --contents 3 --source-size 31x29,30x29,31x30 %s --verify %s",
                     ways[i], all ? "all" : "sample");
            defects_expect("a count of rows", count_rows_as_well, count_rows_as_well, line, true);
            defects_expect("a row too many", count_a_row_too_many, count_a_row_too_many, line,
                           false);
        }
    static const char *const passes[] = {"a.ppm --output out --existing overwrite",
                                         "a.ppm --split --output out --existing overwrite"};
    for (size_t i = 0; i < sizeof passes / sizeof *passes; ++i) {
        defects_expect("a count of rows", count_rows_as_well, count_rows_as_well, passes[i], true);
        defects_expect("a row too many", count_a_row_too_many, count_a_row_too_many, passes[i],
                       false);
    }
    if (defects.team.rank == 0 && system("rm -r out"))
        defects.bad += fprintf(stderr, "the single passes wrote nothing\n") > 0;
    team_barrier(&defects.team);
}

/* A single pass checks at once; what is wrong is not written. */
static void try_single_pass(void)
{
    static const char *const lines[] = {"a.ppm b.ppm",
                                        "a.ppm b.ppm --split",
                                        "b.ppm a.ppm --verify all",
                                        "b.ppm a.ppm --split --verify all",
                                        "a.ppm b.ppm --in-place",
                                        "b.ppm c.ppm a.ppm d.ppm --split"};
    defects.original = &kernel_sobel;
    planted.width = DEFECTS_MARKED;
    planted.sample = 7;
    for (size_t i = 0; i < sizeof lines / sizeof *lines; ++i) {
        char line[256];
        planted.row = i % 2 ? 16 : 0;
        snprintf(line, sizeof line, "%s --output out --existing overwrite", lines[i]);
        defects_expect("a single pass", flip_planted, flip_planted, line, false);
        if (defects.team.rank == 0 && access("out/a.ppm", F_OK) == 0)
            defects.bad += fprintf(stderr, "a wrong image was written: %s\n", line) > 0;
        defects_expect("a single pass", defects_compute, defects_compute, line, true);
        if (defects.team.rank == 0)
            remove("out/a.ppm");
        team_barrier(&defects.team);
    }
    if (defects.team.rank == 0 && system("rm -r out")) /* with the journal of --in-place */
        defects.bad += fprintf(stderr, "the single passes wrote nothing\n") > 0;
}

/* So it does where an image is computed strip by strip: rows of the first and of the last. */
static void try_strips(void)
{
    static const char *const lines[] = {"tall.ppm --output out --existing overwrite",
                                        "tall.ppm --output out --existing overwrite --verify all"};
    defects.original = &kernel_sobel;
    planted.width = DEFECTS_MARKED;
    planted.sample = 7;
    for (int i = 0; i < 4; ++i) {
        const int rows[] = {0, TALL - 1, TALL / 2, TALL / 2 - 1};
        planted.row = rows[i];
        defects_expect("a strip", flip_planted, flip_planted, lines[i / 2], false);
        if (defects.team.rank == 0 && access("out/tall.ppm", F_OK) == 0)
            defects.bad += fprintf(stderr, "a wrong image was written, row %d\n", rows[i]) > 0;
        team_barrier(&defects.team);
    }
    defects_expect("a strip", defects_compute, defects_compute, lines[1], true);
    if (defects.team.rank == 0 && system("rm -r out"))
        defects.bad += fprintf(stderr, "the strips wrote nothing\n") > 0;
    team_barrier(&defects.team);
}

/* Poison differs from iteration to iteration: who leaves it where it is gives two checksums. */
static void try_poison(void)
{
    defects.original = &kernel_sobel;
    defects_expect(
        "an image not computed", skip_marked, skip_marked,
        "--synthetic 20 --contents 20 --source-size 30x90,30x90,31x90,30x90 --verify none", false);
    defects_expect(
        "an image not computed", skip_marked, skip_marked,
        "--synthetic 3 --contents 3 --source-size 30x90,31x90,30x90 --split --verify none", false);
}

static int scatters;
static const struct model *team_of_model;

static void scatter_once(struct team *any, const struct image *whole, struct image *part,
                         const struct area *areas)
{
    if (scatters++ == 0)
        team_of_model->scatter(any, whole, part, areas);
}

/* What was received stays in its buffer: a second message that is not sent must not pass. */
static void try_lost_scatter(void)
{
    if (defects.team.ranks == 1 || !defects.team.model->scatter)
        return;
    struct model lossy = *defects.team.model;
    team_of_model = defects.team.model;
    lossy.scatter = scatter_once;
    defects.original = &kernel_sobel;
    scatters = 0;
    defects.team.model = &lossy;
    defects_expect("a scatter that is not repeated", defects_compute, defects_compute,
                   "--synthetic 1 --source-size 31x90 --split --distribute scatter --verify none",
                   false);
    defects.team.model = team_of_model;
}

void places_try(uint64_t seed)
{
    H1_random_defects_are_found_in_every_image(seed);
    H1_ends_are_in_every_sample();
    H17_a_tally_of_one_pass_is_compared();
    try_single_pass();
    if (defects.team.rank == 0)
        line_make_image("tall.ppm", (struct shape){DEFECTS_MARKED, TALL, 3});
    team_barrier(&defects.team);
    try_strips();
    try_poison();
    try_lost_scatter();
}
