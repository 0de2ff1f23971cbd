/* Axes of an experiment and the lines along them. */
#include "support/plans.h"

#include <math.h>

#include "report/sweep.h"
#include "support/report.h"

static const char header[] =
    "dataset,task,axis,kind,value,detector,label,role,mean,lo,hi,interval,n_ok,n_planned,declared,best\n";

/* Of one task and seed, with these AUCs in the order of the plan's runs. */
static void expect_sweep(const char *spec, const double *auc, const char *rows)
{
    struct plan p;
    struct groups g;
    struct error e;
    struct text expected = TEXT_INIT;
    expect_plan(&p, spec);
    put_auc(&p, auc, "");
    read_groups(&g, &p);
    if (sweep_write(&g, "results/t", &e))
        fail_msg("%s", e.text);
    text_format(&expected, "%s%s", header, rows);
    assert_file_is("results/t/sweep.csv", text_of(&expected));
    text_release(&expected);
    groups_release(&g);
    plan_release(&p);
}

#define OF "tiny,one-class,"

static void an_axis_of_numbers(void **state)
{
    static const double auc[] = { 0.5, 0.25, 0.75, 0.5 };
    (void)state;
    expect_sweep("[experiment]\ndeclared = latent=3 lis-ae:gamma=2\n[data]\ndataset = tiny\npositive = 0\n"
                 "negative = strokes\n[model]\nlatent = 3, 4\n[shape]\ngamma = 2\n[detectors]\nrun = ae, lis-ae\n",
                 auc,
                 OF "latent,number,3,ae,AE,base,0.500000,0.375000,0.562500,images,1,1,1,1\n" OF
                    "latent,number,4,ae,AE,base,0.250000,0.125000,0.312500,images,1,1,0,0\n" OF
                    "latent,number,3,lis-ae,LIS-AE,line,0.750000,0.625000,0.812500,images,1,1,1,1\n" OF
                    "latent,number,4,lis-ae,LIS-AE,line,0.500000,0.375000,0.562500,images,1,1,0,0\n");
}

static void what_does_not_depend_on_it(void **state)
{
    static const double auc[] = { 0.5, 0.25, 0.75, 0.5, 0.75 };
    (void)state;
    /* kde is no line, and nothing is built on it */
    expect_sweep(
        "[data]\ndataset = tiny\npositive = 0\nnegative = strokes\n[model]\nlatent = 3\n[shape]\ngamma = 2, 10\n"
        "[train]\nepochs = 7\n[detectors]\nrun = kde, ae, lis-ae\n",
        auc,
        OF "gamma,number,2,lis-ae,LIS-AE,line,0.750000,0.625000,0.812500,images,1,1,0,1\n" OF
           "gamma,number,10,lis-ae,LIS-AE,line,0.500000,0.375000,0.562500,images,1,1,0,0\n" OF
           "gamma,number,,ae,AE,reference,0.250000,0.125000,0.312500,images,1,1,,\n");
}

static void lines_of_other_settings(void **state)
{
    static const double auc[] = { 0.25, 0.5, 0.75, -1 };
    (void)state;
    expect_sweep("[experiment]\ndeclared = vae:vae.sigma=2 vae.sigma=1\n[data]\ndataset = tiny\npositive = 0\n[model]\n"
                 "latent = 3\ncode = tanh\n[vae]\nsigma = 1, 2\nkl_weight = 1, 2\n[detectors]\nrun = vae\n",
                 auc,
                 OF "vae.sigma,number,1,vae,\"VAE, kl_weight 1\",line,0.250000,0.125000,0.312500,images,1,1,0,0\n" OF
                    "vae.sigma,number,1,vae,\"VAE, kl_weight 2\",line,0.500000,0.375000,0.562500,images,1,1,0,1\n" OF
                    "vae.sigma,number,2,vae,\"VAE, kl_weight 1\",line,0.750000,0.625000,0.812500,images,1,1,1,1\n" OF
                    "vae.sigma,number,2,vae,\"VAE, kl_weight 2\",line,,,,,0,1,1,0\n" OF
                    "vae.kl_weight,number,1,vae,\"VAE, sigma 1\",line,0.250000,0.125000,0.312500,images,1,1,0,0\n" OF
                    "vae.kl_weight,number,2,vae,\"VAE, sigma 1\",line,0.500000,0.375000,0.562500,images,1,1,0,1\n" OF
                    "vae.kl_weight,number,1,vae,\"VAE, sigma 2\",line,0.750000,0.625000,0.812500,images,1,1,0,1\n" OF
                    "vae.kl_weight,number,2,vae,\"VAE, sigma 2\",line,,,,,0,1,0,0\n");
}

/* Where several axes have a declared value, one point has them all. */
static void declared_on_two_axes(void **state)
{
    static const double auc[] = { 0.25, 0.5, 0.75, -1 };
    (void)state;
    expect_sweep("[experiment]\ndeclared = vae.sigma=2 vae.kl_weight=1\n[data]\ndataset = tiny\npositive = 0\n[model]\n"
                 "latent = 3\ncode = tanh\n[vae]\nsigma = 1, 2\nkl_weight = 1, 2\n[detectors]\nrun = vae\n",
                 auc,
                 OF "vae.sigma,number,1,vae,\"VAE, kl_weight 1\",line,0.250000,0.125000,0.312500,images,1,1,0,0\n" OF
                    "vae.sigma,number,1,vae,\"VAE, kl_weight 2\",line,0.500000,0.375000,0.562500,images,1,1,0,1\n" OF
                    "vae.sigma,number,2,vae,\"VAE, kl_weight 1\",line,0.750000,0.625000,0.812500,images,1,1,1,1\n" OF
                    "vae.sigma,number,2,vae,\"VAE, kl_weight 2\",line,,,,,0,1,0,0\n" OF
                    "vae.kl_weight,number,1,vae,\"VAE, sigma 1\",line,0.250000,0.125000,0.312500,images,1,1,0,0\n" OF
                    "vae.kl_weight,number,2,vae,\"VAE, sigma 1\",line,0.500000,0.375000,0.562500,images,1,1,0,1\n" OF
                    "vae.kl_weight,number,1,vae,\"VAE, sigma 2\",line,0.750000,0.625000,0.812500,images,1,1,1,1\n" OF
                    "vae.kl_weight,number,2,vae,\"VAE, sigma 2\",line,,,,,0,1,0,0\n");
}

static void an_axis_of_words(void **state)
{
    static const double auc[] = { 0.5, 0.75, 0.25 };
    (void)state;
    expect_sweep("[data]\ndataset = tiny\npositive = 0\nnegative = next-class, classes:2 3\n[model]\nlatent = 3\n"
                 "[shape]\nlinsep = on\n[detectors]\nrun = lis-ae\n",
                 auc,
                 OF "negative,word,next-class,lis-ae,LinSep-LIS-AE,line,0.500000,0.375000,0.562500,images,1,1,0,0\n" OF
                    "negative,word,classes:2 3,lis-ae,LinSep-LIS-AE,line,0.750000,0.625000,0.812500,images,1,1,0,1\n");
}

/* A detector that learns from none is judged on what negatives leave; these are one axis with those of the others. */
static void negatives_of_a_variant(void **state)
{
    static const double auc[] = { 0.5, 0.25, 0.75, 0.5 };
    (void)state;
    expect_sweep("[data]\ndataset = tiny\npositive = 0\nnegative = next-class, classes:2 3\n[model]\nlatent = 3\n"
                 "[detectors]\nrun = pca, lis-ae\n",
                 auc,
                 OF "negative,word,classes:2 3,pca,PCA,line,0.500000,0.375000,0.562500,images,1,1,0,1\n" OF
                    "negative,word,next-class,pca,PCA,line,0.250000,0.125000,0.312500,images,1,1,0,0\n" OF
                    "negative,word,next-class,lis-ae,LIS-AE,line,0.750000,0.625000,0.812500,images,1,1,0,1\n" OF
                    "negative,word,classes:2 3,lis-ae,LIS-AE,line,0.500000,0.375000,0.562500,images,1,1,0,0\n");
}

/* The size of a code is one axis, whichever key it was set by. */
static void the_size_of_a_code(void **state)
{
    static const double auc[] = { 0.5, 0.75 };
    static const char rows[] = OF "latent,number,4,pca,PCA,line,0.500000,0.375000,0.562500,images,1,1,0,0\n" OF
                                  "latent,number,16,pca,PCA,line,0.750000,0.625000,0.812500,images,1,1,0,1\n";
    (void)state;
    expect_sweep("[data]\ndataset = tiny\npositive = 0\n[pca]\ncomponents = 4, 16\n[detectors]\nrun = pca\n", auc,
                 rows);
    expect_sweep("[data]\ndataset = tiny\npositive = 0\n[model]\nlatent = 4\n[pca]\ncomponents = 0, 16\n[detectors]\n"
                 "run = pca\n",
                 auc, rows);
}

/* Numbers against other anomalies are no line; those of other negatives are, as long as the anomalies stay. */
static void other_anomalies(void **state)
{
    static const double auc[] = { 0.5, 0.25, 0.75, 0.5 };
    (void)state;
    expect_sweep(
        "[data]\ndataset = tiny\npositive = 0\nanomaly = class:1, class:2\n[model]\nlatent = 3, 4\n[detectors]\n"
        "run = ae\n",
        auc,
        OF "latent,number,3,ae,\"AE, anomalies class 1\",line,0.500000,0.375000,0.562500,images,1,1,0,1\n" OF
           "latent,number,4,ae,\"AE, anomalies class 1\",line,0.250000,0.125000,0.312500,images,1,1,0,0\n" OF
           "latent,number,3,ae,\"AE, anomalies class 2\",line,0.750000,0.625000,0.812500,images,1,1,0,1\n" OF
           "latent,number,4,ae,\"AE, anomalies class 2\",line,0.500000,0.375000,0.562500,images,1,1,0,0\n" OF
           "anomalies,word,class:1,ae,\"AE, code of 3\",line,0.500000,0.375000,0.562500,images,1,1,0,0\n" OF
           "anomalies,word,class:1,ae,\"AE, code of 4\",line,0.250000,0.125000,0.312500,images,1,1,0,0\n" OF
           "anomalies,word,class:2,ae,\"AE, code of 3\",line,0.750000,0.625000,0.812500,images,1,1,0,1\n" OF
           "anomalies,word,class:2,ae,\"AE, code of 4\",line,0.500000,0.375000,0.562500,images,1,1,0,1\n");
}

/* Of one seed of two tasks the interval is over test images. */
static void an_interval_over_images(void **state)
{
    static const double auc[] = { 0.5, 0.75, 0.5, 0.75 };
    struct plan p;
    struct groups g;
    struct csv c;
    struct error e;
    (void)state;
    expect_plan(&p, "[data]\ndataset = tiny\npositive = 0, 1\n[model]\nlatent = 3, 4\n[detectors]\nrun = ae\n");
    put_auc(&p, auc, "");
    read_groups(&g, &p);
    assert_int_equal(sweep_write(&g, "results/t", &e), 0);
    assert_int_equal(csv_read(&c, "results/t/sweep.csv", &e), 0);
    assert_int_equal(c.n_rows, 2);
    assert_string_equal(csv_cell(&c, 0, "interval"), "images");
    assert_true(atof(csv_cell(&c, 0, "lo")) < 0.5 && atof(csv_cell(&c, 0, "hi")) > 0.5);
    csv_release(&c);
    groups_release(&g);
    plan_release(&p);
}

static void none(void **state)
{
    static const double auc[] = { 0.5, 0.25 };
    (void)state;
    expect_sweep("[data]\ndataset = tiny\npositive = 0\n[model]\nlatent = 3\n[detectors]\nrun = kde, ae\n", auc, "");
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test_setup_teardown(an_axis_of_numbers, enter, leave),
    cmocka_unit_test_setup_teardown(what_does_not_depend_on_it, enter, leave),
    cmocka_unit_test_setup_teardown(lines_of_other_settings, enter, leave),
    cmocka_unit_test_setup_teardown(declared_on_two_axes, enter, leave),
    cmocka_unit_test_setup_teardown(an_axis_of_words, enter, leave),
    cmocka_unit_test_setup_teardown(negatives_of_a_variant, enter, leave),
    cmocka_unit_test_setup_teardown(the_size_of_a_code, enter, leave),
    cmocka_unit_test_setup_teardown(other_anomalies, enter, leave),
    cmocka_unit_test_setup_teardown(an_interval_over_images, enter, leave),
    cmocka_unit_test_setup_teardown(none, enter, leave),
};

TEST_MAIN(tests, NULL, NULL)
