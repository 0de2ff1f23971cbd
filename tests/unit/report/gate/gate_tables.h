/* Tables of made-up results for tests of the gate, in the working folder. */
#ifndef TESTS_UNIT_REPORT_GATE_GATE_TABLES_H
#define TESTS_UNIT_REPORT_GATE_GATE_TABLES_H

#include <unistd.h>

#include "report/gate/gate.h"
#include "support/folder.h"
#include "support/suite.h"

/* One run's row; `auc` NULL: failed, or missing where the reason is "". */
struct made_run {
    const char *detector, *task;
    long seed;
    const char *auc, *scores, *reason;
};

static inline void put_experiment(const char *folder, const char *edition, const char *kernels, const char *limit,
                                  const struct made_run *runs, size_t n)
{
    struct error e;
    struct text auc = TEXT_INIT, times = TEXT_INIT;
    text_append(&auc, "experiment,dataset,edition,detector,positive,negative,outlier,seed,latent,gamma,beta,linsep,"
                      "variant,auc,auc_lo,auc_hi,n_positive,n_outlier,status,reason,run_id,anomalies,holdout,"
                      "train_limit,test_limit,mark,scores\n");
    text_append(&times, "experiment,dataset,detector,positive,negative,seed,variant,train_s,score_s,peak_memory_kib,"
                        "note,run_id,revision,kernels\n");
    for (size_t i = 0; i < n; i++) {
        const struct made_run *r = &runs[i];
        char id[13];
        snprintf(id, sizeof id, "%04x%04x%04x", r->detector[0] * 256 + r->detector[1], r->task[0], (int)r->seed);
        text_format(&auc, "e,tiny,%s,%s,%s,,all,%ld,,,,,,%s,,,%s,%s,%s,", edition, r->detector, r->task, r->seed,
                    r->auc ? r->auc : "", r->auc ? "4" : "", r->auc ? "4" : "",
                    r->auc         ? "ok"
                    : r->reason[0] ? "failed"
                                   : "missing");
        text_format(&auc, "\"%s\",%s,rest,0,0,%s,,%s\n", r->reason ? r->reason : "", id, limit,
                    r->scores ? r->scores : "");
        if (r->auc)
            text_format(&times, "e,tiny,%s,%s,,%ld,,1,1,1,,%s,abc,%s\n", r->detector, r->task, r->seed, id, kernels);
    }
    char *path = path_join(folder, "auc.csv", NULL), *other = path_join(folder, "times.csv", NULL);
    assert_int_equal(folder_make(folder, &e), 0);
    assert_int_equal(file_write(path, text_of(&auc), auc.length, &e), 0);
    assert_int_equal(file_write(other, text_of(&times), times.length, &e), 0);
    free(path);
    free(other);
    text_release(&auc);
    text_release(&times);
}

/* A comparison of two folders; compared_release(). */
struct compared {
    struct gate_side a, b;
    struct gate gate;
    struct gate_rule rule;
};

static inline void read_side(struct gate_side *s, const char *folder)
{
    struct error e;
    char **folders = side_folders(folder, &e);
    assert_non_null(folders);
    if (side_read(s, folders, 0, &e))
        fail_msg("%s", e.text);
    split_free(folders);
}

static inline void compare_folders(struct compared *c, const char *a, const char *b)
{
    read_side(&c->a, a);
    read_side(&c->b, b);
    c->rule.suite = suite();
    gate_compare(&c->gate, &c->a, &c->b, &c->rule);
}

static inline void compared_release(struct compared *c)
{
    gate_release(&c->gate);
    side_release(&c->a);
    side_release(&c->b);
}

static inline int in_folder(void **state)
{
    return make_folder(state) || chdir(*state);
}

static inline int out_of_folder(void **state)
{
    return chdir("/") || remove_folder(state);
}

#define IN_WORKING_FOLDER(test) cmocka_unit_test_setup_teardown(test, in_folder, out_of_folder)

#endif
