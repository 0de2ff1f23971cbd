/* What `scontrol show config` says (Slurm 22.05.8, cut to some lines). */
#include "support/main.h"

#include "slurm/limits.h"

#define CONFIG(size, scheduler, select, completion) \
    "Configuration data as of 2026-11-28T21:50:51\n" \
    "AccountingStorageBackupHost = (null)\n" \
    "JobCompHost             = localhost\n" \
    "JobCompLoc              = /var/log/slurm/jobcomp.txt\n" \
    "JobCompType             = " completion "\n" \
    "MaxArraySize            = " size "\n" \
    "MaxJobCount             = 10000\n" \
    "SchedulerParameters     = " scheduler "\n" \
    "SelectType              = select/cons_tres\n" \
    "SelectTypeParameters    = " select "\n" \
    "\n" \
    "Slurmctld(primary) at vm is UP\n"

static void a_plain_cluster(void **state)
{
    struct slurm_limits l;
    struct error e;
    assert_int_equal(limits_read(&l, CONFIG("1001", "(null)", "CR_CORE", "jobcomp/none"), &e), 0);
    assert_int_equal(l.array, 1001);
    assert_int_equal(l.counts_memory, 0);
    assert_null(l.ended);
    limits_release(&l);
}

static void one_with_more(void **state)
{
    struct slurm_limits l;
    struct error e;
    assert_int_equal(
        limits_read(&l, CONFIG("1001", "bf_interval=1,max_array_tasks=100,defer", "CR_CORE_MEMORY", "jobcomp/filetxt"),
                    &e),
        0);
    assert_int_equal(l.array, 100);
    assert_int_equal(l.counts_memory, 1);
    assert_string_equal(l.ended, "/var/log/slurm/jobcomp.txt");
    limits_release(&l);
}

static void no_arrays(void **state)
{
    struct slurm_limits l;
    struct error e;
    assert_int_equal(limits_read(&l, CONFIG("0", "", "CR_CORE", "jobcomp/none"), &e), -1);
    assert_says(e.text, "takes no arrays");
    limits_release(&l);
    assert_int_equal(limits_read(&l, "Slurmctld(primary) at vm is DOWN\n", &e), -1);
    assert_says(e.text, "expected a number as MaxArraySize, found ''");
    limits_release(&l);
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(a_plain_cluster),
    cmocka_unit_test(one_with_more),
    cmocka_unit_test(no_arrays),
};

TEST_MAIN(tests, NULL, NULL)
