/* All of a run's folder looked at once more. */
#include "support/results.h"

#include "run/digest.h"
#include "run/verify.h"

static const char *const spec =
    "[data]\ndataset = tiny\npositive = 0\nanomaly = classes:2 5\n[detectors]\nrun = kde, ae\n";

enum { EACH = 4 };

/* Scores of four images of each class, with the first anomaly's as given. */
static void make_scores(struct scores *s, double first)
{
    static const int classes[] = { 0, 2, 5 };
    scores_init(s, 3 * EACH);
    for (size_t i = 0; i < s->n; i++) {
        s->index[i] = (int32_t)i;
        s->class_[i] = classes[i / EACH];
        s->label[i] = i >= EACH;
        s->score[i] = (double)i;
    }
    s->score[EACH] = first;
}

static void write_scores(const char *folder, double first)
{
    struct scores s;
    char *path = path_join(folder, "scores.csv.gz", NULL);
    make_scores(&s, first);
    assert_int_equal(scores_write(&s, path, NULL), 0);
    scores_release(&s);
    free(path);
}

/* A run as a worker leaves it; its folder, free(). */
static char *make(const struct plan *p, const struct run *r)
{
    struct run_folder f;
    struct scores s;
    const struct fit_report report = { 0 };
    struct text sum = TEXT_INIT;
    char hex[SHA256_HEX], *base = outcome_folder(r, "results"), *folder = path_join(base, r->id, NULL);
    assert_int_equal(folder_remove("results", NULL), 0);
    assert_int_equal(run_folder_begin(&f, base, r->id, 0, NULL), 0);
    make_scores(&s, 1.5);
    assert_int_equal(judge_write(&f, r->detector, &s, &r->task.anomaly, NULL), 0);
    assert_int_equal(losses_write(&f, &report, NULL), 0);
    write_scores(f.temporary, 1.5);
    assert_int_equal(run_folder_commit(&f, NULL), 0);
    digest_scores(&s, hex);
    text_format(&sum, "scores_sha256 = %s\n", hex);
    put_sealed(p, r, text_of(&sum));
    scores_release(&s);
    text_release(&sum);
    free(base);
    return folder;
}

static void expect(const char *folder, const struct run *r, enum verified expected, const char *why)
{
    struct error e = { .text = "" };
    enum verified found = verify_run(suite(), folder, r->id, &e);
    if (found != expected)
        fail_msg("expected %d, found %d: %s", (int)expected, (int)found, e.text);
    if (why) {
        assert_says(e.text, why);
        assert_says(e.text, " (remove 'results/");
    }
}

static void a_run(void **state)
{
    (void)state;
    struct plan p;
    expect_plan(&p, spec);
    const struct run *r = run_of(&p, "kde", 0);
    char *folder = make(&p, r);
    expect(folder, r, VERIFY_OK, NULL);
    put_run_file(&p, r, "loss.csv", "");
    expect(folder, r, VERIFY_DAMAGED, "/loss.csv: expected the ");

    /* with sums that say that all is well */
    free(folder);
    folder = make(&p, r);
    char *metrics = path_join(folder, "metrics.csv", NULL), *text = file_read(metrics, NULL, NULL);
    char *auc = strstr(text, "all,") + strlen("all,0.");
    auc[5] = auc[5] == '0' ? '1' : '0';
    auc[4] = auc[4] == '0' ? '1' : '0';
    put_run_file(&p, r, "metrics.csv", text);
    put_sealed(&p, r, "");
    expect(folder, r, VERIFY_DAMAGED, "/metrics.csv:2: expected what the kept scores give as auc, 0.");

    /* another number in a later column */
    free(text);
    free(folder);
    folder = make(&p, r);
    text = file_read(metrics, NULL, NULL);
    char *end = strchr(strchr(text, '\n') + 1, '\n');
    end[-4] = end[-4] == '0' ? '1' : '0';
    put_run_file(&p, r, "metrics.csv", text);
    put_sealed(&p, r, "");
    expect(folder, r, VERIFY_DAMAGED, "/metrics.csv:2: expected what the kept scores give as fpr95, 0.");
    free(text);
    free(metrics);

    /* scores that give the same AUC, and are others */
    free(folder);
    folder = make(&p, r);
    write_scores(folder, 1.75);
    struct ini meta;
    struct error e;
    struct text sum = TEXT_INIT;
    assert_int_equal(seal_open(&meta, folder, &e), 0);
    text_format(&sum, "scores_sha256 = %s\n", ini_get(&meta, "run", "scores_sha256"));
    ini_release(&meta);
    put_sealed(&p, r, text_of(&sum));
    expect(folder, r, VERIFY_DAMAGED, "/scores.csv.gz: expected scores with the SHA-256 ");
    text_release(&sum);
    free(folder);
    plan_release(&p);
}

static void others(void **state)
{
    (void)state;
    struct plan p;
    expect_plan(&p, spec);
    const struct run *r = run_of(&p, "kde", 0), *first = &p.phase1[0];
    char *folder = make(&p, r), *phase1 = path_join("results/phase1", first->id, NULL);
    put_outcome(&p, r, "ok", NULL);
    expect(folder, r, VERIFY_UNSUMMED, NULL);
    put_run_file(&p, r, "model.lisae", "x");
    expect(folder, r, VERIFY_DAMAGED, "/model.lisae: ");
    put_outcome(&p, r, "failed", "why");
    expect(folder, r, VERIFY_FAILED, NULL);
    put_run_file(&p, r, "meta.ini", "[run]\n");
    expect(folder, r, VERIFY_DAMAGED, "/meta.ini: expected 'status' in [run], found none");

    /* a first phase is nothing without its model */
    put_tables(&p, first, 2, 1);
    put_outcome(&p, first, "ok", NULL);
    expect(phase1, first, VERIFY_DAMAGED, "/model.lisae': No such file or directory");
    struct archive_writer *model = archive_create("model.lisae", NULL);
    archive_add_text(model, "detector", "kde");
    assert_int_equal(archive_commit(model, NULL), 0);
    char *path = path_join(phase1, "model.lisae", NULL);
    assert_int_equal(rename("model.lisae", path), 0);
    expect(phase1, first, VERIFY_DAMAGED, "/model.lisae: expected a model of phase1, found one of kde");
    model = archive_create(path, NULL);
    archive_add_text(model, "detector", first->detector->name);
    assert_int_equal(archive_commit(model, NULL), 0);
    expect(phase1, first, VERIFY_UNSUMMED, NULL);
    free(path);
    free(phase1);
    free(folder);
    plan_release(&p);
}

static const struct CMUnitTest tests[] = { cmocka_unit_test(a_run), cmocka_unit_test(others) };

TEST_MAIN(tests, enter, leave)
