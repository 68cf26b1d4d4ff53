/* How much CPU time the control groups of this process leave it. */
#include "drivers/machine/quota.h"

#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

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

/* The tightest limit from `group` up to the root of the hierarchy. Inside a container some of the
 * path may not be visible: what is not there sets no limit. */
static double limit_above(const char *root, const char *mount, const char *group)
{
    char directory[2300];
    int top = snprintf(directory, sizeof directory, "%s/sys/fs/cgroup%s", root, mount);
    snprintf(directory + top, sizeof directory - (size_t)top, "%s", group);
    double limit = limit_read(directory);
    for (char *slash; (slash = strrchr(directory + top, '/'));) {
        *slash = '\0';
        limit = fmin(limit, limit_read(directory));
    }
    return limit;
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

double quota_below(const char *root)
{
    char path[256], line[2048], controllers[256];
    snprintf(path, sizeof path, "%s/proc/self/cgroup", root);
    FILE *file = fopen(path, "r");
    double limit = INFINITY;
    while (file && fgets(line, sizeof line, file)) {
        line[strcspn(line, "\n")] = '\0';
        char *first = strchr(line, ':');
        char *second = first ? strchr(first + 1, ':') : NULL;
        if (!second || (size_t)(second - first) > sizeof controllers)
            continue;
        snprintf(controllers, sizeof controllers, "%.*s", (int)(second - first - 1), first + 1);
        if (*controllers == '\0') { /* v2; beside v1 it is mounted one level lower */
            limit = fmin(limit, limit_above(root, "", second + 1));
            limit = fmin(limit, limit_above(root, "/unified", second + 1));
        } else if (lists_cpu(controllers)) {
            char mount[260];
            snprintf(mount, sizeof mount, "/%s", controllers);
            limit = fmin(limit, limit_above(root, "/cpu", second + 1));
            limit = fmin(limit, limit_above(root, mount, second + 1));
        }
    }
    if (file)
        fclose(file);
    return isinf(limit) ? NAN : limit;
}

double quota_cpus(void)
{
    return quota_below("");
}
