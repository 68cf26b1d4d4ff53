/* How much CPU time the control groups of this process leave it. */
#include "drivers/machine/quota.h"

#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "drivers/machine/groups.h"

/* The quota in CPUs that directory/cpu.max (v2) or cpu.cfs_quota_us and cpu.cfs_period_us (v1) set;
 * infinite: none. */
static double limit_read(const char *directory)
{
    char path[2400];
    double quota = INFINITY, period = 0;
    snprintf(path, sizeof path, "%s/cpu.max", directory);
    FILE *file = fopen(path, "r");
    if (file) {
        int read = fscanf(file, "%lf %lf", &quota, &period); /* "max 100000": no number */
        fclose(file);
        return read == 2 && quota > 0 && period > 0 ? quota / period : INFINITY;
    }
    snprintf(path, sizeof path, "%s/cpu.cfs_quota_us", directory);
    if (!(file = fopen(path, "r")))
        return INFINITY;
    int read = fscanf(file, "%lf", &quota); /* -1: none */
    fclose(file);
    snprintf(path, sizeof path, "%s/cpu.cfs_period_us", directory);
    if (!(file = fopen(path, "r")))
        return INFINITY;
    read += fscanf(file, "%lf", &period);
    fclose(file);
    return read == 2 && quota > 0 && period > 0 ? quota / period : INFINITY;
}

/* The tightest limit so far, and the directory that sets it. */
struct tightest {
    double cpus;
    char directory[2300];
};

static void look(void *context, const char *directory)
{
    struct tightest *tightest = context;
    double limit = limit_read(directory);
    if (limit < tightest->cpus) {
        tightest->cpus = limit;
        snprintf(tightest->directory, sizeof tightest->directory, "%s", directory);
    }
}

/* FNV-1a (Fowler, Noll, Vo). */
static uint64_t hash_text(uint64_t hash, const char *text)
{
    for (; *text; ++text)
        hash = (hash ^ (unsigned char)*text) * 0x100000001b3u;
    return hash;
}

/* Two containers call different groups by one name: their name spaces tell them apart. */
static uint64_t hash_space(const char *root)
{
    char path[256], space[64] = "";
    snprintf(path, sizeof path, "%s/proc/self/ns/cgroup", root);
    ssize_t length = readlink(path, space, sizeof space - 1);
    if (length < 0)
        *space = '\0';
    return hash_text(0xcbf29ce484222325u, space);
}

double quota_of_group(const char *root, uint64_t *group)
{
    struct tightest tightest = {INFINITY, ""};
    groups_look(look, &tightest, root, "cpu");
    *group = isinf(tightest.cpus) ? 0 : hash_text(hash_space(root), tightest.directory);
    return isinf(tightest.cpus) ? NAN : tightest.cpus;
}

enum { GROUPS_MAX = 64 };

struct throttled {
    int64_t times; /* -1: no group says */
    int count;     /* of the groups that were asked: one may be found under two names */
    ino_t group[GROUPS_MAX];
};

static bool is_new(struct throttled *throttled, FILE *file)
{
    struct stat status;
    if (fstat(fileno(file), &status) || throttled->count == GROUPS_MAX)
        return false;
    for (int i = 0; i < throttled->count; ++i)
        if (throttled->group[i] == status.st_ino)
            return false;
    throttled->group[throttled->count++] = status.st_ino;
    return true;
}

static void count_throttled(void *context, const char *directory)
{
    struct throttled *throttled = context;
    char path[2400], line[256];
    long long times;
    snprintf(path, sizeof path, "%s/cpu.stat", directory);
    FILE *file = fopen(path, "r");
    if (!file)
        return;
    bool asked = is_new(throttled, file);
    while (asked && fgets(line, sizeof line, file))
        if (sscanf(line, "nr_throttled %lld", &times) == 1)
            throttled->times = (throttled->times < 0 ? 0 : throttled->times) + times;
    fclose(file);
}

int64_t quota_throttled(const char *root, uint64_t *group)
{
    struct throttled throttled = {.times = -1};
    char number[32];
    groups_look(count_throttled, &throttled, root, "cpu");
    *group = hash_space(root);
    for (int i = 0; i < throttled.count; ++i) {
        snprintf(number, sizeof number, "%ju ", (uintmax_t)throttled.group[i]);
        *group = hash_text(*group, number);
    }
    return throttled.times;
}

double quota_below(const char *root)
{
    uint64_t group;
    return quota_of_group(root, &group);
}

double quota_cpus(void)
{
    static double cpus;
    static bool known;
    if (!known)
        cpus = quota_below("");
    known = true;
    return cpus;
}
