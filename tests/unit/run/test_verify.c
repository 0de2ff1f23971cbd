/* All of a run's folder looked at once more. */
#include "support/results.h"

#include "plan/columns.h"
#include "run/digest.h"
#include "run/kept_ranks.h"
#include "run/table.h"
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

/* A run as a worker leaves it; its folder, free(). `lines` gets what its meta.ini has behind its status. */
static char *make_with(const struct plan *p, const struct run *r, struct text *lines)
{
    struct run_folder f;
    struct scores s;
    const struct fit_report report = { 0 };
    char hex[SHA256_HEX], *base = outcome_folder(r, "results"), *folder = path_join(base, r->id, NULL);
    assert_int_equal(folder_remove("results", NULL), 0);
    assert_int_equal(run_folder_begin(&f, base, r->id, 0, NULL), 0);
    make_scores(&s, 1.5);
    write_scores(f.temporary, 1.5);
    assert_int_equal(run_folder_commit(&f, NULL), 0);
    digest_scores(&s, hex);
    text_clear(lines);
    text_format(lines, "scores_sha256 = %s\n", hex);
    assert_int_equal(losses_append(lines, &report, NULL), 0);
    assert_int_equal(judge_append(lines, r->detector, &s, &r->task.anomaly, NULL), 0);
    put_sealed(p, r, text_of(lines));
    scores_release(&s);
    free(base);
    return folder;
}

static char *make(const struct plan *p, const struct run *r)
{
    struct text lines = TEXT_INIT;
    char *folder = make_with(p, r, &lines);
    text_release(&lines);
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
    struct text lines = TEXT_INIT;
    char *folder = make_with(&p, r, &lines);
    expect(folder, r, VERIFY_OK, NULL);

    /* with sums that say that all is well */
    char *auc = strstr(lines.s, "1 = all,") + strlen("1 = all,0.");
    auc[5] = auc[5] == '0' ? '1' : '0';
    auc[4] = auc[4] == '0' ? '1' : '0';
    put_sealed(&p, r, text_of(&lines));
    expect(folder, r, VERIFY_DAMAGED, "/meta.ini, [metrics]:2: expected what the kept scores give as auc, 0.");

    /* another number in a later column */
    free(folder);
    folder = make_with(&p, r, &lines);
    char *end = strstr(lines.s, "\n2 = ");
    end[-4] = end[-4] == '0' ? '1' : '0';
    put_sealed(&p, r, text_of(&lines));
    expect(folder, r, VERIFY_DAMAGED, "/meta.ini, [metrics]:2: expected what the kept scores give as fpr95, 0.");
    text_release(&lines);

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
    put_tables(&p, r, 3, 0);
    put_sealed(&p, r, text_of(&sum));
    expect(folder, r, VERIFY_DAMAGED, "/scores.csv.gz: expected scores with the SHA-256 ");
    text_release(&sum);
    free(folder);
    plan_release(&p);
}

/* With its tables in files. */
static void a_run_of_before(void **state)
{
    (void)state;
    struct plan p;
    expect_plan(&p, spec);
    const struct run *r = run_of(&p, "kde", 0);
    char *folder = make(&p, r);
    put_tables(&p, r, 3, 0);
    put_sealed(&p, r, "");
    expect(folder, r, VERIFY_DAMAGED, "/metrics.csv:2: expected what the kept scores give as auc, 0.");
    put_run_file(&p, r, "roc.csv", "fpr,tpr,threshold\n0,0,inf\n");
    put_sealed(&p, r, "");
    expect(folder, r, VERIFY_DAMAGED, "/roc.csv: expected 2 rows, found 1");
    put_run_file(&p, r, "loss.csv", "");
    expect(folder, r, VERIFY_DAMAGED, "/loss.csv: expected the ");
    free(folder);
    plan_release(&p);
}

/* The same run with its tables in files: what the section [metrics] among `lines` has, and some curves. */
static void put_files(const struct plan *p, const struct run *r, const struct text *lines)
{
    struct ini meta;
    struct text file = TEXT_INIT, problems = TEXT_INIT;
    put_tables(p, r, 3, 0);
    assert_int_equal(ini_read_text(&meta, "lines", strstr(text_of(lines), "[metrics]"), &problems), 0);
    for (size_t i = 0; i < meta.n; i++)
        text_format(&file, "%s\n", meta.entries[i].value);
    put_run_file(p, r, "metrics.csv", text_of(&file));
    ini_release(&meta);
    text_release(&file);
    text_release(&problems);
}

static void others(void **state)
{
    (void)state;
    struct plan p;
    expect_plan(&p, spec);
    const struct run *r = run_of(&p, "kde", 0), *first = &p.phase1[0];
    struct text lines = TEXT_INIT;
    char *folder = make_with(&p, r, &lines), *phase1 = path_join("results/phase1", first->id, NULL);
    put_files(&p, r, &lines);
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
    text_release(&lines);
    plan_release(&p);
}

#define KEPT "0123456789ab"

/* Kept rows of a run: what its scores give against all and against class 5, but for what is added to one column. */
static void put_rows(const char *detector, const char *column, double added)
{
    struct text auc = TEXT_INIT, metrics = TEXT_INIT;
    struct scores s;
    struct judgement j;
    make_scores(&s, 1.5);
    columns_header(all_columns, IN_METRICS, &metrics);
    for (int class = -1; class <= 5; class += 6) {
        const char *outlier = class < 0 ? "all" : "5";
        assert_int_equal(judge_scores(suite_find(suite(), "kde"), &s, class, &j, NULL), 0);
        text_format(&auc, "t,tiny,v1,%s,0,,%s,1,,,,,,%.6f,%.6f,%.6f,%zu,%zu,ok,," KEPT "\n", detector, outlier,
                    j.auc.auc, j.auc.lo + (strcmp(column, "auc_lo") == 0 ? added : 0), j.auc.hi, j.auc.n_normal,
                    j.auc.n_anomaly);
        text_format(&metrics, "\nt,tiny,v1,%s,0,,%s,%s,1,,,,,,%.6f,%zu,%zu,%.6f,,%.6f," KEPT ",rest,0,0,0,", detector,
                    outlier, class < 0 ? "pooled" : "class", j.auc.auc, j.auc.n_normal, j.auc.n_anomaly,
                    j.precision.average + (strcmp(column, "ap") == 0 ? added : 0), j.precision.fpr95);
    }
    text_append(&metrics, "\nt,tiny,v1,kde,0,,all,macro,1,,,,,,0.123456,4,8,,,," KEPT ",rest,0,0,0,\n");
    put_kept(text_of(&auc));
    put_file("kept", "metrics.csv", text_of(&metrics));
    scores_release(&s);
    text_release(&auc);
    text_release(&metrics);
}

static void expect_kept(enum verified expected, const char *why)
{
    static const char *const folders[] = { "kept", NULL };
    struct kept_tables kept;
    struct error e = { .text = "" };
    if (kept_read(&kept, folders, &e))
        fail_msg("%s", e.text);
    const enum verified found = verify_kept(suite(), &kept.of[0], KEPT, &e);
    if (found != expected)
        fail_msg("expected %d, found %d: %s", (int)expected, (int)found, e.text);
    assert_says(e.text, why);
    kept_release(&kept);
}

static void rows_with_their_ranks(void **state)
{
    (void)state;
    struct scores s;
    make_scores(&s, 1.5);
    put_rows("kde", "", 0);
    expect_kept(VERIFY_DAMAGED, "kept/auc.csv: expected kept ranks of run " KEPT ", found none");
    assert_int_equal(folder_make("ranks", NULL), 0);
    assert_int_equal(ranks_write("ranks/" KEPT ".gz", KEPT, &s, 0, NULL), 0);
    expect_kept(VERIFY_OK, "");
    put_rows("kde", "auc_lo", 0.00001);
    expect_kept(VERIFY_DAMAGED, "kept/auc.csv:2: expected what the kept scores give as auc_lo, 0.");
    put_rows("kde", "ap", -0.00001);
    expect_kept(VERIFY_DAMAGED, "kept/metrics.csv:2: expected what the kept scores give as ap, 0.");
    put_rows("kda", "", 0);
    expect_kept(VERIFY_DAMAGED,
                "kept/auc.csv: expected the name of a detector in the rows of run " KEPT ", found 'kda'");
    put_rows("kde", "", 0);
    s.score[EACH + 1] = 0; /* the rank of another */
    assert_int_equal(ranks_write("ranks/" KEPT ".gz", KEPT, &s, 0, NULL), 0);
    expect_kept(VERIFY_DAMAGED, "ranks/" KEPT ".gz: expected scores with the AUC 0.");
    scores_release(&s);
}

static const struct CMUnitTest tests[] = { cmocka_unit_test(a_run), cmocka_unit_test(a_run_of_before),
                                           cmocka_unit_test(others), cmocka_unit_test(rows_with_their_ranks) };

TEST_MAIN(tests, enter, leave)
