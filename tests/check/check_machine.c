/* Measuring the limits of one core. */
#include "tests/check/check_machine.h"

#include "kernels/cpu.h"

#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/utsname.h>

/* Larger than the caches that one core reaches; a copy goes from one half to the other. */
enum { MEMORY = 256 << 20, TURNS = 1 << 20 };

const char *const machine_way_names[MACHINE_WAYS] = {
    "reading", "copying", "copying with non-temporal stores", "multiply-adds"};

static const struct {
    const struct limits *limits;
    unsigned cpu;
} sets[MACHINE_SETS] = {
    {&limits_c, 0},
#ifdef PARALLAX_X86
    {&limits_avx2, CPU_AVX2},
    {&limits_avx512, CPU_AVX512 | CPU_VNNI},
#endif
};

static volatile int kept; /* so that no compiler can leave a test out */

static void test_run(void *context)
{
    const struct machine_test *test = context;
    switch (test->way) {
    case MACHINE_READ:
        kept = test->limits->read(test->memory, MEMORY);
        break;
    case MACHINE_COPY:
        test->limits->copy(test->memory + MEMORY / 2, test->memory, MEMORY / 2);
        break;
    case MACHINE_STREAM:
        test->limits->stream(test->memory + MEMORY / 2, test->memory, MEMORY / 2);
        break;
    default:
        kept = test->limits->multiply(TURNS);
        break;
    }
}

/* On ARM the system does not say what the CPU is called. */
static void find_name(char *name, size_t size)
{
    char line[256];
    FILE *file = fopen("/proc/cpuinfo", "r");
    name[0] = '\0';
    while (file && !name[0] && fgets(line, sizeof line, file)) {
        const char *colon = strchr(line, ':');
        if (strncmp(line, "model name", strlen("model name")) == 0 && colon)
            snprintf(name, size, "%.*s", (int)strcspn(colon + 1, "\n"), colon + 1);
    }
    if (file)
        fclose(file);
    memmove(name, name + strspn(name, " "), strlen(name + strspn(name, " ")) + 1);
    struct utsname system;
    if (!name[0])
        snprintf(name, size, "%s", uname(&system) == 0 ? system.machine : "unknown machine");
}

void machine_open(struct machine *machine)
{
    *machine = (struct machine){0};
    find_name(machine->name, sizeof machine->name);
    machine->memory = aligned_alloc(LIMITS_BLOCK, MEMORY);
    if (!machine->memory) {
        fprintf(stderr, "check_kernel: out of memory: measuring bandwidth takes %d MiB\n",
                MEMORY >> 20);
        exit(71);
    }
    memset(machine->memory, 1, MEMORY);
    for (int i = 0; i < MACHINE_SETS && sets[i].limits; ++i) {
        if (sets[i].cpu & ~cpu_features())
            continue;
        machine->cpu[machine->sets] = sets[i].cpu;
        for (int way = 0; way < MACHINE_WAYS; ++way) {
            struct machine_test *test = &machine->tests[machine->sets][way];
            *test = (struct machine_test){.timed = {.run = test_run, .context = test},
                                          .limits = sets[i].limits,
                                          .way = (enum machine_way)way,
                                          .memory = machine->memory,
                                          .rate = NAN};
        }
        ++machine->sets;
    }
}

static bool test_exists(const struct machine_test *test)
{
    return test->way != MACHINE_STREAM || test->limits->stream;
}

int machine_items(struct machine *machine, struct timed **items)
{
    int count = 0;
    for (int i = 0; i < machine->sets; ++i)
        for (int way = 0; way < MACHINE_WAYS; ++way)
            if (test_exists(&machine->tests[i][way]))
                items[count++] = &machine->tests[i][way].timed;
    return count;
}

void machine_settle(struct machine *machine, const struct timing *timing)
{
    machine->memory_roof = &machine->tests[0][MACHINE_READ];
    for (int i = 0; i < machine->sets; ++i)
        for (int way = 0; way < MACHINE_WAYS; ++way) {
            struct machine_test *test = &machine->tests[i][way];
            double work = way == MACHINE_MULTIPLY ? test->limits->operations * TURNS : MEMORY;
            if (!test_exists(test))
                continue;
            test->rate = work / timing_interval(timing, &test->timed).value / 1e9;
            if (way != MACHINE_MULTIPLY && test->rate > machine->memory_roof->rate)
                machine->memory_roof = test;
        }
}

int machine_set(const struct machine *machine, unsigned cpu)
{
    int set = 0;
    for (int i = 1; i < machine->sets; ++i)
        if ((machine->cpu[i] & ~cpu) == 0)
            set = i;
    return set;
}

void machine_print(const struct machine *machine)
{
    printf("\n%-8s %8s %8s %13s   %s\n", "limits", "read", "copy", "non-temporal",
           "16-bit multiply-adds");
    for (int i = 0; i < machine->sets; ++i) {
        const struct machine_test *test = machine->tests[i];
        char stream[16] = "-";
        if (test_exists(&test[MACHINE_STREAM]))
            snprintf(stream, sizeof stream, "%.1f", test[MACHINE_STREAM].rate);
        printf("%-8s %8.1f %8.1f %13s GB/s   %.1f Gop/s (%s)\n", test->limits->name,
               test[MACHINE_READ].rate, test[MACHINE_COPY].rate, stream,
               test[MACHINE_MULTIPLY].rate, test->limits->instruction);
    }
    printf("memory roof: %.1f GB/s, %s with %s; read and copied over %d MiB\n",
           machine->memory_roof->rate, machine_way_names[machine->memory_roof->way],
           machine->memory_roof->limits->name, MEMORY >> 20);
}

void machine_close(struct machine *machine)
{
    free(machine->memory);
    machine->memory = NULL;
}
