/* All fuzz targets. Each takes bytes of whatever kind, must come back, and may say no in any way but by ending the
 * process. Their inputs are in tests/fuzz/corpus/NAME. */
#ifndef TESTS_FUZZ_TARGETS_H
#define TESTS_FUZZ_TARGETS_H

#include "fuzz/archived.h"
#include "fuzz/cluster.h"
#include "fuzz/readers.h"
#include "fuzz/texts.h"

struct target {
    const char *name;
    void (*run)(const uint8_t *bytes, size_t n);
};

static const struct target targets[] = {
    { "catalogue", fuzz_catalogue },
    { "cifar", fuzz_cifar },
    { "csv", fuzz_csv },
    { "idx", fuzz_idx },
    { "ini", fuzz_ini },
    { "kept", fuzz_kept },
    { "matlab", fuzz_matlab },
    { "model", fuzz_model },
    { "picture", fuzz_picture },
    { "ranks", fuzz_ranks },
    { "result", fuzz_result },
    { "run", fuzz_run },
    { "scores", fuzz_scores },
    { "set", fuzz_set },
    { "slurm", fuzz_slurm },
    { "spec", fuzz_spec },
    { "zip", fuzz_zip },
};
enum { N_TARGETS = sizeof targets / sizeof *targets };

static inline const struct target *target_named(const char *name)
{
    for (int i = 0; i < N_TARGETS; i++)
        if (strcmp(targets[i].name, name) == 0)
            return &targets[i];
    fprintf(stderr, "no target is called '%s'\n", name);
    exit(2);
}

#endif
