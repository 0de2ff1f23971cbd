/* Keys that change nothing, and values that make the same run. */
#include "support/plans.h"

#define DATA "[data]\ndataset = tiny\npositive = 0\nnegative = class:1\n"

/* Line 5 is the first behind DATA. */
static void expect_idle(const char *rest, const char *expected)
{
    struct text t = TEXT_INIT;
    text_format(&t, DATA "%s", rest);
    expect_problems(text_of(&t), expected);
    text_release(&t);
}

static void expect_runs(const char *rest, size_t n, const char *notes)
{
    struct plan p;
    struct text t = TEXT_INIT;
    text_format(&t, DATA "%s", rest);
    expect_plan(&p, text_of(&t));
    assert_int_equal(p.n, n);
    assert_string_equal(text_of(&p.notes), notes);
    plan_release(&p);
    text_release(&t);
}

/* What hides a key, and the lines of both. */
static void test_hidden_keys(void **state)
{
    (void)state;
    static const struct {
        const char *detectors, *spec, *expected;
    } cases[] = {
        { "kde", "[kde]\nselect = cv\nbandwidth = 1, 2\n",
          "t.ini:9: 'bandwidth' in [kde] changes nothing with 'select = cv' in [kde] (t.ini:8)\n" },
        { "kde", "[kde]\nbandwidth = 2\n",
          "t.ini:8: 'bandwidth' in [kde] changes nothing with 'select = cv' in [kde] (its default)\n" },
        { "latent-kde", "[kde]\nselect = fixed\nfolds = 3\ngrid_points = 9\n",
          "t.ini:9: 'folds' in [kde] changes nothing with 'select = fixed' in [kde] (t.ini:8)\n"
          "t.ini:10: 'grid_points' in [kde] changes nothing with 'select = fixed' in [kde] (t.ini:8)\n" },
        { "ae", "[model]\nkind = mlp\nkernel = 5\nlast_kernel = 5\n",
          "t.ini:9: 'kernel' in [model] changes nothing with 'kind = mlp' in [model] (t.ini:8)\n"
          "t.ini:10: 'last_kernel' in [model] changes nothing with 'kind = mlp' in [model] (t.ini:8)\n" },
        { "ae", "[model]\nkind = linear\nencoder = 9\nslope = 0.1\noutput = identity\n",
          "t.ini:9: 'encoder' in [model] changes nothing with 'kind = linear' in [model] (t.ini:8)\n"
          "t.ini:10: 'slope' in [model] changes nothing with 'kind = linear' in [model] (t.ini:8)\n"
          "t.ini:11: 'output' in [model] changes nothing with 'kind = linear' in [model] (t.ini:8)\n" },
        { "lis-ae", "[shape]\nbeta = 0\ngamma = 5\nlinsep_head = input\n",
          "t.ini:9: 'gamma' in [shape] changes nothing with 'beta = 0' in [shape] (t.ini:8)\n"
          "t.ini:10: 'linsep_head' in [shape] changes nothing with 'linsep = off' in [shape] (its default)\n" },
        /* whatever a first phase has, which is trained without a head */
        { "lis-ae", "[shape]\nlinsep = on\nlinsep_weight = 0\nlinsep_head = input\n",
          "t.ini:10: 'linsep_head' in [shape] changes nothing with 'linsep_weight = 0' in [shape] (t.ini:9)\n" },
        { "lis-ae", "[augment]\nblur_sigma = 2\n",
          "t.ini:8: 'blur_sigma' in [augment] changes nothing with 'blur = 0' in [augment] (its default)\n" },
        { "dsvdd", "[dsvdd]\nnu = 0.2\npretrain = off\npretrain_epochs = 3\n[model]\noutput = identity\n",
          "t.ini:12: 'output' in [model] changes nothing with 'pretrain = off' in [dsvdd] (t.ini:9)\n"
          "t.ini:8: 'nu' in [dsvdd] changes nothing with 'objective = one-class' in [dsvdd] (its default)\n"
          "t.ini:10: 'pretrain_epochs' in [dsvdd] changes nothing with 'pretrain = off' in [dsvdd] (t.ini:9)\n" },
        { "pca", "[model]\nlatent = 5\n[pca]\ncomponents = 3\n",
          "t.ini:8: 'latent' in [model] changes nothing with 'components = 3' in [pca] (t.ini:10)\n" },
        { "vae", "[model]\nlatent = 5\n[vae]\nlatent = 3\nloss = train\nsigma = 1\n",
          "t.ini:8: 'latent' in [model] changes nothing with 'latent = 3' in [vae] (t.ini:10)\n"
          "t.ini:12: 'sigma' in [vae] changes nothing with 'loss = train' in [vae] (t.ini:11)\n" },
        { "vae", "[train]\nloss = mse\n",
          "t.ini:8: 'loss' in [train] changes nothing with 'loss = gaussian' in [vae] (its default)\n" },
        { "latent-mahalanobis", "[latent]\nshrinkage = 0.5\n",
          "t.ini:8: 'shrinkage' in [latent] changes nothing with 'covariance = ledoit-wolf' in [latent] (its "
          "default)\n" },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct text t = TEXT_INIT;
        text_format(&t, "[detectors]\nrun = %s\n%s", cases[i].detectors, cases[i].spec);
        expect_idle(text_of(&t), cases[i].expected);
        text_release(&t);
    }
}

/* What else a spec runs and sets gives a run no other name: a hidden key is in its text at its default. */
static void test_names_beside_hidden_keys(void **state)
{
    (void)state;
    static const struct {
        const char *detector, *own, *hidden, *line;
    } cases[] = {
        { "pca", "[pca]\ncomponents = 3\n", "[model]\nlatent = 4\n", "\nlatent = 64\n" },
        { "vae", "[vae]\nlatent = 3\n", "[model]\nlatent = 4\n", "\nlatent = 64\n" },
        { "dsvdd", "[dsvdd]\npretrain = off\n", "[model]\noutput = identity\n", "\noutput = sigmoid\n" },
        { "kde", "[kde]\nselect = cv\n", "", "\nbandwidth = 1\n" },
    };
    static const char data[] = "[data]\ndataset = tiny\npositive = 0\n";
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct plan alone, beside;
        struct text t = TEXT_INIT;
        text_format(&t, "%s[detectors]\nrun = %s\n%s", data, cases[i].detector, cases[i].own);
        expect_plan(&alone, text_of(&t));
        text_clear(&t);
        text_format(&t, "%s[detectors]\nrun = ae, %s\n%s%s", data, cases[i].detector, cases[i].own, cases[i].hidden);
        expect_plan(&beside, text_of(&t));
        assert_int_equal(beside.n, 2);
        const struct run *same = &beside.runs[strcmp(beside.runs[0].detector->name, "ae") == 0];
        assert_string_equal(same->canonical, alone.runs[0].canonical);
        assert_non_null(strstr(same->canonical, cases[i].line));
        plan_release(&alone);
        plan_release(&beside);
        text_release(&t);
    }
}

/* At its default a key says nothing; where one run of the grid depends on it, it is not idle. */
static void test_keys_that_matter_somewhere(void **state)
{
    (void)state;
    expect_runs("[detectors]\nrun = kde\n[kde]\nselect = cv\nbandwidth = 1.0\nfolds = 3\n", 1, "");
    expect_runs("[detectors]\nrun = kde\n[kde]\nselect = fixed, cv\nbandwidth = 2\nfolds = 3\n", 2, "");
    expect_runs("[detectors]\nrun = vae, ae\n[model]\nlatent = 5\n[vae]\nlatent = 3\n[train]\nloss = mse\n", 2, "");
    expect_runs("[detectors]\nrun = ae\n[model]\nkind = linear\ncode = leaky-relu\nslope = 0.1\n", 1, "");
    expect_runs("[detectors]\nrun = linsep-head\n[shape]\nlinsep_weight = 3\nlinsep_head = input\n", 1, "");
    /* hidden for one value of the other axis: one run is left there, not two that are equal */
    expect_runs("[detectors]\nrun = kde\n[kde]\nselect = fixed, cv\nbandwidth = 1, 2\n", 3,
                "t.ini:9: 'bandwidth' in [kde] changes nothing with 'select = cv' in [kde] (t.ini:8): one run stands "
                "there for all its values\n");
    expect_runs("[detectors]\nrun = lis-ae\n[shape]\nbeta = 0, 1\ngamma = 1, 2, 3\n", 4,
                "t.ini:9: 'gamma' in [shape] changes nothing with 'beta = 0' in [shape] (t.ini:8): one run stands "
                "there for all its values\n");
}

/* Keys of [data] that speak of negatives, where there are none; and limits that limit nothing. */
static void test_keys_of_negatives(void **state)
{
    (void)state;
    expect_runs("[detectors]\nrun = ae\n[shape]\nlinsep = on\n", 1,
                "t.ini:8: no run of this spec depends on 'linsep' in [shape]\n");
    static const char spec[] = "[data]\ndataset = tiny\npositive = 0\nnegative = %s\n%s\n[detectors]\nrun = %s\n";
    static const struct {
        const char *negative, *line, *detector, *notes;
        size_t n;
    } cases[] = {
        { "next-class", "strokes = 7", "lis-ae", "t.ini:5: no run of this spec depends on 'strokes' in [data]\n", 1 },
        { "strokes, next-class", "strokes = 7", "lis-ae",
          "t.ini:4: with 'anomaly = rest' other negatives are judged on other classes: 'tiny', positive '0': class 1 "
          "is an anomaly beside 'strokes', not beside 'next-class'; 'anomaly = common' takes the same for all\n",
          2 },
        { "none", "negative_limit = 5", "kde", "t.ini:5: no run of this spec depends on 'negative_limit' in [data]\n",
          1 },
        { "next-class", "negative_limit = 5, 10, 1000", "lis-ae",
          "t.ini:5: 'negative_limit' 10 leaves out none of the 10 negatives of 'tiny': the run is that without, "
          "and 1 more like it\n",
          2 },
        { "next-class", "negative_limit = 1000", "lis-ae", "", 1 },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct text t = TEXT_INIT;
        struct plan p;
        text_format(&t, spec, cases[i].negative, cases[i].line, cases[i].detector);
        expect_plan(&p, text_of(&t));
        assert_int_equal(p.n, cases[i].n);
        assert_string_equal(text_of(&p.notes), cases[i].notes);
        plan_release(&p);
        text_release(&t);
    }
}

/* `help spec` with its defaults is a spec. */
static void test_all_defaults(void **state)
{
    (void)state;
    struct text t = TEXT_INIT;
    struct plan p;
    spec_describe(suite(), &t);
    char *name = strstr(text_of(&t), "\ndataset = mnist");
    assert_non_null(name);
    memcpy(name, "\ndataset = tiny ", strlen("\ndataset = tiny "));
    expect_plan(&p, text_of(&t));
    assert_string_equal(text_of(&p.notes), "");
    plan_release(&p);
    text_release(&t);
}

static void test_equal_runs(void **state)
{
    (void)state;
    static const struct {
        const char *detectors, *spec, *expected;
    } cases[] = {
        { "iforest", "[iforest]\nsamples = 8, 64, 256\n",
          "t.ini:8: '64' and '256' of 'samples' in [iforest] make the same runs of 'iforest'\n" },
        { "ocsvm", "[ocsvm]\nmemory_gib = 1, 2\n",
          "t.ini:8: '1' and '2' of 'memory_gib' in [ocsvm] make the same runs of 'ocsvm'\n" },
        { "pca", "[model]\nlatent = 3\n[pca]\ncomponents = 0, 3, 2\n",
          "t.ini:10: '0' and '3' of 'components' in [pca] make the same runs of 'pca'\n" },
        { "vae", "[model]\nlatent = 4\n[vae]\nlatent = 0, 4\n",
          "t.ini:10: '0' and '4' of 'latent' in [vae] make the same runs of 'vae'\n" },
        { "ae", "[train]\nbatch = 16, 32\n",
          "t.ini:8: '16' and '32' of 'batch' in [train] make the same runs of 'ae'\n" },
        /* 'latent' is hidden beside components of its own, so it is not what tells the two apart */
        { "pca", "[model]\nlatent = 3, 4\n[pca]\ncomponents = 0, 3\n",
          "t.ini:10: '0' and '3' of 'components' in [pca] make the same runs of 'pca'\n" },
        { "dsvdd", "[dsvdd]\nepochs = 5\nmilestone = 0, 5\n",
          "t.ini:9: '0' and '5' of 'milestone' in [dsvdd] make the same runs of 'dsvdd'\n" },
        { "latent-knn", "[latent]\nencoder = linear-ae\nlayer = code, pre-activation\n",
          "t.ini:9: 'code' and 'pre-activation' of 'layer' in [latent] make the same runs of 'latent-knn'\n" },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct text t = TEXT_INIT;
        text_format(&t, "[detectors]\nrun = %s\n%s", cases[i].detectors, cases[i].spec);
        expect_idle(text_of(&t), cases[i].expected);
        text_release(&t);
    }
    expect_runs("[detectors]\nrun = iforest\n[iforest]\nsamples = 4, 8\n", 2, "");
    expect_runs("[experiment]\nseeds = 1..3\n[detectors]\nrun = raw-l2\n", 3, ""); /* seeds are exempt */
}

/* Ten images of a class: the values are the same for one class, not for two. */
static void test_runs_that_are_equal_for_some_tasks(void **state)
{
    (void)state;
    struct plan p;
    expect_plan(&p, "[data]\ndataset = tiny\npositive = 0, 1 2\n[iforest]\nsamples = 10, 15\n[detectors]\nrun = "
                    "iforest\n");
    assert_int_equal(p.n, 4);
    assert_string_equal(text_of(&p.notes), "t.ini:5: '10' and '15' of 'samples' in [iforest] make the same run of "
                                           "'iforest' in some places\n");
    plan_release(&p);
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(test_hidden_keys),
    cmocka_unit_test(test_names_beside_hidden_keys),
    cmocka_unit_test(test_keys_that_matter_somewhere),
    cmocka_unit_test(test_keys_of_negatives),
    cmocka_unit_test(test_all_defaults),
    cmocka_unit_test(test_equal_runs),
    cmocka_unit_test(test_runs_that_are_equal_for_some_tasks),
};

TEST_MAIN(tests, enter, leave)
