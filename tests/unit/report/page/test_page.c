/* Reports of experiments made by hand. */
#include "report/page/page.h"
#include "support/pages.h"
#include "support/suite.h"

#define TESTS_HEADER \
    "experiment,dataset,task,method,negative,latent,gamma,beta,variant,against,against_setting,n_tasks,wins,ties," \
    "losses,mean_difference,difference_lo,difference_hi,p_holm,p_least,n_tests,decision\n"

struct report {
    struct material material;
    struct text page;
    struct error e;
    int bad;
};

/* `beside`: a folder of specs and a table of editions in the test's folder, or NULL. */
static void make_beside(struct report *r, void **state, const char *folder, const char *const *beside,
                        const struct page_picture *pictures, size_t n)
{
    char *path = path_join(*state, folder, NULL);
    char *experiments = beside ? path_join(*state, beside[0], NULL) : NULL;
    char *editions = beside ? path_join(*state, beside[1], NULL) : NULL;
    const char *const folders[] = { path, NULL };
    *r = (struct report) { .bad = 0 };
    assert_int_equal(material_read(&r->material, folders, 0, &r->e), 0);
    const struct page_input in = {
        .suite = suite(),
        .material = &r->material,
        .style = "a{}",
        .script = "",
        .experiments = experiments,
        .editions = editions,
        .revision = "abc",
        .pictures = pictures,
        .n_pictures = n,
    };
    r->bad = page_make(&r->page, &in, &r->e);
    free(path);
    free(experiments);
    free(editions);
}

static void make(struct report *r, void **state, const char *folder, const struct page_picture *pictures, size_t n)
{
    make_beside(r, state, folder, NULL, pictures, n);
}

static void release(struct report *r)
{
    text_release(&r->page);
    material_release(&r->material);
}

static void says(const struct report *r, const char *words)
{
    assert_says(text_of(&r->page), words);
}

static void says_not(const struct report *r, const char *words)
{
    if (strstr(text_of(&r->page), words))
        fail_msg("expected no '%s' in '%s'", words, text_of(&r->page));
}

static void put_runs(void **state, const char *folder, const char *status, const char *reason)
{
    struct text rows = TEXT_INIT;
    page_run(&rows, "kde", "000000000001", "0.9", "ok", "");
    page_run(&rows, "lis-ae", "000000000002", strcmp(status, "ok") == 0 ? "0.95" : "", status, reason);
    put_page_file(state, folder, "auc.csv", PAGE_AUC_HEADER, text_of(&rows));
    text_release(&rows);
}

static void nothing_yet(void **state)
{
    struct report r;
    struct error e;
    char *folder = path_join(*state, "none", NULL);
    assert_int_equal(folder_make(folder, &e), 0);
    make(&r, state, "none", NULL, 0);
    assert_int_equal(r.bad, 0);
    says(&r, "<b>Nothing is here yet:</b>");
    says_not(&r, "Whole");
    release(&r);
    free(folder);
}

static void no_run_is_done(void **state)
{
    struct report r;
    struct text rows = TEXT_INIT;
    page_run(&rows, "kde", "000000000001", "", "missing", "not done yet");
    put_page_file(state, "all/x", "auc.csv", PAGE_AUC_HEADER, text_of(&rows));
    make(&r, state, "all", NULL, 0);
    assert_int_equal(r.bad, 0);
    says(&r, "<b>✗ Nothing is done yet:</b> of 1 runs that are planned none is done; 1 is missing");
    says(&r, "There are no means yet.");
    says(&r, "<h1>x</h1>");
    release(&r);
    text_release(&rows);
}

/* A time below 0, and one that no whole number of seconds holds. */
static void times_that_cannot_be(void **state)
{
    struct report r;
    put_runs(state, "all/x", "ok", "");
    put_page_file(state, "all/x", "times.csv",
                  "detector,dataset,train_s,score_s,peak_memory_kib,revision,kernels,run_id\n",
                  "kde,tiny,-1e300,0.1,1000,r,k,000000000001\n"
                  "kde,tiny,90,0.1,1000,r,k,000000000001\n"
                  "lis-ae,tiny,1e300,0.1,1000,r,k,000000000002\n"
                  "pca,tiny,5400,0.1,1000,r,k,000000000003\n"
                  "vae,tiny,-2,0.1,1000,r,k,000000000004\n"
                  "vae,tiny,90,0.1,1000,r,k,000000000005\n");
    make(&r, state, "all", NULL, 0);
    assert_int_equal(r.bad, 0);
    says(&r, "KDE, tiny<td class=n>2<td class=n>–<td");
    says(&r, "LIS-AE, tiny<td class=n>1<td class=n>–<td");
    says(&r, "PCA, tiny<td class=n>1<td class=n><data class=sum value=5400>1 h 30 min</data>");
    says(&r, "VAE, tiny<td class=n>2<td class=n>–<td");
    release(&r);
}

static void whole(void **state)
{
    struct report r;
    struct text rows = TEXT_INIT;
    page_run(&rows, "kde", "000000000001", "0.9", "ok", "");
    page_run(&rows, "lis-ae", "000000000002", "0.95", "ok", "");
    page_run(&rows, "lis-ae", "000000000003", "0.99", "ok", "");
    put_page_file(state, "all/x", "auc.csv", PAGE_AUC_HEADER, text_of(&rows));
    text_release(&rows);
    put_page_file(state, "all/x", "summary.csv", PAGE_SUMMARY_HEADER,
                  "x,tiny,one-class,kde,kde,,,,,,,0.9,0.001,,,1,1,1,1,,,,rest,0\n"
                  "x,tiny,one-class,lis-ae,lis-ae,next-class,8,5,1,off,,0.95125,0.001,,,1,1,1,1,,,,rest,0\n"
                  "x,tiny,one-class,sup-lis-ae,lis-ae,outliers,8,5,1,off,,0.99,0.001,,,1,1,1,1,,,,rest,0\n");
    make(&r, state, "all", NULL, 0);
    assert_int_equal(r.bad, 0);
    says(&r, "<b>✓ Whole:</b> all 3 runs are done.");
    says(&r, "Nothing failed, and nothing is missing.");
    says(&r, "None of these results stands beside a number that the paper prints.");
    /* who is told the outliers' classes is no winner */
    says(&r, "<td>LIS-AE: <data value=0.95125>0.9513</data><td>KDE: <data value=0.9>0.9000</data>");
    says(&r, "is that of LIS-AE, in one of its forms, in 1 of the 1 row of the");
    says_not(&r, "printed numbers redone");
    says_not(&r, "against AE");
    says_not(&r, "elsewhere that of");
    says(&r, "<b>How to make it again:</b> <code>lisae report FOLDER</code>");
    release(&r);
}

/* Of equal means that of LIS-AE is the highest, too, wherever it stands. */
static void equal_means_are_highest(void **state)
{
    struct report r;
    put_runs(state, "all/x", "ok", "");
    put_page_file(state, "all/x", "summary.csv", PAGE_SUMMARY_HEADER,
                  "x,tiny,one-class,kde,kde,,,,,,,1.000000,,,,1,1,1,1,,,,rest,0\n"
                  "x,tiny,one-class,lis-ae,lis-ae,next-class,8,5,1,off,,1.000000,,,,1,1,1,1,,,,rest,0\n");
    make(&r, state, "all", NULL, 0);
    assert_int_equal(r.bad, 0);
    says(&r, "is that of LIS-AE, in one of its forms, in 1 of the 1 row of the");
    says_not(&r, "elsewhere that of");
    release(&r);
}

static void an_auc_table_that_was_cut(void **state)
{
    struct material m;
    struct error e;
    char *path = path_join(*state, "cut", NULL);
    const char *const folders[] = { path, NULL };
    put_runs(state, "cut/x", "ok", "");
    put_page_file(state, "cut/x", "summary.csv", PAGE_SUMMARY_HEADER,
                  "x,tiny,one-class,kde,kde,,,,,,,0.9,0.001,,,1,1,3,3,,,,rest,0\n");
    assert_int_equal(material_read(&m, folders, 0, &e), -1);
    assert_says(e.text, "cut/x/auc.csv: expected 3 runs that are done, as summary.csv has, found 2");
    material_release(&m);
    free(path);
}

static void what_is_missing_is_said_first(void **state)
{
    struct report r;
    put_runs(state, "all/x", "failed", "no memory");
    put_page_file(state, "all/x", "summary.csv", PAGE_SUMMARY_HEADER,
                  "x,tiny,one-class,kde,kde,,,,,,,0.9,,,,10,3,1,30,,,,rest,0\n");
    make(&r, state, "all", NULL, 0);
    assert_int_equal(r.bad, 0);
    says(&r, "<b>⚠ Not whole:</b> 1 of 2 runs are done; <b>1 failed</b> (<a href=\"#unfinished\">which</a>)");
    says(&r, "KDE: <data value=0.9>0.9000</data> <span class=\"part\">(1/30)</span>");
    says(&r, "<td class=long>no memory");
    says(&r, "⚠ 1/30");
    release(&r);
}

static void decisions_in_words(void **state)
{
    struct report r;
    put_runs(state, "all/x", "ok", "");
    put_page_file(
        state, "all/x", "tests.csv", TESTS_HEADER,
        "x,tiny,one-class,lis-ae,n,8,5,1,,ae,latent 8,10,9,0,1,0.031435,0.01,0.05,0.0156,0.002,6,higher\n"
        "x,tiny,two-class,lis-ae,n,8,5,1,,ae,latent 8,5,5,0,0,-0.012,-0.05,0.01,0.06,0.06,6,cannot be decided\n"
        "x,tiny,two-class,oe-bce,n,8,5,1,,ae,latent 8,5,5,0,0,0.5,0.1,0.9,0.06,0.06,6,lower\n");
    make(&r, state, "all", NULL, 0);
    says(&r, "<b>LIS-AE and what it starts from:</b> the mean AUC of LIS-AE is higher than that of AE in 1 of 2 "
             "comparisons, "
             "the differences between <data value=-0.012>-0.0120</data> and <data "
             "value=0.031435>+0.0314</data>; the exact test of ranks over tasks, after Holm, says: higher in 1, cannot "
             "be decided in 1.");
    release(&r);
    put_page_file(
        state, "all/x", "tests.csv", TESTS_HEADER,
        "x,tiny,one-class,lis-ae,n,8,5,1,,ae,latent 8,10,9,0,1,0.031435,0.01,0.05,0.0156,0.002,6,no difference "
        "shown\n");
    make(&r, state, "all", NULL, 0);
    says(&r, "in 1 of 1 comparison, the difference <data value=0.031435>+0.0314</data>; the exact test of ranks "
             "over tasks, after Holm, says: no difference shown in 1.");
    release(&r);
}

/* The best first, those without a rank last; two methods, or one task, are not worth it. */
static void mean_ranks_in_order(void **state)
{
    struct report r;
    put_runs(state, "all/x", "ok", "");
    put_page_file(state, "all/x", "mean-ranks.csv",
                  "experiment,dataset,task,method,negative,latent,gamma,beta,variant,n_tasks,n_ranked,mean_rank,"
                  "rank_difference,friedman,friedman_p,anomalies\n",
                  "x,tiny,one-class,kde,class:4,,,,,10,3,2.55,1.05,9,0.01,rest\n"
                  "x,tiny,one-class,hsc,class:4,3,,,,10,3,,1.05,9,0.01,rest\n"
                  "x,tiny,one-class,lis-ae,class:4,3,5,1,,10,3,1.25,1.05,9,0.01,rest\n"
                  "x,tiny,one-class,lis-ae,class:4,3,9,1,,10,3,2.2,1.05,9,0.01,rest\n"
                  "x,tiny,two-class,kde,class:4,,,,,5,2,1.5,0.9,0,1,rest\n"
                  "x,tiny,two-class,ae,class:4,3,,,,5,2,1.5,0.9,0,1,rest\n");
    make(&r, state, "all", NULL, 0);
    says(&r, "<p>tiny, one-class, negatives class:4, 10 tasks: LIS-AE <small>γ 5</small> <data value=1.25>1.3</data>, "
             "LIS-AE <small>γ 9</small> <data value=2.2>2.2</data>, KDE <data value=2.55>2.6</data>, HSC –. Two "
             "are told apart by ranks that differ by <data value=1.05>1.1</data>.</p>");
    assert_null(strstr(text_of(&r.page), "<p>tiny, two-class"));
    release(&r);
}

static void tables_of_the_paper_are_told_first(void **state)
{
    static const char *const row = "x,tiny,one-class,lis-ae,n,8,5,1,,ae,latent 8,10,9,0,1,%s,0,0.5,0.1,0.2,6,%s\n";
    struct report r;
    struct text rows = TEXT_INIT;
    put_runs(state, "all/table1", "ok", "");
    put_runs(state, "all/ablation", "ok", "");
    text_format(&rows, row, "0.25", "higher");
    put_page_file(state, "all/table1", "tests.csv", TESTS_HEADER, text_of(&rows));
    text_clear(&rows);
    text_format(&rows, row, "-0.125", "lower");
    put_page_file(state, "all/ablation", "tests.csv", TESTS_HEADER, text_of(&rows));
    make(&r, state, "all", NULL, 0);
    says(&r, "<a href=\"#table1\">table1</a>; and 1 other, which the <a href=\"#overview\">overview</a> has, too.");
    says(&r,
         "<b>LIS-AE and what it starts from:</b> in the experiments of the paper's tables the mean AUC of LIS-AE is "
         "higher than that of AE in 1 of 1 comparison");
    says(&r, "says: higher in 1. In all others the mean AUC of LIS-AE is higher than that of AE in 0 of 1 comparison");
    release(&r);
    text_release(&rows);
}

/* "kde" of several sizes, each against the autoencoder and those before it. */
static void put_pairs(void **state, int n)
{
    struct text rows = TEXT_INIT;
    for (int i = 1; i <= n; i++)
        for (int k = 0; k < i; k++)
            text_format(&rows, "x,tiny,one-class,lis-ae,n,%d,5,,v,%s,\"%s%.0d%s\",5,%s,0.00%d%d,0,1,0.5,0.06,6,%s\n", i,
                        k ? "lis-ae" : "ae", k ? "latent " : "latent 8", k, k ? ", gamma 5, v" : "",
                        k ? "1,0,4" : "5,0,0", i % 10, k % 10, k ? "no difference shown" : "higher");
    put_page_file(state, "all/x", "tests.csv", TESTS_HEADER, text_of(&rows));
    text_release(&rows);
}

/* A line for each LIS-AE, with those that it is not shown to be above; none of a sweep of which nothing is decided. */
static void contrasts_are_lines(void **state)
{
    static const char *const row = "x,tiny,one-class,lis-ae,n,8,%d,1,,%s,,10,%s,0.0148,0.01,0.2,1,0.5,3,%s\n";
    struct report r;
    struct text rows = TEXT_INIT;
    put_runs(state, "all/x", "ok", "");
    text_format(&rows, row, 5, "kde", "7,0,3", "no difference shown");
    text_format(&rows, row, 5, "pca", "10,0,0", "higher");
    text_format(&rows, row, 5, "raw-l2", "0,0,10", "lower");
    text_format(&rows, row, 9, "kde", "8,0,2", "cannot be decided");
    put_page_file(state, "all/x", "contrasts.csv", TESTS_HEADER, text_of(&rows));
    make(&r, state, "all", NULL, 0);
    says(&r, "γ 5</small>: higher than 1 of 3; lower: Mean-distance <data value=0.0148>+0.0148</data> (0 of 10); no "
             "difference shown: KDE <data value=0.0148>+0.0148</data> (7 of 10)</li>");
    says(&r,
         "γ 9</small>: higher than 0 of 1; cannot be decided: KDE <data value=0.0148>+0.0148</data> (8 of 10)</li>");
    says(&r, "<p class=\"from\">From <code>x/contrasts.csv</code>.</p>");
    release(&r);
    text_clear(&rows);
    text_format(&rows, row, 5, "kde", "7,0,3", "cannot be decided");
    text_format(&rows, row, 9, "kde", "8,0,2", "cannot be decided");
    put_page_file(state, "all/x", "contrasts.csv", TESTS_HEADER, text_of(&rows));
    make(&r, state, "all", NULL, 0);
    says_not(&r, "that learn from no negatives, by the same test");
    release(&r);
    text_release(&rows);
}

/* Two tasks decide nothing: that is said once, and the list is for who opens it. */
static void pairs_that_nothing_decides(void **state)
{
    static const char *const row = "x,tiny,one-class,%s,n,8,5,1,,ae,latent 8,2,2,0,0,0.1,0.01,0.2,1,0.5,6,%s\n";
    struct report r;
    struct text rows = TEXT_INIT;
    put_runs(state, "all/x", "ok", "");
    text_format(&rows, row, "lis-ae", "cannot be decided");
    text_format(&rows, row, "oe-bce", "cannot be decided");
    put_page_file(state, "all/x", "tests.csv", TESTS_HEADER, text_of(&rows));
    make(&r, state, "all", NULL, 0);
    says(&r,
         "<p>Of the 2 pairs of methods none can be decided by a test: the tasks are too few for so many pairs.</p>");
    says(&r, "<details class=\"undecided\"><summary>These pairs as a list");
    release(&r);
    for (int i = 0; i < 11; i++)
        text_format(&rows, row, "lis-ae", "cannot be decided");
    put_page_file(state, "all/x", "tests.csv", TESTS_HEADER, text_of(&rows));
    make(&r, state, "all", NULL, 0);
    says(&r, "Of the 13 pairs of methods none can be decided by a test: the tasks are too few for so many pairs. "
             "Differences and intervals are in <code>x/tests.csv</code>.</p>");
    says_not(&r, "These pairs as a list");
    release(&r);
    text_format(&rows, row, "hsc", "higher");
    put_page_file(state, "all/x", "tests.csv", TESTS_HEADER, text_of(&rows));
    make(&r, state, "all", NULL, 0);
    assert_null(strstr(text_of(&r.page), "none can be decided"));
    release(&r);
    text_release(&rows);
}

static void pairs_as_a_matrix(void **state)
{
    struct report r;
    put_runs(state, "all/x", "ok", "");
    put_pairs(state, 2);
    make(&r, state, "all", NULL, 0);
    says(&r, "Each method against each other on tiny, one-class, negatives n.");
    says(&r, "<thead><tr><td><th scope=col>AE<th scope=col>LIS-AE <small>latent 1, gamma 5, "
             "v</small></thead>");
    says(&r, "<tr><th scope=row>LIS-AE <small>latent 1, gamma 5, v</small><td class=pair><data "
             "value=0.0010>+0.0010</data> <small><span class=\"v higher\">↑ higher</span> "
             "5/0/0</small><td>");
    says(&r, "<td class=pair><data value=0.0021>+0.0021</data> <small><span class=\"v open\">≈ no "
             "difference shown</span> 1/0/4</small>");
    says(&r, "<summary>These pairs as a list");
    release(&r);
    put_pairs(state, 11); /* twelve of them */
    make(&r, state, "all", NULL, 0);
    says(&r, "id=\"x-matrix\"");
    release(&r);
    put_pairs(state, 12);
    make(&r, state, "all", NULL, 0);
    says_not(&r, "id=\"x-matrix\"");
    says(&r, "id=\"x-pairs\"");
    says_not(&r, "These pairs as a list");
    release(&r);
    put_pairs(state, 1); /* a single pair needs none */
    make(&r, state, "all", NULL, 0);
    says_not(&r, "id=\"x-matrix\"");
    release(&r);
}

/* Of two autoencoders nothing is said, so that each is met first beside the one that both are compared with. */
static void a_matrix_has_all_pairs(void **state)
{
    struct report r;
    put_runs(state, "all/x", "ok", "");
    put_page_file(state, "all/x", "tests.csv", TESTS_HEADER,
                  "x,tiny,one-class,lis-ae,n,8,5,1,,ae,latent 8,10,9,0,1,0.03,0.01,0.05,0.0156,0.002,2,higher\n"
                  "x,tiny,one-class,lis-ae,n,8,5,1,,ae,latent 16,10,2,0,8,-0.04,-0.05,0.01,0.06,0.002,2,lower\n");
    make(&r, state, "all", NULL, 0);
    says(&r, "<thead><tr><td><th scope=col>AE <small>latent 8</small><th scope=col>AE <small>latent "
             "16</small></thead>");
    says(&r, "<tr><th scope=row>LIS-AE<td class=pair><data value=0.03>+0.0300</data> <small><span class=\"v "
             "higher\">↑ higher</span> 9/0/1</small><td class=pair><data value=-0.04>-0.0400</data>");
    release(&r);
}

static void data_and_choices(void **state)
{
    static const char *const beside[] = { "specs", "editions/data.csv" };
    struct report r;
    put_runs(state, "all/x", "ok", "");
    put_page_file(state, "all/x", "spec.ini", "[data]\ndataset = tiny\n[shape]\ngamma = 5, 10\n", "");
    put_page_file(state, "editions", "data.csv", "dataset,edition,payload,height,width,channels,train,test\n",
                  "tiny,publisher,20cc3b87fd8df426483efbce0e3f0bb91140f430d04fc6462df0dbae81acde46,2,2,1,9,9\n");
    put_page_file(state, "specs", "choose-tiny.ini", "; How <gamma> was chosen:\n; on held-out images.\n",
                  "[data]\ndataset = tiny\npositive = 1, 2\nholdout = 6\nanomaly = left-out\n[shape]\ngamma = 8, 12\n");
    put_page_file(state, "specs", "choose-other.ini", "[data]\ndataset = other\n", "");
    make_beside(&r, state, "all", beside, NULL, 0);
    assert_int_equal(r.bad, 0);
    says(&r, "<th scope=row>tiny<td>publisher<td>trained and judged on<td>x<td "
             "class=long><code>20cc3b87fd8df426483efbce0e3f0bb91140f430d04fc6462df0dbae81acde46</code> what this "
             "edition has");
    says(&r, "data.dataset <b>tiny</b>, shape.gamma <b>5, 10</b>");
    says(&r, "<code>choose-tiny</code><td>tiny<td>1, 2<td class=long>shape.gamma: 8, 12<td "
             "class=long>every 6th training image, held out; anomalies left-out<td class=long>How "
             "&lt;gamma&gt; was chosen: on held-out images.<td>not here");
    says_not(&r, "choose-other");
    release(&r);
    put_page_file(state, "all/x", "data.csv", "dataset,edition,payload,height,width,channels,class,name,train,test\n",
                  "tiny,publisher,abcd,2,2,1,0,a,5,5\n");
    put_page_file(state, "specs", "choose-tiny.ini", "no spec\n", "");
    make_beside(&r, state, "all", beside, NULL, 0);
    assert_int_equal(r.bad, -1);
    assert_says(r.e.text, "choose-tiny.ini:1:");
    release(&r);
    make(&r, state, "all", NULL, 0);
    says(&r, "<code>abcd</code> noted with the tables");
    release(&r);
}

static void nothing_says_which_data(void **state)
{
    struct report r;
    put_runs(state, "all/x", "ok", "");
    make(&r, state, "all", NULL, 0);
    says(&r, "<td>x<td class=long>not noted");
    says(&r, "not noted with the tables: the text of each run is in the folder of the run");
    release(&r);
}

static void axes_are_told(void **state)
{
    struct report r;
    put_runs(state, "all/x", "ok", "");
    put_page_file(state, "all/x", "sweep.csv",
                  "dataset,task,axis,kind,value,detector,label,role,mean,lo,hi,interval,n_ok,n_planned,declared,best\n",
                  "tiny,one-class,gamma,number,1,lis-ae,LIS-AE,line,0.9,0.8,0.95,seeds,2,2,0,0\n"
                  "tiny,one-class,gamma,number,5,lis-ae,LIS-AE,line,0.91,,,,2,2,1,1\n"
                  "tiny,one-class,gamma,number,,ae,AE,reference,0.7,,,,2,2,0,0\n"
                  "tiny,one-class,train.epochs,number,9,lis-ae,\"LIS-AE, γ 1\",line,0.7,,,,1,2,0,1\n");
    make(&r, state, "all", NULL, 0);
    says(&r, "<a href=\"#x\">x</a>, along γ, train.epochs.</li>");
    says(&r, "<b>Along γ</b> (<a href=\"#x\">tiny</a>) the mean AUC of LIS-AE varies most: from <data "
             "value=0.9>0.9000</data> at 1 to <data value=0.91>0.9100</data> at 5; who picks");
    says_not(&r, "<b>Along train.epochs</b>"); /* of one value */
    says(&r, "<p>Along γ: 1, 5.</p>\n<p>Along train.epochs: 9.</p>");
    says(&r, "<td>declared, highest of its line, on these images");
    says(&r, "<td class=n>[<data value=0.8>0.8000</data>, <data value=0.95>0.9500</data>]");
    release(&r);
}

static void names_that_would_break_out(void **state)
{
    struct report r;
    put_runs(state, "all/<b>&\"x'", "failed", "\"</script><script>alert(1)</script>\x1b[31m\xff\"");
    put_page_file(state, "all/<b>&\"x'", "title.txt", "</title><img src=x onerror=a()>\n", "");
    put_page_file(state, "all/<b>&\"x'", "contrasts.csv", TESTS_HEADER,
                  "x,tiny,one-class,lis-ae,n,8,5,1,,kde,,<i>10</i>,<b>7,0,3,0.01,0,0.2,1,0.5,3,lower\n");
    make(&r, state, "all", NULL, 0);
    assert_int_equal(r.bad, 0);
    says_not(&r, "<img");
    says_not(&r, "<b>&");
    says(&r, "(&lt;b&gt;7 of &lt;i&gt;10&lt;/i&gt;)");
    says_not(&r, "alert(1)</script>");
    says_not(&r, "\x1b");
    says_not(&r, "\xff");
    says(&r, "&lt;/title&gt;&lt;img src=x onerror=a()&gt;");
    says(&r, "&lt;/script&gt;&lt;script&gt;alert(1)&lt;/script&gt;\xEF\xBF\xBD[31m\xEF\xBF\xBD");
    says(&r, "<section id=\"b-x\"");
    release(&r);
}

static void anchors_are_of_one(void **state)
{
    struct report r;
    put_runs(state, "all/a b", "ok", "");
    put_runs(state, "all/a-b", "ok", "");
    put_runs(state, "all/overview", "ok", "");
    make(&r, state, "all", NULL, 0);
    says(&r, "<section id=\"a-b\"");
    says(&r, "<section id=\"a-b-2\"");
    says(&r, "<section id=\"overview-2\"");
    release(&r);
}

/* End tags that a table does without; those that it needs are there. */
static void few_end_tags(void **state)
{
    struct report r;
    put_runs(state, "all/x", "ok", "");
    make(&r, state, "all", NULL, 0);
    says(&r, "</thead>");
    says(&r, "</tbody>");
    says(&r, "</table>");
    says(&r, "</title>");
    says_not(&r, "</td>");
    says_not(&r, "</th>");
    says_not(&r, "</tr>");
    release(&r);
}

static void pictures(void **state)
{
    struct report r;
    struct svg svg;
    struct error e;
    assert_int_equal(svg_read(&svg, "<svg><use id='a' xlink:href='#a'/></svg>", &e), 0);
    const struct page_picture two[] = { { "x", "heatmap", &svg, NULL }, { "x", "roc", NULL, "it has 900 KiB" } };
    put_runs(state, "all/x", "ok", "");
    make(&r, state, "all", two, 2);
    assert_int_equal(r.bad, 0);
    says(&r, "<svg role=\"img\" aria-labelledby=\"x-heatmap--words\">\n<use id=\"r1--a\"");
    says(&r, "<code>lisae plot experiments/x.ini</code>");
    says(&r, "Left out: it has 900 KiB");
    release(&r);
    svg_release(&svg);
}

static const struct CMUnitTest tests[] = {
    IN_FOLDER(nothing_yet),
    IN_FOLDER(no_run_is_done),
    IN_FOLDER(times_that_cannot_be),
    IN_FOLDER(whole),
    IN_FOLDER(equal_means_are_highest),
    IN_FOLDER(an_auc_table_that_was_cut),
    IN_FOLDER(what_is_missing_is_said_first),
    IN_FOLDER(decisions_in_words),
    IN_FOLDER(mean_ranks_in_order),
    IN_FOLDER(tables_of_the_paper_are_told_first),
    IN_FOLDER(contrasts_are_lines),
    IN_FOLDER(pairs_that_nothing_decides),
    IN_FOLDER(pairs_as_a_matrix),
    IN_FOLDER(a_matrix_has_all_pairs),
    IN_FOLDER(data_and_choices),
    IN_FOLDER(nothing_says_which_data),
    IN_FOLDER(axes_are_told),
    IN_FOLDER(names_that_would_break_out),
    IN_FOLDER(anchors_are_of_one),
    IN_FOLDER(few_end_tags),
    IN_FOLDER(pictures),
};

TEST_MAIN(tests, NULL, NULL)
