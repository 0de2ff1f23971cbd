/* What a control group leaves: both versions, groups around it, a container's root, none. */
#include "support/main.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "store/file.h"
#include "store/memory_limit.h"
#include "support/folder.h"

/* A file of the made-up system below the folder `root`. */
static void put(const char *root, const char *folder, const char *name, const char *text)
{
    struct error e;
    char *place = path_join(root, folder, NULL), *path = path_join(place, name, NULL);
    assert_int_equal(folder_make(place, &e), 0);
    assert_int_equal(file_write(path, text, strlen(text), &e), 0);
    free(path);
    free(place);
}

static void second_version(void **state)
{
    char *root = path_join(*state, "two", NULL);
    assert_true(isinf(memory_limit(root))); /* nothing is there */
    put(root, "proc/self", "cgroup", "0::/system.slice/night.service\n");
    assert_true(isinf(memory_limit(root)));
    put(root, "sys/fs/cgroup/system.slice/night.service", "memory.max", "max\n");
    assert_true(isinf(memory_limit(root)));
    put(root, "sys/fs/cgroup/system.slice", "memory.max", "1073741824\n"); /* the one around it counts */
    assert_true(memory_limit(root) == 1073741824);
    put(root, "sys/fs/cgroup/system.slice/night.service", "memory.max", "268435456\n");
    assert_true(memory_limit(root) == 268435456);
    free(root);
}

static void first_version(void **state)
{
    char *root = path_join(*state, "one", NULL);
    put(root, "proc/self", "cgroup", "5:devices:/\n4:hugetlb,memory:/docker/0123\n1:cpu:/\n0::/\n");
    put(root, "sys/fs/cgroup/cpu", "memory.limit_in_bytes", "1\n"); /* is no place for it */
    assert_true(isinf(memory_limit(root)));
    /* as a container sees it: the group's name is its machine's, and what is mounted begins with the group */
    put(root, "sys/fs/cgroup/memory", "memory.limit_in_bytes", "536870912\n");
    assert_true(memory_limit(root) == 536870912);
    put(root, "sys/fs/cgroup/memory/docker/0123", "memory.limit_in_bytes", "1000\n");
    assert_true(memory_limit(root) == 1000);
    put(root, "proc/self", "cgroup", "no line of it\n4\n::\n");
    assert_true(isinf(memory_limit(root)));
    free(root);
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test_setup_teardown(second_version, make_folder, remove_folder),
    cmocka_unit_test_setup_teardown(first_version, make_folder, remove_folder),
};

TEST_MAIN(tests, NULL, NULL)
