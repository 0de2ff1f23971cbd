/* Plans: shared first phases, impossible settings, keys that no run depends on, work. */
#include "detect/gan/gan.h"
#include "support/plans.h"

static void test_impossible_settings(void **state)
{
    (void)state;
    struct plan p;
    struct text problems = make_plan(&p, "[data]\ndataset = tiny\n[model]\nlast_kernel = 2\n"
                                         "[detectors]\nrun = kde, ae\n");
    assert_true(starts_with(text_of(&problems), "t.ini:4: detector 'ae': "));
    assert_non_null(strstr(text_of(&problems), "last_kernel"));
    /* six classes, one fault, one line */
    assert_ptr_equal(strchr(problems.s, '\n'), problems.s + problems.length - 1);
    text_release(&problems);
    plan_release(&p);
}

/* Only square images can be transposed, and only who learns from negatives does it. */
static void test_transposition(void **state)
{
    (void)state;
    struct plan p;
    expect_problems(
        "[data]\ndataset = tall\nnegative = next-class\n[augment]\ntranspose = on\n[detectors]\nrun = ae, lis-ae\n",
        "t.ini:5: detector 'lis-ae': expected square images for 'transpose' in [augment], found 8 x 12\n");
    expect_plan(&p,
                "[data]\ndataset = tall\nnegative = next-class\n[augment]\ntranspose = on\n[detectors]\nrun = ae\n");
    plan_release(&p);
    expect_plan(
        &p, "[data]\ndataset = tiny\nnegative = next-class\n[augment]\ntranspose = on\n[detectors]\nrun = lis-ae\n");
    plan_release(&p);
}

/* AE, LIS-AE with every gamma and negative set start from one and the same first phase. */
static void test_shared_phase(void **state)
{
    (void)state;
    struct plan p;
    expect_plan(&p, "[data]\ndataset = tiny\npositive = 0\nanomaly = rest, own-half\n"
                    "negative = other-half, strokes, dataset:marks\ntest_limit = 2\n"
                    "[shape]\ngamma = 1, 2\nbeta = 3, 4\nepochs = 5, 6\n"
                    "[augment]\nblur = 0, 0.5\n"
                    "[detectors]\nrun = ae, lis-ae\n");
    assert_int_equal(p.n_phase1, 1);
    /* rest without the other half is the own half; strokes and marks leave both halves */
    assert_int_equal(p.n, 2 + (1 + 2 + 2) * 16);
    for (size_t i = 0; i < p.n; i++)
        assert_string_equal(p.runs[i].phase1, p.phase1[0].id);
    plan_release(&p);
}

/* Every kind of first phase is shared by those who start from it: the GAN by both detectors,
 * whatever their encoders' settings are. */
static void test_kinds_of_first_phases(void **state)
{
    (void)state;
    struct plan p;
    expect_plan(&p,
                "[data]\ndataset = tiny\npositive = 0\nnegative = class:1, class:2\n"
                "[anogan]\ngenerator = 2\ncritic = 2\nkernel = 3\nkappa = 1, 2\nencoder_epochs = 3, 4\nepochs = 5, 6\n"
                "[pca]\ncomponents = 3\n[detectors]\nrun = ae, anogan, anogan-fm, pca\n");
    assert_int_equal(p.n_phase1, 1 + 2);
    for (size_t i = 0; i < p.n; i++) {
        const struct run *r = &p.runs[i], *first = NULL;
        for (size_t k = 0; k < p.n_phase1; k++)
            if (strcmp(p.phase1[k].id, r->phase1) == 0)
                first = &p.phase1[k];
        assert_int_equal(first != NULL, strcmp(r->detector->name, "pca") != 0);
        if (!first)
            continue;
        assert_string_equal(first->detector->name, strcmp(r->detector->name, "ae") == 0 ? "phase1" : "gan");
        assert_int_equal(anogan_of(&first->settings)->epochs, anogan_of(&r->settings)->epochs);
        assert_null(strstr(first->canonical, "kappa"));
        assert_null(strstr(first->canonical, "encoder_epochs"));
        assert_null(strstr(first->canonical, "negative"));
        assert_int_equal(strstr(r->canonical, "kappa") != NULL, strcmp(r->detector->name, "anogan-fm") == 0);
    }
    plan_release(&p);
}

static void test_work(void **state)
{
    (void)state;
    struct plan p;
    expect_plan(&p, "[data]\ndataset = tiny\npositive = 0, 0 1\n[kde]\nselect = fixed\n"
                    "[detectors]\nrun = kde\n");
    assert_int_equal(p.n, 2);
    assert_true(run_work(&p.runs[0]) > 0);
    assert_true(run_work(&p.runs[1]) > run_work(&p.runs[0])); /* twice the images */
    plan_release(&p);
}

/* Keys that no run depends on are named with their places; those of first phases count. */
static void test_idle_keys(void **state)
{
    (void)state;
    struct plan p;
    expect_plan(&p, "[data]\ndataset = tiny\n[kde]\nfolds = 3\n[shape]\ngamma = 1, 2\n[train]\nepochs = 2\n[pca]\n"
                    "components = 3\n[detectors]\nrun = kde, ae\n");
    assert_string_equal(text_of(&p.notes), "t.ini:6: no run of this spec depends on 'gamma' in [shape]\n"
                                           "t.ini:10: no run of this spec depends on 'components' in [pca]\n");
    plan_release(&p);
    expect_plan(&p, "[data]\ndataset = tiny\n[kde]\nfolds = 3\n[detectors]\nrun = kde\n");
    assert_string_equal(text_of(&p.notes), "");
    plan_release(&p);
}

/* Negatives must not be the judged images under another name, and are counted where some are. */
static void test_overlaps(void **state)
{
    (void)state;
    static const char spec[] = "[data]\ndataset = tiny\npositive = 0\nnegative = dataset:%s%s\n[detectors]\nrun = %s\n";
    static const char *const names[] = { "a", "b", "c", "d", "e", "f" };
    static const struct {
        const char *negative, *more, *detectors, *expected;
    } cases[] = {
        { "marks", "", "lis-ae, oe-bce",
          "'negative = dataset:marks': 24 of the 24 test images of 'tiny' are in it, pixel by pixel: detectors may "
          "learn from images that they are judged on\n" },
        { "marks", "\nholdout = 2", "lis-ae",
          "'negative = dataset:marks': 60 of the 60 train images of 'tiny' are in it, pixel by pixel: detectors may "
          "learn from images that they are judged on\n" },
        { "marks", "", "kde", "" },
        { "tall", "", "lis-ae", "" },
    };
    struct plan p;
    struct text t = TEXT_INIT, notes = TEXT_INIT;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        text_clear(&t);
        text_clear(&notes);
        text_format(&t, spec, cases[i].negative, cases[i].more, cases[i].detectors);
        expect_plan(&p, text_of(&t));
        plan_overlaps(&p, &notes);
        assert_string_equal(text_of(&notes), cases[i].expected);
        plan_release(&p);
    }
    assert_int_equal(write_set("copy", names, 6, 8, 11, 4, -1), 0); /* tiny's test images, another payload */
    text_clear(&t);
    text_format(&t, spec, "copy", "", "lis-ae");
    expect_problems(text_of(&t), "t.ini:4: 'tiny': negative 'dataset:copy': 'copy' is the same images as 'tiny' under "
                                 "another name: detectors would learn from those that they are judged on\n");
    text_release(&t);
    text_release(&notes);
}

/* What is certain to fail is found before anything is trained. */
static void test_too_few_images(void **state)
{
    (void)state;
    static const struct {
        const char *detector, *more, *message; /* NULL: it can be done */
        int limit;
    } cases[] = {
        { "kde", "", "kde: 'folds = 5' in [kde] needs as many images, found 4", 4 },
        { "kde", "", NULL, 5 },
        { "kde", "[kde]\nselect = fixed\n", NULL, 1 },
        { "latent-kde", "", "latent-kde: 'folds = 5' in [kde] needs as many images, found 2", 2 },
        { "iforest", "", "iforest: expected at least 2 images to split, found 1", 1 },
        { "lof", "", "'neighbours' in [lof]: expected fewer than the 5 positives, found 20", 5 },
        { "latent-knn", "", "'k' in [latent]: expected at most the 2 positives, found 5", 2 },
        { "latent-mahalanobis", "", "expected at least 3 positives for the covariance of 64 numbers in a code, found 2",
          2 },
        { "latent-mahalanobis", "", NULL, 3 },
        { "latent-mahalanobis", "[latent]\ncovariance = fixed\n", NULL, 2 },
        { "latent-mahalanobis", "[latent]\ncovariance = fixed\nshrinkage = 0\n[model]\nlatent = 5\n",
          "expected at least 6 positives for the covariance of 5 numbers in a code, found 5", 5 },
        { "hog-lda", "", "expected two positives or two negatives at the least, found one of each", 1 },
        { "ocsvm", "", NULL, 1 },
        { "raw-l2", "", NULL, 1 },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct plan p;
        struct text t = TEXT_INIT;
        text_format(&t,
                    "[data]\ndataset = tiny\npositive = 0\nnegative = class:1\ntrain_limit = %d\n[detectors]\n"
                    "run = %s\n%s",
                    cases[i].limit, cases[i].detector, cases[i].more);
        struct text problems = make_plan(&p, text_of(&t));
        if (cases[i].message)
            assert_says(text_of(&problems), cases[i].message);
        else
            assert_string_equal(text_of(&problems), "");
        plan_release(&p);
        text_release(&problems);
        text_release(&t);
    }
}

/* What [incremental] says of classes has to fit each data set. */
static void test_classes_that_come(void **state)
{
    (void)state;
    expect_problems("[data]\ndataset = tiny, marks\n[detectors]\nrun = kde\n[incremental]\nbase = 4\n",
                    "t.ini:6: 'base' in [incremental]: expected at most the 3 classes of 'marks', found 4\n");
    expect_problems("[data]\ndataset = marks\n[detectors]\nrun = kde\n[incremental]\nbase = 2\norder = 1 0\n",
                    "t.ini:7: 'order' in [incremental]: 'marks': expected each class from 0 to 2 once, found '1 0'\n");
    struct plan p;
    expect_plan(&p, "[data]\ndataset = marks\n[detectors]\nrun = kde\n[incremental]\nbase = 2\norder = 1 0 2\n");
    assert_true(p.incremental.asked);
    assert_string_equal(p.incremental.order, "1 0 2");
    plan_release(&p);
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(test_impossible_settings),
    cmocka_unit_test(test_transposition),
    cmocka_unit_test(test_idle_keys),
    cmocka_unit_test(test_shared_phase),
    cmocka_unit_test(test_kinds_of_first_phases),
    cmocka_unit_test(test_work),
    cmocka_unit_test(test_overlaps),
    cmocka_unit_test(test_too_few_images),
    cmocka_unit_test(test_classes_that_come),
};

TEST_MAIN(tests, enter, leave)
