/* What it costs in Python to add to a number that workers share.
 *
 * One script of the standard library. In each pass every worker adds 1 so many times, after all of
 * them have met; a pass is as long as the longest worker. A pass without a lock is repeated, longer
 * each time, until an update is lost: two of them that read the same number write the same. */
#include "drivers/probes/shared_counter.h"

#include <math.h>
#include <string.h>

#include "drivers/probes/child.h"

static const char script[] =
    "import multiprocessing as m, sys, threading, time\n"
    "workers, seconds, MANY = int(sys.argv[1]), float(sys.argv[2]), 20000\n"
    "fork = m.get_context('fork')\n"
    "\n"
    "def add_locked(value, lock, updates):\n"
    "    for _ in range(updates):\n"
    "        with lock: value.value += 1\n"
    "\n"
    "def add_racy(value, lock, updates):\n"
    "    for _ in range(updates): value.value += 1\n"
    "\n"
    "def put(queue, lock, updates):\n"
    "    for _ in range(updates): queue.put(1)\n"
    "\n"
    "def add_own(value, lock, updates):\n"
    "    own = 0\n"
    "    for _ in range(updates): own += 1\n"
    "    with lock: value.value += own\n"
    "\n"
    "def work(meet, spent, rank, add, shared, lock, updates):\n"
    "    meet.wait()\n"
    "    begin = time.perf_counter()\n"
    "    add(shared, lock, updates)\n"
    "    spent[rank] = time.perf_counter() - begin\n"
    "\n"
    "def one(add, updates, worker=fork.Process, meet=fork.Barrier):\n"
    "    queue, value = add is put and fork.Queue(), fork.Value('q', 0)\n"
    "    threads = worker is threading.Thread\n"
    "    lock = threading.Lock() if threads else value.get_lock()\n"
    "    spent = [0] * workers if threads else fork.RawArray('d', workers)\n"
    "    shared = queue or value.get_obj()\n"
    "    common = meet(workers), spent\n"
    "    all = [worker(target=work, args=(*common, r, add, shared, lock, updates))\n"
    "           for r in range(workers)]\n"
    "    for each in all: each.start()\n"
    "    begin = time.perf_counter()\n"
    "    for _ in range(workers * updates if queue else 0):\n"
    "        value.value += queue.get()\n"
    "    whole = time.perf_counter() - begin\n"
    "    for each in all: each.join()\n"
    "    return (whole if queue else max(spent)) / (workers * updates), value.value\n"
    "\n"
    "ways = {'python-value-lock': (add_locked,), 'python-value-racy': (add_racy,),\n"
    "        'python-queue': (put,), 'python-private': (add_own,),\n"
    "        'python-thread-lock': (add_locked, threading.Thread, threading.Barrier)}\n"
    "end, turn, lost, most = time.monotonic() + seconds, 0, 0, MANY\n"
    "while turn < 7 or time.monotonic() < end:\n"
    "    for name, (add, *kind) in ways.items():\n"
    "        updates = MANY if add is not put else MANY // 40\n"
    "        spent, there = one(add, updates, *kind)\n"
    "        if add is not add_racy and there != workers * updates: sys.exit(name)\n"
    "        print(name, workers, spent, flush=True)\n"
    "    turn += 1\n"
    "while workers > 1 and not lost and most < 1 << 24:\n"
    "    lost, most = workers * most - one(add_racy, most)[1], 4 * most\n"
    "    print('lost', workers * most // 4, lost, flush=True)\n";

static const char *const names[SHARED_COUNTERS] = {"python-value-lock", "python-value-racy",
                                                   "python-queue", "python-private",
                                                   "python-thread-lock"};

void shared_counter_measure(struct repeat *ways, int workers, double seconds, double *lost,
                            double *updates)
{
    char number[16], time[32], why[REPEAT_WHY] = "", line[256];
    char *argv[] = {(char *)"python3", (char *)"-c", (char *)script, number, time, NULL};
    struct child child;
    int came = -1;
    snprintf(number, sizeof number, "%d", workers);
    snprintf(time, sizeof time, "%g", seconds);
    *lost = *updates = NAN;
    for (int i = 0; i < SHARED_COUNTERS; ++i)
        ways[i] = (struct repeat){.variant = names[i], .unit = "workers", .x = workers};
    if (child_start(&child, argv)) {
        snprintf(why, sizeof why, "python3 cannot be started");
    } else {
        while ((came = child_line(&child, 60 + seconds, line, sizeof line)) > 0)
            if (sscanf(line, "lost %lf %lf", updates, lost) != 2)
                repeat_hear(ways, SHARED_COUNTERS, line);
        if (child_end(&child, 5, came == 0, why, sizeof why) == 0)
            why[0] = '\0';
        else if (!why[0])
            snprintf(why, sizeof why, "python3 failed");
    }
    for (int i = 0; i < SHARED_COUNTERS; ++i)
        memcpy(ways[i].why, why, sizeof why);
    repeat_close(ways, SHARED_COUNTERS);
}
