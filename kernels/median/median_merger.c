/* The networks of median_merge: Batcher's odd-even merges (1968), of any lengths, without the steps
 * of which nothing is used. */
#include "kernels/median/median_merger.h"

#include <assert.h>
#include <string.h>

static void add_step(struct network *network, int low, int high)
{
    assert(network->count < MERGER_STEPS_MAX);
    network->step[network->count++] = (struct step){(uint8_t)low, (uint8_t)high, true, true};
}

/* Merges `a` rows from `base` on with the `b` after them, as if what is missing of two lists of a
 * power of two were smallest, in the first, and largest, in the second; from steps of at most
 * `distance` on. */
static void make_merge(struct network *network, int base, int a, int b, int distance)
{
    int half = merger_distance(a, b), missing = half - a;
    for (; distance > 0; distance /= 2)
        for (int i = missing; i + distance < half + b; ++i)
            if (distance == half ? i < half : i & distance)
                add_step(network, base + i - missing, base + i - missing + distance);
}

static void make_sort(struct network *network, int base, int count)
{
    int a = count / 2, b = count - a;
    if (count < 2)
        return;
    make_sort(network, base, a);
    make_sort(network, base + a, b);
    make_merge(network, base, a, b, merger_distance(a, b));
}

/* Drops the steps of which rows [begin, end) have nothing. */
static void prune(struct network *network, int begin, int end)
{
    bool used[UINT8_MAX + 1] = {false};
    int kept = network->count;
    for (int i = begin; i < end; ++i)
        used[i] = true;
    for (int i = network->count - 1; i >= 0; --i) {
        struct step step = network->step[i];
        step.lower = used[step.low];
        step.upper = used[step.high];
        if (!step.lower && !step.upper)
            continue;
        used[step.low] = used[step.high] = true;
        network->step[--kept] = step;
    }
    network->count -= kept;
    memmove(network->step, network->step + kept, (size_t)network->count * sizeof *network->step);
}

/* A stage that merges a and b; returns their list, without samples that have more smaller or larger
 * ones in it than the window's median has. */
static struct list make_stage(struct merger *merger, struct list a, struct list b, int shift)
{
    struct stage *stage = &merger->stage[merger->stages++];
    int half = merger->window * merger->window / 2, count = a.count + b.count;
    int below = count - 1 > half ? count - 1 - half : 0, end = count > half ? half + 1 : count;
    stage->a = a, stage->b = b;
    stage->shift = shift;
    stage->to = merger->rows;
    merger->rows += count;
    assert(merger->stages <= MERGER_STAGES_MAX);
    make_merge(&stage->network, 0, a.count, b.count, merger_distance(a.count, b.count) / 2);
    prune(&stage->network, below, end);
    return (struct list){stage->to + below, end - below, below};
}

void median_merger_make(struct merger *merger, int window, int channels)
{
    struct list power[MERGER_STAGES_MAX];
    int powers = 0, columns = 1;
    *merger = (struct merger){.window = window, .rows = window};
    make_sort(&merger->sort, 0, window);
    power[0] = (struct list){0, window, 0};
    for (; 2 * columns <= window; columns *= 2, ++powers)
        power[powers + 1] = make_stage(merger, power[powers], power[powers], columns * channels);
    merger->a = power[powers];
    merger->shift = (ptrdiff_t)columns * channels;
    int rest = window - columns, done = 0;
    for (int i = powers - 1; i >= 0; --i)
        if (rest & 1 << i) {
            merger->b = done ? make_stage(merger, merger->b, power[i], done * channels) : power[i];
            done += 1 << i;
        }
}

static int operations_of(const struct network *network)
{
    int operations = 0;
    for (int i = 0; i < network->count; ++i)
        operations += network->step[i].lower + network->step[i].upper;
    return operations;
}

int median_merger_operations(const struct merger *merger)
{
    int operations = operations_of(&merger->sort) + merger->a.count + merger->b.count;
    for (int i = 0; i < merger->stages; ++i) {
        const struct stage *stage = &merger->stage[i];
        int a = stage->a.count, b = stage->b.count;
        operations += operations_of(&stage->network) + 2 * (a + b - merger_distance(a, b));
    }
    return operations;
}
