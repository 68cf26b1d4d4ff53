/* The control groups that limit this process, as Linux says where they are. */
#include "drivers/machine/groups.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

/* From `group` up to the root of the hierarchy. Inside a container some of the path may not be
 * visible: what is not there sets no limit. */
static void look_above(groups_look_fn *look_at, void *context, const char *root, const char *mount,
                       const char *group)
{
    char directory[2300];
    group = strcmp(group, "/") == 0 ? "" : group;
    int top = snprintf(directory, sizeof directory, "%s/sys/fs/cgroup%s", root, mount);
    snprintf(directory + top, sizeof directory - (size_t)top, "%s", group);
    look_at(context, directory);
    for (char *slash; (slash = strrchr(directory + top, '/'));) {
        *slash = '\0';
        look_at(context, directory);
    }
}

static bool lists(const char *controllers, const char *wanted)
{
    for (; *controllers; controllers += strcspn(controllers, ",") + 1) {
        size_t length = strcspn(controllers, ",");
        if (length == strlen(wanted) && memcmp(controllers, wanted, length) == 0)
            return true;
        if (controllers[length] == '\0')
            break;
    }
    return false;
}

void groups_look(groups_look_fn *look_at, void *context, const char *root, const char *controller)
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
        } else if (lists(controllers, controller)) {
            char mount[260], own[64];
            snprintf(mount, sizeof mount, "/%s", controllers);
            snprintf(own, sizeof own, "/%s", controller);
            look_above(look_at, context, root, own, second + 1);
            if (strcmp(own, mount) != 0)
                look_above(look_at, context, root, mount, second + 1);
        }
    }
    if (file)
        fclose(file);
}
