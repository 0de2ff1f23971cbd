/* The columns of tables: headers, the cells that name a run, what kept tables may lack. */
#include "support/suite.h"
#include "support/plans.h"

#include "plan/columns.h"
#include "support/results.h"

static void expect_header(enum table table, const char *expected)
{
    struct text t = TEXT_INIT;
    columns_header(all_columns, table, &t);
    assert_string_equal(text_of(&t), expected);
    text_release(&t);
}

#define RUN "dataset,detector,positive,negative,seed,latent,gamma,beta,linsep,variant,run_id"

/* What is written down here is what files of people have: it may only grow, by columns with a `since`. */
static void headers(void **state)
{
    (void)state;
    expect_header(IN_AUC, "experiment,dataset,edition,detector,positive,negative,outlier,seed,latent,gamma,beta,linsep,"
                          "variant,auc,auc_lo,auc_hi,n_positive,n_outlier,status,reason,run_id,anomalies,holdout,"
                          "train_limit,test_limit,mark,scores");
    expect_header(IN_TIMES, "experiment,dataset,detector,positive,negative,seed,variant,train_s,score_s,"
                            "peak_memory_kib,note,run_id,revision,kernels");
    expect_header(IN_ROC, RUN ",fpr,tpr");
    expect_header(IN_TRADEOFF, RUN ",threshold,normal,anomaly,beside");
    expect_header(IN_LOSS, RUN ",stage,epoch,positive_loss,negative_error,separation,trained");
    expect_header(IN_SUMMARY, "experiment,dataset,task,method,detector,negative,latent,gamma,beta,linsep,variant,mean,"
                              "sd,lo,hi,n_tasks,n_seeds,n_ok,n_planned,published,difference,verdict,anomalies,holdout,"
                              "train_limit,test_limit,interval,base,gain,n_stuck,n_constant,n_revisions,n_kernels,"
                              "n_unknown,images_lo,images_hi,seeds_lo,seeds_hi,tasks_lo,tasks_hi,both_lo,both_hi,"
                              "tolerance,inside,below_random");
    expect_header(IN_COMPARE, "run_negative,latent,gamma,beta,variant,reproduced,lo,hi,n_ok,n_planned,difference,"
                              "verdict,interval,images_lo,images_hi,seeds_lo,seeds_hi,tasks_lo,tasks_hi,both_lo,"
                              "both_hi,tolerance,inside,below_random");
    expect_header(IN_TESTS, "experiment,dataset,task,method,negative,latent,gamma,beta,variant,against,against_setting,"
                            "n_tasks,wins,ties,losses,mean_difference,difference_lo,difference_hi,median_difference,"
                            "signed_rank,p,p_holm,p_least,n_tests,decision,delong_tasks,delong_higher,delong_lower,"
                            "anomalies");
    expect_header(IN_VERDICTS, "tolerance,n_cells,n_match,n_higher,n_lower,n_missing,n_partial,n_inside");
    expect_header(IN_KEPT, "dataset,detector,positive,seed,run_id,kept_in");
    expect_header(IN_METRICS, "experiment,dataset,edition,detector,positive,negative,outlier,pooling,seed,latent,gamma,"
                              "beta,linsep,variant,auc,n_positive,n_outlier,ap,ap_chance,fpr95,run_id,anomalies,"
                              "holdout,train_limit,test_limit,mark");
    expect_header(OF_RUN_METRICS, "outlier,auc,auc_lo,auc_hi,n_positive,n_outlier,ap,fpr95");
    expect_header(OF_RUN_ROC, "fpr,tpr,threshold");
    expect_header(OF_RUN_TRADEOFF, "threshold,normal,anomaly");
    expect_header(OF_RUN_LOSS, "stage,epoch,positive_loss,negative_error,separation,chain");
}

static void each_is_explained(void **state)
{
    (void)state;
    struct error e;
    char *page = file_read("docs/results.md", NULL, &e);
    if (!page)
        fail_msg("%s", e.text);
    for (const struct column *c = all_columns; c->name; c++) {
        struct text name = TEXT_INIT;
        text_format(&name, "`%s`", c->name);
        if (!strstr(page, text_of(&name)))
            fail_msg("docs/results.md does not explain the column %s", text_of(&name));
        assert_ptr_equal(column_find(c->name), c); /* no name twice */
        text_release(&name);
    }
    free(page);
}

/* Pictures look for them between `seed` and `variant`. */
static void where_settings_stand(void **state)
{
    (void)state;
    static const enum table tables[] = { IN_AUC, IN_ROC, IN_TRADEOFF, IN_LOSS };
    for (size_t i = 0; i < sizeof tables / sizeof *tables; i++) {
        int between = 0;
        for (const struct column *c = all_columns; c->name; c++) {
            if (!(c->tables & tables[i]))
                continue;
            if (strcmp(c->name, "variant") == 0)
                between = 0;
            assert_int_equal(c->key != NULL, between);
            if (strcmp(c->name, "seed") == 0)
                between = 1;
        }
        assert_int_equal(between, 0);
    }
}

/* noise.csv of people has them in this order. */
static void what_names_a_group(void **state)
{
    (void)state;
    struct text names = TEXT_INIT;
    for (const struct column *c = column_of_group(NULL); c; c = column_of_group(c))
        text_format(&names, "%s,", c->name);
    assert_string_equal(text_of(&names), "dataset,detector,negative,latent,gamma,beta,linsep,variant,anomalies,holdout,"
                                         "train_limit,test_limit,");
    text_release(&names);
}

static void cells(void **state)
{
    (void)state;
    const struct {
        const char *spec;  /* from [data]'s positive on */
        const char *cells; /* task, method, positive, negative, latent, gamma, beta, linsep, variant */
    } cases[] = {
        { "positive = 3\n[detectors]\nrun = kde\n", "one-class|kde|3||||||" },
        { "positive = 1 0\n[detectors]\nrun = raw-l2\n", "two-class|raw-l2|0 1||||||" },
        { "positive = 0 1 2\nnegative = outliers\n[model]\nlatent = 5\n[shape]\ngamma = 2.50\nbeta = 1\n"
          "[detectors]\nrun = lis-ae\n",
          "3-class|sup-lis-ae|0 1 2|outliers|5|2.5|1|off|" },
        { "positive = 0\nnegative = class:5\n[model]\nlatent = 5\n[shape]\ngamma = 2\nbeta = 1\nlinsep = on\n"
          "[detectors]\nrun = lis-ae\n",
          "one-class|linsep-lis-ae|0|class:5|5|2|1|on|" },
        { "positive = 0\n[pca]\ncomponents = 7\n[detectors]\nrun = pca\n", "one-class|pca|0||7||||" },
        { "positive = 0\n[vae]\nlatent = 9\n[detectors]\nrun = vae\n", "one-class|vae|0||9||||" },
        { "positive = 0\n[model]\nlatent = 5\n[vae]\nlatent = 0\n[detectors]\nrun = vae\n", "one-class|vae|0||5||||" },
    };
    static const char *const names[] = { "task",  "method", "positive", "negative", "latent",
                                         "gamma", "beta",   "linsep",   "variant" };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct plan p;
        struct text spec = TEXT_INIT, cell = TEXT_INIT, found = TEXT_INIT;
        text_format(&spec, "[data]\ndataset = tiny\n%s", cases[i].spec);
        expect_plan(&p, text_of(&spec));
        assert_int_equal(p.n, 1);
        for (size_t k = 0; k < sizeof names / sizeof *names; k++)
            text_format(&found, "%s%s", k ? "|" : "", run_cell(&p.runs[0], names[k], &cell));
        assert_string_equal(text_of(&found), cases[i].cells);
        assert_string_equal(run_cell(&p.runs[0], "run_id", &cell), p.runs[0].id);
        assert_string_equal(run_cell(&p.runs[0], "edition", &cell), "v1");
        assert_string_equal(run_cell(&p.runs[0], "seed", &cell), "1");
        assert_string_equal(run_cell(&p.runs[0], "holdout", &cell), "0");
        assert_string_equal(run_cell(&p.runs[0], "auc", &cell), ""); /* which no plan knows */
        assert_string_equal(run_cell(&p.runs[0], "no such", &cell), "");
        text_release(&spec);
        text_release(&cell);
        text_release(&found);
        plan_release(&p);
    }
}

/* What tells a table of held-out or limited images, or of other anomalies, from one of the test split. */
static void what_was_judged(void **state)
{
    (void)state;
    struct plan p;
    struct text cell = TEXT_INIT;
    expect_plan(&p, "[data]\ndataset = tiny\npositive = 0\nanomaly = own-half\nholdout = 5\ntrain_limit = 4\n"
                    "test_limit = 2\n[detectors]\nrun = raw-l2\n");
    assert_string_equal(run_cell(&p.runs[0], "anomalies", &cell), "own-half");
    assert_string_equal(run_cell(&p.runs[0], "holdout", &cell), "5");
    assert_string_equal(run_cell(&p.runs[0], "train_limit", &cell), "4");
    assert_string_equal(run_cell(&p.runs[0], "test_limit", &cell), "2");
    text_release(&cell);
    plan_release(&p);
}

/* An axis with a column of its own needs no place in `variant`. */
static void what_variant_leaves_out(void **state)
{
    (void)state;
    struct plan p;
    struct text cell = TEXT_INIT;
    assert_true(column_shows(setting_named("shape", "gamma")));
    assert_true(column_shows(setting_named("model", "latent")));
    assert_false(column_shows(setting_named("train", "epochs")));
    expect_plan(&p, "[data]\ndataset = tiny\npositive = 0\n[model]\nlatent = 3, 4\n[train]\nepochs = 2, 3\n"
                    "[detectors]\nrun = ae\n");
    assert_int_equal(p.n, 4);
    for (size_t i = 0; i < p.n; i++) {
        assert_string_equal(run_cell(&p.runs[i], "latent", &cell), i < 2 ? "3" : "4");
        assert_string_equal(run_cell(&p.runs[i], "variant", &cell), i % 2 ? "train.epochs=3" : "train.epochs=2");
    }
    text_release(&cell);
    plan_release(&p);
}

/* Columns as they might be in the version after next. */
static const struct column later[] = {
    { .name = "run_id", .tables = IN_AUC | IN_TIMES },        { .name = "auc", .tables = IN_AUC },
    { .name = "auc_pr", .tables = IN_AUC, .since = "0.2.0" }, { .name = "train_s", .tables = IN_TIMES },
    { .name = "note", .tables = IN_AUC, .since = "0.3.0" },   { 0 },
};

static void expect_read(const char *text, const char *cell)
{
    struct csv c;
    struct error e;
    put_file(".", "table.csv", text);
    if (columns_read(&c, "table.csv", later, IN_AUC, &e))
        fail_msg("%s", e.text);
    assert_int_equal(c.n_rows, 1);
    assert_string_equal(csv_cell(&c, 0, "auc"), "0.5");
    assert_string_equal(csv_cell(&c, 0, "auc_pr"), cell);
    csv_release(&c);
}

static void expect_refused(const char *text, const char *found)
{
    struct csv c;
    struct error e;
    struct text expected = TEXT_INIT;
    put_file(".", "table.csv", text);
    text_format(&expected, "table.csv:1: expected the columns run_id,auc,auc_pr,note, found %s", found);
    assert_int_equal(columns_read(&c, "table.csv", later, IN_AUC, &e), -1);
    assert_string_equal(e.text, text_of(&expected));
    csv_release(&c);
    text_release(&expected);
}

static void tables_of_other_versions(void **state)
{
    (void)state;
    expect_read("run_id,auc,auc_pr,note\na,0.5,0.25,x\n", "0.25");
    expect_read("run_id,auc,auc_pr\na,0.5,0.25\n", "0.25");                                         /* of 0.2.0 */
    expect_read("run_id,auc\na,0.5\n", "");                                                         /* of before */
    expect_refused("run_id,auc,auc_pr,note,area\na,0.5,0.25,x,1\n", "run_id,auc,auc_pr,note,area"); /* of after */
    expect_refused("run_id,area,auc\na,1,0.5\n", "run_id,area,auc");
    expect_refused("run_id\na\n", "run_id"); /* which all have */
    expect_refused("auc,run_id\n0.5,a\n", "auc,run_id");
    expect_refused("run_id,auc,train_s\na,0.5,1\n", "run_id,auc,train_s"); /* of another table */
}

static void a_table_is_begun(void **state)
{
    (void)state;
    struct csv_out out;
    struct error e;
    assert_int_equal(columns_begin(&out, "a.csv", "", OF_RUN_ROC, &e), 0);
    assert_int_equal(csv_out_commit(&out, &e), 0);
    assert_file_is("a.csv", "fpr,tpr,threshold\n");
    assert_int_equal(columns_begin(&out, "b.csv", "a,b", OF_RUN_ROC, &e), 0);
    assert_int_equal(csv_out_commit(&out, &e), 0);
    assert_file_is("b.csv", "a,b,fpr,tpr,threshold\n");
    assert_int_equal(columns_begin(&out, "nowhere/c.csv", "", OF_RUN_ROC, &e), -1);
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(headers),
    cmocka_unit_test(each_is_explained),
    cmocka_unit_test(where_settings_stand),
    cmocka_unit_test(what_names_a_group),
    cmocka_unit_test_setup_teardown(cells, enter, leave),
    cmocka_unit_test_setup_teardown(what_was_judged, enter, leave),
    cmocka_unit_test_setup_teardown(what_variant_leaves_out, enter, leave),
    cmocka_unit_test_setup_teardown(tables_of_other_versions, enter, leave),
    cmocka_unit_test_setup_teardown(a_table_is_begun, enter, leave),
};

TEST_MAIN(tests, NULL, NULL)
