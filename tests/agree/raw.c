/* A raw kernel under one model: bytes go from the source to the sink as they are, also those that
 * no codec knows, and give the serial checksum. Usage: raw_MODEL [THREADS]. MODEL comes from the
 * build.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "drivers/common/exit_code.h"
#include "drivers/io/file.h"
#include "drivers/machine/machine.h"
#include "tests/agree/run_line.h"

extern const struct model MODEL;

static const struct kernel kernel_raw = {
    .name = "raw",
    .summary = "moves bytes",
    .raw = true,
    .variants = {{.name = "c"}},
};

enum { FILES = 7, LARGE = 9000 }; /* more than a probe reads */

static struct team team;
static int threads = 1, done, bad;

#define TWICE "--iterations 2 --warmup 0 --verify all --results none"
#define INPUT "0.ppm 1.ppm 2.ppm 3.ppm 4.ppm 5.ppm 6.ppm"

static void make_file(int number, char last)
{
    static char text[LARGE + 1];
    char name[16];
    size_t size = number == 3 ? LARGE : (size_t)(5 + number);
    memset(text, 'a' + number, size);
    text[size - 1] = last;
    text[size] = '\0';
    snprintf(name, sizeof name, "%d.ppm", number);
    line_make_file(name, text);
}

/* Counts `right`, which must be so on every rank. */
static void expect(bool right, const char *what, const struct outcome *o)
{
    ++done;
    if (team_total(&team, !right) == 0)
        return;
    ++bad;
    if (team.rank == 0)
        fprintf(stderr, "%s: code %d, %lld wrong, %d done, %016llx %s\n", what, o->code,
                (long long)o->wrong, (int)o->m.done, (unsigned long long)o->m.checksum, o->message);
}

static struct outcome run(const char *line)
{
    char whole[600];
    snprintf(whole, sizeof whole, "%s --threads %d", line, threads);
    return line_run(&team, &kernel_raw, whole);
}

static void try_schedules(const struct outcome *serial)
{
    static const char *const names[] = {"hash", "memory"};
    char line[512];
    for (int schedule = 0; schedule_names[schedule]; ++schedule)
        for (size_t sink = 0; sink < sizeof names / sizeof *names; ++sink) {
            snprintf(line, sizeof line, INPUT " --schedule %s --sink %s " TWICE,
                     schedule_names[schedule], names[sink]);
            struct outcome o = run(line);
            expect(o.code == EXIT_OK && o.wrong == 0 && o.m.agreed && o.m.done == FILES &&
                       o.m.checksum == serial->m.checksum,
                   line, &o);
        }
    struct outcome o = run(INPUT " --study weak " TWICE);
    expect(o.code == EXIT_OK && o.wrong == 0 && o.m.done == FILES * team.ranks * threads,
           "a weak study", &o);
}

static bool is_copied(int number)
{
    char path[24];
    struct bytes from = {0}, to = {0};
    struct failure failure;
    snprintf(path, sizeof path, "out/%d.ppm", number);
    bool same = file_read(path + strlen("out/"), NULL, &from, &failure) == 0 &&
                file_read(path, NULL, &to, &failure) == 0 && from.size == to.size &&
                memcmp(from.data, to.data, to.size) == 0;
    bytes_free(&from);
    bytes_free(&to);
    return same;
}

static void try_output(const struct outcome *serial)
{
    struct outcome o = run(INPUT " --output out --verify all --results none");
    bool right = o.code == EXIT_OK && o.wrong == 0 && o.m.checksum == serial->m.checksum;
    for (int i = 0; team.rank == 0 && i < FILES; ++i)
        right = right && is_copied(i);
    expect(right, "--output", &o);
    team_barrier(&team);
    for (int i = 0; team.rank == 0 && i < FILES; ++i) {
        char path[24];
        snprintf(path, sizeof path, "out/%d.ppm", i);
        unlink(path);
    }
    if (team.rank == 0)
        rmdir("out");
}

/* The sink that forgets all, a file that is not there, and one byte that is another. */
static void try_others(const struct outcome *serial)
{
    struct outcome o = run(INPUT " --sink null " TWICE);
    expect(o.code == EXIT_OK && o.m.done == FILES && o.m.checksum == 0, "--sink null", &o);
    o = run(INPUT " missing " TWICE);
    expect(o.code == EXIT_SOME_FAILED && o.m.done == FILES && o.m.failed == 1, "missing", &o);
    if (team.rank == 0)
        make_file(3, '!');
    team_barrier(&team);
    o = run(INPUT " " TWICE);
    expect(o.code == EXIT_OK && o.m.checksum != serial->m.checksum, "another byte", &o);
}

static void try_refused(void)
{
    static const char *const lines[] = {"--synthetic 3", INPUT " --split", INPUT " --simd c",
                                        INPUT " --sink memory --format pnm"};
    for (size_t i = 0; i < sizeof lines / sizeof *lines; ++i) {
        struct outcome o = run(lines[i]);
        expect(o.refused && strstr(o.message, "as they are"), lines[i], &o);
    }
    struct outcome o = run("--results none");
    expect(!o.refused && o.code == EXIT_USAGE, "no input", &o);
    o = run("--source null --results none");
    expect(!o.refused && o.code == EXIT_USAGE, "null input", &o);
}

int main(int argc, char **argv)
{
    const struct wish wish = line_wish();
    team_start(&team, &MODEL, &wish, &argc, &argv);
    machine_start();
    if (argc > 1)
        threads = atoi(argv[1]);
    line_enter_directory(&team);
    for (int i = 0; team.rank == 0 && i < FILES; ++i)
        make_file(i, 'z');
    team_barrier(&team);
    struct outcome serial = line_run_serial(&team, &kernel_raw, INPUT " " TWICE);
    expect(serial.code == EXIT_OK && serial.m.done == FILES && serial.m.checksum != 0, "serial",
           &serial);
    try_schedules(&serial);
    try_output(&serial);
    try_refused();
    try_others(&serial);
    if (team.rank == 0)
        printf("%d runs on %d ranks x %d threads, %d bad\n", done, team.ranks, threads, bad);
    line_leave_directory(&team);
    machine_stop();
    team_stop(&team);
    return bad > 0;
}
