/* The tables and the picture of reconstructions that are made up here. */
#include "support/plans.h"

#include <math.h>

#include "data/picture.h"
#include "report/reconstructed.h"

static const char header[] = "picture,line,part,label,class,class_name,normal,";

/* Two classes, an image each, one line of inputs and one of PCA: 1x2 pixels. */
static void write_tables(const struct plan *p)
{
    static float shown[] = { 0, 1, 0.5F, 0, -0.5F, 0.5F, 0, 0 };
    static int32_t labels[] = { 1, 3 }, index[] = { 7, 9 };
    static struct judged_class in[] = { { 1, 0, 1 }, { 3, 1, 1 } };
    static struct measure of_image[] = { { NAN, 1, 1 }, { NAN, 0.5, 0.5 }, { 0.25, 0.707107, 0.5 }, { 0.5, 0, 0 } };
    static size_t columns[] = { 0, 1 };
    struct line lines[] = { { PART_INPUT, NULL }, { PART_RESIDUAL, &p->runs[0] } };
    struct reconstructions r = {
        .image = { 1, 2, 1 },
        .lines = lines,
        .n_lines = 2,
        .columns = columns,
        .n_columns = 2,
        .shown = shown,
        .of_image = of_image,
        .of_class = of_image,
        .judged = { .images = { .n = 2, .labels = labels }, .index = index, .classes = in, .n_classes = 2 },
    };
    struct reconstructed to;
    struct error e;
    int n;
    char *const *names = plan_classes(p, "tiny", &n);
    assert_int_equal(reconstructed_begin(&to, ".", &e), 0);
    assert_int_equal(reconstructed_add(&to, "tiny-1", &r, &p->runs[0], names, n, &e), 0);
    assert_int_equal(reconstructed_commit(&to, &e), 0);
}

static void rows_and_shades(void **state)
{
    struct plan p;
    struct text t = TEXT_INIT;
    struct picture picture;
    struct error e;
    size_t n;
    (void)state;
    expect_plan(&p, "[data]\ndataset = tiny\npositive = 1\n[model]\nlatent = 2\n[detectors]\nrun = pca\n");
    write_tables(&p);
    const char *tail = ",dataset,detector,positive,negative,seed,latent,gamma,beta,linsep,variant,run_id\n";
    const char *of_run = "tiny,pca,1,,1,2,,,,,";
    text_format(&t, "%splace,index,error,norm,largest,scale%s", header, tail);
    text_format(&t, "tiny-1,0,input,,1,car,1,0,7,,1,1,1,tiny,,1,,,,,,,,\n");
    text_format(&t, "tiny-1,0,input,,3,ankle boot,0,1,9,,0.5,0.5,1,tiny,,1,,,,,,,,\n");
    text_format(&t, "tiny-1,1,residual,PCA,1,car,1,0,7,0.25,0.707107,0.5,0.5,%s%s\n", of_run, p.runs[0].id);
    text_format(&t, "tiny-1,1,residual,PCA,3,ankle boot,0,1,9,0.5,0,0,0.5,%s%s\n", of_run, p.runs[0].id);
    assert_file_is("errors.csv", text_of(&t));
    text_clear(&t);
    text_format(&t, "%sn,error,norm,largest%s", header, tail);
    text_format(&t, "tiny-1,0,input,,1,car,1,1,,1,1,tiny,,1,,,,,,,,\n");
    text_format(&t, "tiny-1,0,input,,3,ankle boot,0,1,,0.5,0.5,tiny,,1,,,,,,,,\n");
    text_format(&t, "tiny-1,1,residual,PCA,1,car,1,1,0.25,0.707107,0.5,%s%s\n", of_run, p.runs[0].id);
    text_format(&t, "tiny-1,1,residual,PCA,3,ankle boot,0,1,0.5,0,0,%s%s\n", of_run, p.runs[0].id);
    assert_file_is("means.csv", text_of(&t));
    text_release(&t);
    char *bytes = file_read("tiny-1.png", &n, &e);
    assert_int_equal(picture_read(&picture, bytes, n, &e), 0);
    /* inputs from black to white; residuals with grey for 0, and white for the largest */
    assert_int_equal(picture.pixels[2 * picture.width + 2], 0);
    assert_int_equal(picture.pixels[2 * picture.width + 3], 255);
    assert_int_equal(picture.pixels[5 * picture.width + 2], 0);
    assert_int_equal(picture.pixels[5 * picture.width + 3], 255);
    assert_int_equal(picture.pixels[5 * picture.width + 6], 128);
    picture_release(&picture);
    free(bytes);
    plan_release(&p);
}

static void nothing_is_left_of_what_is_given_up(void **state)
{
    struct reconstructed to;
    struct error e;
    (void)state;
    assert_int_equal(reconstructed_begin(&to, ".", &e), 0);
    reconstructed_abandon(&to);
    assert_false(path_exists("errors.csv"));
    assert_false(path_exists("means.csv"));
    assert_int_equal(reconstructed_begin(&to, "nowhere", &e), -1);
    assert_says(e.text, "nowhere/errors.csv");
}

static void pictures_of_before_go(void **state)
{
    struct plan p;
    expect_plan(&p, "[data]\ndataset = tiny\npositive = 1\n[model]\nlatent = 2\n[detectors]\nrun = pca\n");
    static const char before[] = "picture,line\ntiny-0,0\ntiny-0,1\ntiny-1,0\n../tiny-2,0\n";
    free(folder_file(state, "errors.csv", before, strlen(before)));
    free(folder_file(state, "tiny-0.png", "old", 3));
    free(folder_file(state, "mine.png", "old", 3));
    write_tables(&p);
    assert_false(path_exists("tiny-0.png"));
    assert_true(path_exists("tiny-1.png"));
    assert_true(path_exists("mine.png"));
    plan_release(&p);
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test_setup_teardown(pictures_of_before_go, enter, leave),
    cmocka_unit_test_setup_teardown(rows_and_shades, enter, leave),
    cmocka_unit_test_setup_teardown(nothing_is_left_of_what_is_given_up, enter, leave),
};

TEST_MAIN(tests, NULL, NULL)
