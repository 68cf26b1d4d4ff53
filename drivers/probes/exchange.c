/* Probe: what it costs to hand an image over to another worker, by the way and by its size.
 *
 * It goes there and back, the partner looks at it, and half of the time counts. By pointer to a
 * thread; through memory that two processes share, a pipe or a socket; as an MPI message, or in a
 * shared window of MPI-3; pickled, between two processes of Python. Then t(m) = alpha + m / beta,
 * below and above the length up to which a sender need not wait for the receiver. */
#include <math.h>
#include <string.h>

#include "drivers/common/exit_code.h"
#include "drivers/common/terminal.h"
#include "drivers/common/wrap.h"
#include "drivers/probes/hockney.h"
#include "drivers/probes/launched.h"
#include "drivers/probes/partner.h"
#include "drivers/probes/rows.h"

enum { SIZES = 16, SMALLEST = 64, STEP = 4, MOST = 0, SECONDS = 1 };
enum { MESSAGE = PARTNER_KINDS, WINDOW, PYTHON, WAYS };

static const char *const names[WAYS] = {"pointer", "shared",     "pipe",  "socket",
                                        "message", "mpi-window", "python"};

static struct probe_option options[] = {
    {"most", "MIB", "the largest image", 16, 0.001, 1024, false},
    {"seconds", "S", "for each size, and for Python", 0.5, 0, 3600, false},
    {NULL, NULL, NULL, 0, 0, 0, false},
};

static struct probe probe = {
    .name = "exchange",
    .does = "measures what it takes to hand an image over to another worker",
    .options = options,
};

static struct {
    size_t bytes[SIZES];
    int sizes;
    struct repeat way[WAYS][SIZES];
    double limit[WAYS]; /* bytes up to which a sender goes on at once; infinite: no such limit */
} all;

static void set_up(void)
{
    for (size_t bytes = SMALLEST;
         all.sizes < SIZES && (double)bytes <= options[MOST].value * (1 << 20); bytes *= STEP)
        all.bytes[all.sizes++] = bytes;
    for (int w = 0; w < WAYS; ++w) {
        all.limit[w] = INFINITY;
        for (int s = 0; s < SIZES; ++s)
            all.way[w][s] = (struct repeat){.variant = names[w],
                                            .unit = "byte",
                                            .x = (double)all.bytes[s],
                                            .time = {NAN, NAN, NAN}};
    }
}

/* What we exchange ourselves, in turns. */
static void measure_partners(int s)
{
    struct partner partners[PARTNER_KINDS];
    struct repeat turns[PARTNER_KINDS];
    for (int w = 0; w < PARTNER_KINDS; ++w) {
        turns[w] = all.way[w][s];
        turns[w].once = partner_exchange;
        turns[w].context = &partners[w];
        if (partner_start(&partners[w], (enum partner_kind)w, all.bytes[s], turns[w].why) == 0)
            all.limit[w] = partner_limit(&partners[w]);
        else
            partners[w].bytes = 0;
    }
    repeat_measure(turns, PARTNER_KINDS, options[SECONDS].value, REPEAT_MOST);
    for (int w = PARTNER_KINDS - 1; w >= 0; --w) { /* who was made last holds the others' ends */
        if (partners[w].bytes)
            partner_stop(&partners[w]);
        all.way[w][s] = turns[w];
    }
}

static void hear(void *context, const char *line)
{
    (void)context;
    repeat_hear(all.way[0], (size_t)WAYS * SIZES, line);
}

/* What one of the others said, or why it said nothing. */
static void conclude(int way, const char *why)
{
    for (int s = 0; s < all.sizes; ++s) {
        memcpy(all.way[way][s].why, why, REPEAT_WHY);
        if (!why[0] && all.way[way][s].count == 0)
            snprintf(all.way[way][s].why, REPEAT_WHY, "was not measured");
    }
    repeat_close(all.way[way], (size_t)all.sizes);
}

static void measure_ranks(void)
{
    char why[REPEAT_WHY] = "", most[32];
    snprintf(most, sizeof most, "%zu", all.bytes[all.sizes - 1]);
    long limit = launched_eager_limit(why, sizeof why);
    if (limit >= 0) {
        all.limit[MESSAGE] = (double)limit;
        why[0] = '\0';
        launched_run(2, (const char *const[]){"exchange", most, NULL}, hear, NULL, 600, why,
                     sizeof why);
    }
    conclude(MESSAGE, why);
    conclude(WINDOW, why);
}

/* Two processes of multiprocessing; a Connection pickles what it sends. */
static const char script[] =
    "import sys, time, multiprocessing as m\n"
    "def answer(c):\n"
    "    while True:\n"
    "        image = c.recv()\n"
    "        if image is None: return\n"
    "        c.send(image)\n"
    "if __name__ == '__main__':\n"
    "    here, there = m.Pipe()\n"
    "    p = m.Process(target=answer, args=(there,), daemon=True)\n"
    "    p.start()\n"
    "    for size in sys.argv[2:]:\n"
    "        image, end = bytes(int(size)), time.monotonic() + float(sys.argv[1])\n"
    "        for i in range(1000):\n"
    "            if i > 6 and time.monotonic() > end: break\n"
    "            before = time.perf_counter()\n"
    "            here.send(image)\n"
    "            back = here.recv()\n"
    "            spent = time.perf_counter() - before\n"
    "            assert back == image\n"
    "            print('python', size, spent / 2, flush=True)\n"
    "    here.send(None)\n"
    "    p.join()\n";

static void measure_python(void)
{
    char sizes[SIZES][24], seconds[32], why[REPEAT_WHY] = "", line[256];
    char *argv[SIZES + 5] = {(char *)"python3", (char *)"-c", (char *)script, seconds};
    struct child child;
    snprintf(seconds, sizeof seconds, "%g", options[SECONDS].value);
    for (int s = 0; s < all.sizes; ++s) {
        snprintf(sizes[s], sizeof sizes[s], "%zu", all.bytes[s]);
        argv[4 + s] = sizes[s];
    }
    if (child_start(&child, argv)) {
        snprintf(why, sizeof why, "no process can be made");
    } else {
        const double patience = 60 + 10 * options[SECONDS].value;
        int came;
        while ((came = child_line(&child, patience, line, sizeof line)) > 0)
            hear(NULL, line);
        if (child_end(&child, 5, came == 0, why, sizeof why) == 0)
            why[0] = '\0';
        else if (!why[0])
            snprintf(why, sizeof why, "python3 failed");
    }
    conclude(PYTHON, why);
}

enum { FIT_COLUMNS = 6 };
static const struct grid_column fit_columns[FIT_COLUMNS] = {
    {"way", GRID_MARKS, 0},     {"above B", GRID_NUMBERS, 0},   {"up to B", GRID_NUMBERS, 2},
    {"alpha", GRID_NUMBERS, 0}, {"beta MB/s", GRID_NUMBERS, 0}, {"m1/2 B", GRID_NUMBERS, 1}};
static const char *const fit_widest[FIT_COLUMNS] = {"mpi-window", "1048576",  "1048576",
                                                    "123.4 us",   "1.23e+04", "1.23e+04"};
static struct rows fit_table = {.columns = fit_columns, .widest = fit_widest, .count = FIT_COLUMNS};

/* One line of the fit over lengths above `from`, up to `to`. */
static void tell_fit(int way, double from, double to)
{
    double m[SIZES], t[SIZES];
    size_t n = 0;
    struct hockney fit;
    char above[24], up_to[24], alpha[16] = "", beta[16] = "", half[16] = "";
    const char *remark = "";
    for (int s = 0; s < all.sizes; ++s)
        if (all.way[way][s].x > from && all.way[way][s].x <= to && all.way[way][s].time.value > 0) {
            m[n] = all.way[way][s].x;
            t[n++] = all.way[way][s].time.value;
        }
    if (n < 3 || hockney_fit(m, t, n, &fit)) {
        remark = "too few sizes";
    } else {
        const bool is_free = !(fit.per_byte > 0);
        probe_duration(fit.alpha, alpha);
        snprintf(beta, sizeof beta, is_free ? "free" : "%.3g", 1e-6 / fit.per_byte);
        snprintf(half, sizeof half, is_free ? "-" : "%.3g", fit.alpha / fit.per_byte);
    }
    snprintf(above, sizeof above, "%.0f", from);
    snprintf(up_to, sizeof up_to, "%.0f", to);
    rows_print(&fit_table,
               (const char *const[FIT_COLUMNS]){names[way], above, up_to, alpha, beta, half},
               remark);
}

int main(int argc, char **argv)
{
    int code = probe_begin(&probe, argc, argv);
    if (code >= 0)
        return code;
    set_up();
    for (int s = 0; s < all.sizes; ++s)
        measure_partners(s);
    measure_ranks();
    measure_python();
    repeat_head("size");
    for (int w = 0; w < WAYS; ++w)
        repeat_tell(&probe, all.way[w], (size_t)all.sizes);
    putchar('\n');
    wrap_print(stdout, "t(m) = alpha + m / beta; m1/2 = alpha beta: half of the time is the bytes'",
               terminal_columns(stdout), 0, 2);
    rows_begin(&fit_table, (const char *const[FIT_COLUMNS]){"way", "above B", "up to B", "alpha",
                                                            "beta MB/s", "m1/2 B"});
    for (int w = 0; w < WAYS; ++w) {
        tell_fit(w, 0, all.limit[w]);
        if (isfinite(all.limit[w]))
            tell_fit(w, all.limit[w], INFINITY);
    }
    return probe_end(&probe, EXIT_OK);
}
