/* The control groups (v1 or v2) that limit this process. */
#ifndef PARALLAX_MACHINE_GROUPS_H
#define PARALLAX_MACHINE_GROUPS_H

typedef void groups_look_fn(void *context, const char *directory);

/* Calls look_at for each directory of the groups of `controller` ("cpu", "memory"), from this
 * process's up to the root, where /proc and /sys lie below `root`. Some of them may not be there:
 * inside a container parts of the path cannot be seen. */
void groups_look(groups_look_fn *look_at, void *context, const char *root, const char *controller);

#endif
