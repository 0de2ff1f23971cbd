/* constant: the score 0, and images of another size refused. */
#include "support/fitting.h"

#include "support/suite.h"

static void the_same_score_for_all(void **state)
{
    struct images im, other;
    struct settings s;
    struct fit_report report;
    struct archive a;
    struct error e = { .text = "" };
    const struct detector *d = detector_named("constant");
    char *path = path_join(*state, "good.lisae", NULL), *bad = path_join(*state, "bad.lisae", NULL);
    random_images(&im, 9, 3, 2, 1, 1);
    images_new(&other, 9, 2, 3, 1);
    settings_start(&s);
    void *model = fit_with("constant", &(struct fit_input) { .settings = &s, .positive = &im }, &report);
    double *scores = scores_of("constant", model, &im);
    for (int i = 0; i < 9; i++)
        assert_true(scores[i] == 0);
    assert_int_equal(d->score(d, model, &other, scores, &e), -1);
    assert_non_null(strstr(e.text, "expected images of 3x2x1"));
    save_model("constant", model, path, &a);
    put_changed(&a, bad, "image", 0, 0, NULL);
    assert_refused("constant", bad, "'image'");
    free(scores);
    d->free(model);
    archive_release(&a);
    fit_report_release(&report);
    images_release(&im);
    images_release(&other);
    free(path);
    free(bad);
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(the_same_score_for_all),
};

TEST_MAIN(tests, make_folder, remove_folder)
