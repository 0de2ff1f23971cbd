/* Writes a run folder for each run of a plan and its first phases as if they were done, with the scores of a few images
 * that nobody saw: for measuring what reads thousands of runs.
 * Usage: many_runs DATA SPEC RESULTS */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/rng.h"
#include "detect/registry.h"
#include "plan/plan.h"
#include "run/folder.h"
#include "run/judge.h"
#include "run/outcome.h"
#include "run/seal.h"
#include "store/file.h"

enum { EACH = 10, EPOCHS = 5 }; /* images of a class; losses */

static void make_scores(struct scores *s, const struct run *r)
{
    const struct class_list *anomalies = &r->task.anomaly;
    struct rng random;
    rng_seed(&random, run_seed(r, "fit"));
    scores_init(s, EACH * (size_t)(1 + anomalies->n));
    for (size_t i = 0, class = 0; i < s->n; i++) {
        if (i >= EACH && i % EACH == 0)
            class = (size_t)classes_next(anomalies, i == EACH ? -1 : (int)class);
        s->index[i] = (int32_t)i;
        s->class_[i] = i < EACH ? classes_next(&r->task.positive, -1) : (int32_t) class;
        s->label[i] = i >= EACH;
        s->score[i] = rng_uniform(&random) + 0.5 * s->label[i];
    }
}

static int judge(const struct run_folder *f, const struct run *r, struct text *meta, struct error *e)
{
    struct scores s;
    char *path = run_folder_file(f, "scores.csv.gz");
    make_scores(&s, r);
    int bad = judge_append(meta, r->detector, &s, &r->task.anomaly, e) || scores_write(&s, path, e);
    scores_release(&s);
    free(path);
    return bad;
}

static int write_run(const struct run *r, const char *results, struct error *e)
{
    struct run_folder f;
    struct fit_report report = { 0 };
    struct text meta = TEXT_INIT;
    char *base = outcome_folder(r, results);
    int bad = run_folder_begin(&f, base, r->id, 0, e);
    char *spec = bad ? NULL : run_folder_file(&f, "spec.ini"), *path = bad ? NULL : run_folder_file(&f, "meta.ini");
    for (int i = 0; i < EPOCHS; i++)
        fit_report_add(&report, (struct loss_point) { "phase1", i, 1.0 / (i + 1), 0, 0 });
    text_append(&meta, "[run]\n" SEAL_FORMAT "status = ok\ntrain_s = 1\nscore_s = 0.1\npeak_memory_kib = 1000\n"
                       "[program]\nrevision = none\nblas = OpenBLAS 0.3 X\nblas_kernel = none\nconvolutions = none\n");
    bad = bad || file_write(spec, r->canonical, strlen(r->canonical), e) || losses_append(&meta, &report, e) ||
          (!(r->detector->flags & HIDDEN) && judge(&f, r, &meta, e)) || seal_append(&meta, f.temporary, e) ||
          file_write(path, text_of(&meta), meta.length, e) || run_folder_commit(&f, e);
    fit_report_release(&report);
    text_release(&meta);
    free(base);
    free(spec);
    free(path);
    return bad;
}

int main(int argc, char **argv)
{
    struct suite suite;
    struct spec spec = { 0 };
    struct plan plan = { 0 };
    struct text problems = TEXT_INIT;
    struct error e = { .text = "" };
    if (argc != 4) {
        fputs("usage: many_runs DATA SPEC RESULTS\n", stderr);
        return 2;
    }
    int bad = suite_open(&suite, registry, &e) || spec_read(&spec, &suite, argv[2], NULL, 0, &problems) ||
              plan_make(&plan, &spec, argv[1], NULL, &problems);
    for (size_t i = 0; i < plan.n_phase1 && !bad; i++)
        bad = write_run(&plan.phase1[i], argv[3], &e);
    for (size_t i = 0; i < plan.n && !bad; i++)
        bad = write_run(&plan.runs[i], argv[3], &e);
    fprintf(stderr, "%s%s", e.text, text_of(&problems));
    printf("%zu runs, %zu first phases\n", plan.n, plan.n_phase1);
    plan_release(&plan);
    spec_release(&spec);
    suite_close(&suite);
    text_release(&problems);
    return bad ? 3 : 0;
}
