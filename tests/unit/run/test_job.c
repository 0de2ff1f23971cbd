/* One run from its canonical text to its folder, without a command line. */
#include "support/archives.h"
#include "support/plans.h"

#include "base/memory.h"
#include "data/origin.h"
#include "run/digest.h"
#include "run/folder.h"
#include "run/job.h"
#include "run/seal.h"
#include "run/table.h"
#include "store/csv.h"
#include "store/ini.h"

enum { SIDE = 16, EACH = 12 };

static unsigned char pixel_of(const char *edition, int part, int i, int at)
{
    if (strcmp(edition, "black") == 0)
        return 0;
    if (strcmp(edition, "black and white") == 0)
        return i % 2 ? 255 : 0;
    return (unsigned char)(((i % 2 ? at % SIDE : at / SIDE) / 4 % 2 ? 200 : 30) + (at * 7 + i * 13 + part * 5) % 20);
}

/* Two classes of stripes, one lying and one standing, with a little of each image's own; editions "black", and "black
 * and white", one class each. */
static int write_stripes(const char *edition)
{
    static const char *const classes[] = { "lying", "standing" };
    struct images part[2];
    char payload[SHA256_HEX];
    hash_text(edition, payload);
    for (int p = 0; p < 2; p++) {
        images_alloc(&part[p], 2 * EACH, SIDE, SIDE, 1);
        for (size_t i = 0; i < part[p].n; i++) {
            part[p].labels[i] = (int)(i % 2);
            for (int at = 0; at < SIDE * SIDE; at++)
                part[p].pixels[i * SIDE * SIDE + (size_t)at] = pixel_of(edition, p, (int)i, at);
        }
    }
    int rc = dataset_write("data", "stripes", edition, payload, NULL, classes, 2, &part[0], &part[1], NULL);
    images_release(&part[0]);
    images_release(&part[1]);
    return rc;
}

/* The one run of a detector, and its first phase where it has one: read back from texts, as a worker does. */
struct texts {
    struct run run, first;
};

static void read_back(struct run *r, const struct run *planned)
{
    struct error e;
    assert_int_equal(file_write("run.ini", planned->canonical, strlen(planned->canonical), &e), 0);
    if (run_read(r, suite(), "run.ini", &e))
        fail_msg("%s", e.text);
    assert_string_equal(r->id, planned->id);
}

/* On that edition of the set, trained for two epochs; `more` are lines of the spec behind its [data]. */
static void texts_of(struct texts *t, const char *edition, const char *detector, const char *more)
{
    struct plan p;
    struct text spec = TEXT_INIT;
    memset(t, 0, sizeof *t);
    assert_int_equal(folder_remove("results", NULL), 0);
    assert_int_equal(write_stripes(edition), 0);
    text_format(&spec,
                "[data]\ndataset = stripes\npositive = 1\nnegative = none\n%s[model]\nlatent = 3\nencoder = 4 4\n"
                "decoder = 4 4\n[train]\nepochs = 2\nbatch = 4\n[detectors]\nrun = %s\n",
                more, detector);
    expect_plan(&p, text_of(&spec));
    assert_int_equal(p.n, 1);
    read_back(&t->run, &p.runs[0]);
    if (p.n_phase1)
        read_back(&t->first, &p.phase1[0]);
    text_release(&spec);
    plan_release(&p);
}

static void texts_init(struct texts *t, const char *detector, const char *more)
{
    texts_of(t, "one", detector, more);
}

static void texts_release(struct texts *t)
{
    run_release(&t->run);
    run_release(&t->first);
}

static struct job job_of(const struct run *r)
{
    return (struct job) { .run = r, .results = "results", .data = "data" };
}

static void expect_done(const struct job *j)
{
    struct error e;
    if (job_do(j, &e))
        fail_msg("%s", e.text);
}

/* The message, and the reason that the folder tells. */
static void expect_failed(const struct job *j, const char *reason)
{
    struct error e;
    char found[sizeof e.text] = "";
    struct text expected = TEXT_INIT;
    text_format(&expected, "run %s (%s, stripes 1, seed 1): %s", j->run->id, j->run->detector->name, reason);
    assert_int_equal(job_do(j, &e), -1);
    assert_string_equal(e.text, text_of(&expected));
    assert_int_equal(run_folder_status("results/runs", j->run->id, found, sizeof found), RUN_FAILED);
    assert_string_equal(found, reason);
    text_release(&expected);
}

static int has(const struct run *r, const char *base, const char *name)
{
    char *path = path_join("results", base, r->id, name, NULL);
    int there = path_exists(path);
    free(path);
    return there;
}

/* These files, in the order of their names, and no others. */
static void assert_holds(const struct run *r, const char *folder, const char *const *files)
{
    size_t n = 0;
    char *path = path_join("results", folder, r->id, NULL), **found = folder_stems(path, "", &n, NULL);
    assert_non_null(found);
    for (size_t i = 0; i < n && files[i]; i++)
        assert_string_equal(found[i], files[i]);
    for (size_t i = 0; i <= n; i++)
        assert_int_equal(files[i] != NULL, i < n);
    split_free(found);
    free(path);
}

/* The model tells which images it was trained on. */
static void expect_origin(const struct run *r)
{
    struct archive a;
    struct origin o;
    struct error e;
    char *path = path_join("results/runs", r->id, "model.lisae", NULL);
    assert_int_equal(archive_open(&a, path, &e), 0);
    assert_int_equal(origin_get(&o, &a, &e), 0);
    assert_string_equal(o.name, "stripes");
    assert_string_equal(o.edition, "one");
    assert_string_equal(o.payload, r->payload);
    assert_string_equal(o.positive, "1");
    assert_string_equal(o.classes.name[0], "lying");
    assert_int_equal(o.prepared, 0); /* the set does not tell */
    origin_release(&o);
    archive_release(&a);
    free(path);
}

static void from_a_text_to_a_folder(void **state)
{
    (void)state;
    struct texts t;
    texts_init(&t, "raw-l2", "");
    const struct run *r = &t.run;
    struct job j = job_of(r);
    expect_done(&j);
    static const char *const files[] = { "meta.ini", "scores.csv.gz", "spec.ini", NULL };
    assert_holds(r, "runs", files);
    char *path = path_join("results/runs", r->id, "spec.ini", NULL);
    assert_file_is(path, r->canonical);
    free(path);

    struct csv metrics;
    struct ini meta;
    struct error e;
    path = path_join("results/runs", r->id, NULL);
    assert_int_equal(seal_open(&meta, path, &e), 0);
    assert_int_equal(run_table_read(&metrics, path, &meta, OF_RUN_METRICS, &e), 0);
    assert_int_equal(metrics.n_rows, 2);
    assert_string_equal(csv_cell(&metrics, 0, "auc"), "1.000000"); /* lying stripes are not standing ones */
    assert_string_equal(csv_cell(&metrics, 1, "outlier"), "0");
    assert_string_equal(csv_cell(&metrics, 1, "n_positive"), "12");
    csv_release(&metrics);
    ini_release(&meta);
    free(path);

    /* it is not done again, not even to keep its model */
    long long stamp = run_folder_stamp("results/runs", r->id);
    j.keep_model = 1;
    expect_done(&j);
    assert_true(run_folder_stamp("results/runs", r->id) == stamp);
    assert_false(has(r, "runs", "model.lisae"));

    /* the same numbers each time */
    path = path_join("results/runs", r->id, "scores.csv.gz", NULL);
    char sum[SHA256_HEX], again[SHA256_HEX];
    assert_int_equal(hash_file(path, sum, NULL, &e), 0);
    assert_int_equal(folder_remove("results/runs", NULL), 0);
    expect_done(&j);
    static const char *const all[] = { "meta.ini", "model.lisae", "scores.csv.gz", "spec.ini", NULL };
    assert_holds(r, "runs", all);
    assert_int_equal(hash_file(path, again, NULL, &e), 0);
    assert_string_equal(again, sum);
    expect_origin(r);
    free(path);
    texts_release(&t);
}

#define TOO_WIDE \
    "kde: a bandwidth of 1e+06 is too wide: log-densities of about 3.77e+03 would differ by 9.42e-14, of which a " \
    "number has no digits left; the points' root mean square from their mean is 0.307 ([kde])"

static void a_fit_that_fails(void **state)
{
    (void)state;
    struct texts t;
    texts_init(&t, "kde", "train_limit = 3\n[kde]\nselect = fixed\nbandwidth = 1e6\n");
    struct job j = job_of(&t.run);
    expect_failed(&j, TOO_WIDE);
    assert_false(has(&t.run, "runs", "scores.csv.gz"));
    char *path = path_join("results/runs", t.run.id, "spec.ini", NULL);
    assert_file_is(path, t.run.canonical);
    free(path);
    expect_failed(&j, TOO_WIDE); /* what failed is done again */
    texts_release(&t);
}

static void a_set_with_another_payload(void **state)
{
    (void)state;
    struct texts t;
    char payload[SHA256_HEX];
    struct text reason = TEXT_INIT;
    texts_init(&t, "raw-l2", "");
    struct job j = job_of(&t.run);
    assert_int_equal(write_stripes("two"), 0);
    hash_text("two", payload);
    text_format(&reason,
                "data set 'stripes' is another one than the plan was made with: expected payload %.12s, found %.12s",
                t.run.payload, payload);
    expect_failed(&j, text_of(&reason));
    assert_int_equal(write_stripes("one"), 0);
    expect_done(&j);
    assert_false(has(&t.run, "runs", "reason.txt"));
    text_release(&reason);
    texts_release(&t);
}

static void first_phases_come_first(void **state)
{
    (void)state;
    struct texts t;
    texts_init(&t, "ae", "");
    struct job run = job_of(&t.run), first = job_of(&t.first);
    struct text reason = TEXT_INIT;
    run.leave_busy = 1; /* whoever is at the first phase comes back to the run */
    expect_done(&run);
    assert_false(path_exists("results/runs"));
    run.leave_busy = 0;
    text_format(&reason,
                "the first phase that this run starts from: cannot open 'results/phase1/%s/model.lisae': No such file "
                "or directory (remove 'results/phase1/%s' to have it done anew)",
                t.first.id, t.first.id);
    expect_failed(&run, text_of(&reason));

    expect_done(&first);
    static const char *const files[] = { "meta.ini", "model.lisae", "spec.ini", NULL };
    assert_holds(&t.first, "phase1", files);
    run.leave_busy = run.keep_model = 1;
    expect_done(&run);
    assert_true(has(&t.run, "runs", "model.lisae"));

    struct ini meta;
    char *path = path_join("results/runs", t.run.id, "meta.ini", NULL);
    text_clear(&reason);
    assert_int_equal(ini_read(&meta, path, &reason), 0);
    assert_string_equal(ini_get(&meta, "run", "status"), "ok");
    assert_string_equal(ini_get(&meta, "run", "first_phase"), t.first.id);
    assert_string_equal(ini_get(&meta, "data", "payload"), t.run.payload);
    assert_non_null(ini_get(&meta, "program", "version"));
    ini_release(&meta);
    free(path);
    text_release(&reason);
    texts_release(&t);
}

/* A line of [run] in the meta.ini of a run or first phase; NULL where it has none. free() */
static char *meta_line(const struct run *r, const char *base, const char *key)
{
    struct text problems = TEXT_INIT;
    struct ini meta;
    char *path = path_join("results", base, r->id, "meta.ini", NULL);
    assert_int_equal(ini_read(&meta, path, &problems), 0);
    const char *value = ini_get(&meta, "run", key);
    char *copy = value ? mem_string(value) : NULL;
    ini_release(&meta);
    text_release(&problems);
    free(path);
    return copy;
}

static void assert_line(const struct run *r, const char *base, const char *key, const char *expected)
{
    char *found = meta_line(r, base, key);
    assert_string_equal(found ? found : "(nothing)", expected ? expected : "(nothing)");
    free(found);
}

static void what_is_not_to_be_passed_over_is_marked(void **state)
{
    (void)state;
    struct texts t;
    texts_of(&t, "black", "raw-l2", "");
    struct job j = job_of(&t.run);
    expect_done(&j);
    assert_line(&t.run, "runs", "mark", "constant");
    assert_line(&t.run, "runs", "note", "all 24 scores are equal");
    texts_release(&t);

    texts_init(&t, "raw-l2", "");
    j = job_of(&t.run);
    expect_done(&j);
    assert_line(&t.run, "runs", "mark", NULL);
    assert_line(&t.run, "runs", "note", NULL);
    texts_release(&t);

    texts_of(&t, "black and white", "raw-l2", "");
    j = job_of(&t.run);
    expect_done(&j);
    assert_line(&t.run, "runs", "mark", NULL);
    assert_line(&t.run, "runs", "note", "12 of 24 scores are equal, 2 are distinct");
    texts_release(&t);

    texts_of(&t, "black", "ocsvm-labels", "");
    j = job_of(&t.run);
    expect_done(&j);
    assert_line(&t.run, "runs", "mark", "constant");
    texts_release(&t);
}

/* Two epochs are too few to leave the mean image; the next run has the word from its first phase's folder. */
static void the_mark_of_a_first_phase_is_handed_on(void **state)
{
    (void)state;
    struct texts t;
    texts_init(&t, "ae", "[shape]\nepochs = 1\n");
    struct job run = job_of(&t.run), first = job_of(&t.first);
    expect_done(&first);
    expect_done(&run);
    assert_line(&t.first, "phase1", "mark", "stuck");
    assert_line(&t.run, "runs", "mark", "stuck");
    texts_release(&t);
}

/* Weights that are no numbers: whoever starts from them says where. */
static void a_first_phase_without_numbers(void **state)
{
    (void)state;
    struct texts t;
    struct archive good;
    struct error e;
    struct text reason = TEXT_INIT;
    static const float none[] = { NAN };
    texts_init(&t, "ae", "");
    struct job run = job_of(&t.run), first = job_of(&t.first);
    expect_done(&first);
    char *path = path_join("results/phase1", t.first.id, "model.lisae", NULL);
    assert_int_equal(archive_open(&good, path, &e), 0);
    put_changed(&good, path, "decoder", ARCHIVE_F32, 1, none);
    archive_release(&good);
    text_format(
        &reason,
        "the first phase that this run starts from: %s: expected finite numbers in 'decoder', found nan (remove "
        "'results/phase1/%s' to have it done anew)",
        path, t.first.id);
    expect_failed(&run, text_of(&reason));
    free(path);
    text_release(&reason);
    texts_release(&t);
}

static void what_others_are_at_is_left(void **state)
{
    (void)state;
    struct texts t;
    struct run_folder other;
    struct error e;
    texts_init(&t, "raw-l2", "");
    struct job j = job_of(&t.run);
    j.leave_busy = 1;
    assert_int_equal(run_folder_begin(&other, "results/runs", t.run.id, 0, &e), 0);
    expect_done(&j);
    assert_int_equal(run_folder_status("results/runs", t.run.id, NULL, 0), RUN_MISSING);
    run_folder_abandon(&other);
    expect_done(&j);
    assert_int_equal(run_folder_status("results/runs", t.run.id, NULL, 0), RUN_OK);
    texts_release(&t);
}

static void without_a_folder(void **state)
{
    (void)state;
    struct texts t;
    struct error e;
    struct text expected = TEXT_INIT;
    texts_init(&t, "raw-l2", "");
    struct job j = job_of(&t.run);
    assert_int_equal(file_write("blocked", "", 0, &e), 0);
    j.results = "blocked";
    text_format(&expected, "run %s (raw-l2, stripes 1, seed 1): ", t.run.id);
    assert_int_equal(job_do(&j, &e), -1);
    assert_true(starts_with(e.text, text_of(&expected)));
    assert_non_null(strstr(e.text, "blocked"));
    text_release(&expected);
    texts_release(&t);
}

/* The ledger's lines, but for the times, and for the attempts that must be two and two. */
static void expect_ledger(const char *const *expected, size_t n)
{
    struct csv c;
    struct error e;
    assert_int_equal(csv_read_as(&c, "results/ledger.csv", "run_id,attempt,outcome,started,ended,processor_s,kernels",
                                 &e),
                     0);
    assert_int_equal(c.n_rows, n);
    for (size_t i = 0; i < n; i++) {
        assert_string_equal(csv_cell(&c, i, "outcome"), expected[i]);
        assert_int_equal(strlen(csv_cell(&c, i, "started")), strlen("2026-01-01T00:00:00Z"));
        assert_int_equal(*csv_cell(&c, i, "ended") != 0, strcmp(expected[i], "begun") != 0);
    }
    csv_release(&c);
}

static void every_attempt_is_in_the_ledger(void **state)
{
    (void)state;
    static const char *const lines[] = { "begun", "failed", "begun", "ok" };
    struct texts t;
    struct csv c;
    struct ini meta;
    struct text problems = TEXT_INIT;
    struct error e;
    texts_init(&t, "raw-l2", "");
    struct job j = job_of(&t.run);
    j.data = "nowhere";
    assert_int_equal(job_do(&j, &e), -1);
    expect_ledger(lines, 2);
    j.data = "data";
    expect_done(&j);
    expect_done(&j); /* done already: no attempt */
    expect_ledger(lines, 4);
    assert_int_equal(csv_read(&c, "results/ledger.csv", &e), 0);
    assert_string_equal(csv_cell(&c, 0, "attempt"), csv_cell(&c, 1, "attempt"));
    assert_string_not_equal(csv_cell(&c, 1, "attempt"), csv_cell(&c, 2, "attempt"));
    assert_string_equal(csv_cell(&c, 3, "run_id"), t.run.id);
    csv_release(&c);

    /* the sum of its scores */
    struct scores scores;
    char hex[SHA256_HEX], *path = path_join("results/runs", t.run.id, "scores.csv.gz", NULL);
    assert_int_equal(scores_read(&scores, path, &e), 0);
    digest_scores(&scores, hex);
    free(path);
    path = path_join("results/runs", t.run.id, "meta.ini", NULL);
    assert_int_equal(ini_read(&meta, path, &problems), 0);
    assert_string_equal(ini_get(&meta, "run", "scores_sha256"), hex);
    scores_release(&scores);
    ini_release(&meta);
    free(path);
    texts_release(&t);
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(from_a_text_to_a_folder),
    cmocka_unit_test(a_fit_that_fails),
    cmocka_unit_test(a_set_with_another_payload),
    cmocka_unit_test(first_phases_come_first),
    cmocka_unit_test(what_others_are_at_is_left),
    cmocka_unit_test(without_a_folder),
    cmocka_unit_test(what_is_not_to_be_passed_over_is_marked),
    cmocka_unit_test(the_mark_of_a_first_phase_is_handed_on),
    cmocka_unit_test(a_first_phase_without_numbers),
    cmocka_unit_test(every_attempt_is_in_the_ledger),
};

TEST_MAIN(tests, enter, leave)
