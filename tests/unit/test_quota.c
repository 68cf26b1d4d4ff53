/* What is left of this machine: quotas, throttling, what others and we used of it. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "drivers/machine/memory.h"
#include "drivers/machine/quota.h"
#include "drivers/machine/usage.h"

/* Makes root/path with its directories. */
static void tree_put(const char *root, const char *path, const char *text)
{
    char full[512];
    snprintf(full, sizeof full, "%s/%s", root, path);
    for (char *slash = full + strlen(root); (slash = strchr(slash + 1, '/'));) {
        *slash = '\0';
        mkdir(full, 0777);
        *slash = '/';
    }
    FILE *file = fopen(full, "w");
    assert_non_null(file);
    fputs(text, file);
    fclose(file);
}

static char root[64];

static int tree_begin(void **state)
{
    (void)state;
    snprintf(root, sizeof root, "/tmp/test_node.XXXXXX");
    return mkdtemp(root) ? 0 : -1;
}

static int tree_end(void **state)
{
    (void)state;
    char command[128];
    snprintf(command, sizeof command, "rm -r %s", root);
    return system(command);
}

static void without_control_groups_there_is_no_quota(void **state)
{
    (void)state;
    assert_true(isnan(quota_below(root)));
}

static void a_quota_of_version_2_is_the_tightest_above(void **state)
{
    (void)state;
    tree_put(root, "proc/self/cgroup", "0::/slurm/job_7/step_0\n");
    tree_put(root, "sys/fs/cgroup/slurm/job_7/step_0/cpu.max", "max 100000\n");
    assert_true(isnan(quota_below(root)));
    tree_put(root, "sys/fs/cgroup/slurm/job_7/cpu.max", "250000 100000\n");
    tree_put(root, "sys/fs/cgroup/slurm/cpu.max", "800000 100000\n");
    assert_true(quota_below(root) == 2.5);
}

static void F35_a_quota_of_half_a_cpu_is_read(void **state)
{
    (void)state;
    tree_put(root, "proc/self/cgroup", "4:memory:/a\n3:cpuset:/b\n2:cpu,cpuacct:/job\n0::/\n");
    tree_put(root, "sys/fs/cgroup/cpu,cpuacct/job/cpu.cfs_quota_us", "150000\n");
    tree_put(root, "sys/fs/cgroup/cpu,cpuacct/job/cpu.cfs_period_us", "50000\n");
    tree_put(root, "sys/fs/cgroup/cpu,cpuacct/cpu.cfs_quota_us", "-1\n");
    tree_put(root, "sys/fs/cgroup/cpu,cpuacct/cpu.cfs_period_us", "100000\n");
    assert_true(quota_below(root) == 3.0);
}

static void a_group_that_a_container_hides_falls_back_to_what_is_seen(void **state)
{
    (void)state;
    tree_put(root, "proc/self/cgroup", "0::/outside/container\n");
    tree_put(root, "sys/fs/cgroup/cpu.max", "50000 100000\n");
    assert_true(quota_below(root) == 0.5);
}

static void throttling_is_counted_in_every_group_once(void **state)
{
    (void)state;
    uint64_t group, other;
    assert_int_equal(quota_throttled(root, &group), -1);
    tree_put(root, "proc/self/cgroup", "2:cpu,cpuacct:/job\n0::/unit/step\n");
    tree_put(root, "sys/fs/cgroup/cpu,cpuacct/job/cpu.stat",
             "nr_periods 90\nnr_throttled 7\nthrottled_time 123\n");
    assert_int_equal(quota_throttled(root, &group), 7);
    tree_put(root, "sys/fs/cgroup/unit/step/cpu.stat", "usage_usec 5\nnr_throttled 20\n");
    tree_put(root, "sys/fs/cgroup/unit/cpu.stat", "usage_usec 5\nnr_throttled 100\n");
    assert_int_equal(quota_throttled(root, &other), 127);
    assert_true(group != other);
    char link[128], target[128];
    snprintf(link, sizeof link, "%s/sys/fs/cgroup/cpu", root);
    snprintf(target, sizeof target, "%s/sys/fs/cgroup/cpu,cpuacct", root);
    assert_int_equal(symlink(target, link), 0); /* as systemd makes it */
    assert_int_equal(quota_throttled(root, &group), 127);
    assert_true(group == other);
}

static void what_a_machine_did_is_read(void **state)
{
    (void)state;
    double tick = (double)sysconf(_SC_CLK_TCK);
    assert_true(isnan(usage_below(root).busy_s) && isnan(usage_below(root).stolen_s));
    tree_put(root, "proc/stat", "cpu  100 20 3 9999 8888 4 5 600 7 0\ncpu0 1 2 3 4 5 6 7 8 9 0\n");
    assert_true(fabs(usage_below(root).busy_s - 132 / tick) < 1e-9);
    assert_true(fabs(usage_below(root).stolen_s - 600 / tick) < 1e-9);
}

static void a_thread_knows_what_it_used(void **state)
{
    (void)state;
    struct usage before = usage_of_thread(), after;
    double process = usage_of_process();
    do
        after = usage_of_thread();
    while (after.cpu_s < before.cpu_s + 0.05);
    assert_true(usage_of_process() - process >= 0.03); /* its clock has steps */
    assert_true(after.involuntary_switches >= before.involuntary_switches);
}

/* This process stands for a server. */
static void companions_are_those_that_are_named(void **state)
{
    (void)state;
    char text[64];
    unsetenv("PARALLAX_COMPANIONS");
    assert_true(usage_of_companions() == 0);
    snprintf(text, sizeof text, "-1,%d,nobody,%d", (int)getpid(), (int)getpid());
    setenv("PARALLAX_COMPANIONS", text, 1);
    const double before = usage_of_process(), twice = usage_of_companions();
    assert_true(twice >= 2 * before - 0.02 && twice <= 2 * usage_of_process() + 0.02);
    setenv("PARALLAX_COMPANIONS", "0,nobody", 1);
    assert_true(usage_of_companions() == 0);
    unsetenv("PARALLAX_COMPANIONS");
}

static void memory_is_what_the_tightest_group_leaves_each_process(void **state)
{
    (void)state;
    const int64_t machine = memory_share_below(root, 1, 1);
    assert_true(machine > 1 << 24);
    assert_true(memory_share_below(root, 2, 1) == machine / 2);
    tree_put(root, "proc/self/cgroup", "0::/slurm/job_7/step_0\n");
    tree_put(root, "sys/fs/cgroup/slurm/job_7/step_0/memory.max", "max\n");
    assert_true(memory_share_below(root, 1, 1) == machine);
    tree_put(root, "sys/fs/cgroup/slurm/job_7/memory.max", "8000000\n");
    assert_true(memory_share_below(root, 4, 2) == 4000000);
    tree_put(root, "proc/self/cgroup", "9:memory:/a\n0::/slurm/job_7\n");
    tree_put(root, "sys/fs/cgroup/memory/a/memory.limit_in_bytes", "3000000\n");
    assert_true(memory_share_below(root, 1, 1) == 3000000);
}

#define TREE(name) cmocka_unit_test_setup_teardown(name, tree_begin, tree_end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TREE(memory_is_what_the_tightest_group_leaves_each_process),
        TREE(without_control_groups_there_is_no_quota),
        TREE(a_quota_of_version_2_is_the_tightest_above),
        TREE(F35_a_quota_of_half_a_cpu_is_read),
        TREE(a_group_that_a_container_hides_falls_back_to_what_is_seen),
        TREE(throttling_is_counted_in_every_group_once),
        TREE(what_a_machine_did_is_read),
        TREE(a_thread_knows_what_it_used),
        TREE(companions_are_those_that_are_named),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
