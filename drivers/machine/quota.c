/* How much CPU time the control groups of this process leave it. */
#include "drivers/machine/quota.h"

#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

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

typedef void look_fn(void *context, const char *directory);

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

/* From `group` up to the root of the hierarchy. Inside a container some of the path may not be
 * visible: what is not there sets no limit. */
static void look_above(look_fn *look_at, void *context, const char *root, const char *mount,
                       const char *group)
{
    char directory[2300];
    int top = snprintf(directory, sizeof directory, "%s/sys/fs/cgroup%s", root, mount);
    snprintf(directory + top, sizeof directory - (size_t)top, "%s", group);
    look_at(context, directory);
    for (char *slash; (slash = strrchr(directory + top, '/'));) {
        *slash = '\0';
        look_at(context, directory);
    }
}

static bool lists_cpu(const char *controllers)
{
    for (; *controllers; controllers += strcspn(controllers, ",") + 1) {
        size_t length = strcspn(controllers, ",");
        if (length == 3 && memcmp(controllers, "cpu", 3) == 0)
            return true;
        if (controllers[length] == '\0')
            break;
    }
    return false;
}

/* At each directory of the groups that limit this process's CPU time. */
static void look_everywhere(look_fn *look_at, void *context, const char *root)
{
    char path[256], line[2048], controllers[256];
    snprintf(path, sizeof path, "%s/proc/self/cgroup", root);
    FILE *file = fopen(path, "r");
    while (file && fgets(line, sizeof line, file)) {
        line[strcspn(line, "\n")] = '\0';
        char *first = strchr(line, ':');
        char *second = first ? strchr(first + 1, ':') : NULL;
        if (!second || (size_t)(second - first) > sizeof controllers)
            continue;
        snprintf(controllers, sizeof controllers, "%.*s", (int)(second - first - 1), first + 1);
        if (*controllers == '\0') { /* v2; beside v1 it is mounted one level lower */
            look_above(look_at, context, root, "", second + 1);
            look_above(look_at, context, root, "/unified", second + 1);
        } else if (lists_cpu(controllers)) {
            char mount[260];
            snprintf(mount, sizeof mount, "/%s", controllers);
            look_above(look_at, context, root, "/cpu", second + 1);
            look_above(look_at, context, root, mount, second + 1);
        }
    }
    if (file)
        fclose(file);
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
    look_everywhere(look, &tightest, root);
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
    look_everywhere(count_throttled, &throttled, root);
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
    return quota_below("");
}
