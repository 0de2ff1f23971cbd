#include "support/main.h"

#include <stdlib.h>

#include "slurm/environment.h"

/* Of a job that submits another one. */
static void what_goes_along(void **state)
{
    static char *from[] = { "PATH=/bin",
                            "SLURM_CONF=/etc/slurm/slurm.conf",
                            "SLURM_CPU_BIND=quiet,mask_cpu:0x1",
                            "SLURM_CPUS_PER_TASK=4",
                            "SBATCH_PARTITION=short",
                            "SQUEUE_FORMAT=%i",
                            "LD_LIBRARY_PATH=/opt/lib",
                            "OPENBLAS_CORETYPE=Haswell",
                            "LC_ALL=C.UTF-8",
                            "HOMEX=1",
                            "HOME=/home/me",
                            NULL };
    static const char *const kept[] = { "PATH=/bin", "SLURM_CONF=/etc/slurm/slurm.conf", "OPENBLAS_CORETYPE=Haswell",
                                        "LC_ALL=C.UTF-8", "HOME=/home/me" };
    char **to = slurm_environment(from);
    for (size_t i = 0; i < sizeof kept / sizeof *kept; i++)
        assert_string_equal(to[i], kept[i]);
    assert_null(to[sizeof kept / sizeof *kept]);
    free(to);
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(what_goes_along),
};

TEST_MAIN(tests, NULL, NULL)
