/* What is measured of images, of what a detector leaves of them, and of reconstructions. All images of the set are one
 * grey, which PCA gives back: what is left is nothing, and of that nothing it makes the grey again, its mean image. */
#include "support/plans.h"

#include <math.h>
#include "run/job.h"
#include "run/outcome.h"
#include "run/reconstruct.h"

static const double norm = 8 * 7 / 255.0; /* of 8x8 pixels of 7 */

static void plan_runs(struct plan *p, int keep_models)
{
    struct error e;
    expect_plan(p, "[data]\ndataset = tiny\npositive = 1\n[model]\nlatent = 2\n[detectors]\nrun = pca\n");
    const struct job job = { .run = &p->runs[0], .results = "results", .data = "data", .keep_model = keep_models };
    if (job_do(&job, &e))
        fail_msg("%s", e.text);
}

static struct wish wish_of(const struct plan *p, const struct run *const *runs, const struct class_list *classes)
{
    return (struct wish) { .plan = p,
                           .runs = runs,
                           .n_runs = 1,
                           .residual = runs[0],
                           .classes = classes,
                           .each = 3,
                           .data = "data",
                           .results = "results" };
}

static void lines_columns_measures(void **state)
{
    struct class_list classes = { 0 };
    struct reconstructions r;
    struct plan p;
    struct error e;
    (void)state;
    plan_runs(&p, 1);
    const struct run *runs[] = { &p.runs[0] };
    classes_add(&classes, 1);
    classes_add(&classes, 4);
    const struct wish wish = wish_of(&p, runs, &classes);
    if (reconstruct(&r, &wish, &e))
        fail_msg("%s", e.text);
    assert_int_equal(r.n_lines, 4);
    assert_int_equal(r.n_columns, 6);
    const size_t shown[] = { 0, 1, 2, 4, 5, 6 };
    assert_memory_equal(r.columns, shown, sizeof shown);
    const double norms[] = { norm, 0, norm, norm }, errors[] = { 0, 0, norm, 0 };
    for (size_t l = 0; l < 4; l++) {
        assert_int_equal(r.lines[l].part, l);
        assert_ptr_equal(r.lines[l].run, l ? runs[0] : NULL);
        for (size_t c = 0; c < 6; c++) {
            const struct measure *m = &r.of_image[l * 6 + c];
            assert_near(m->norm, norms[l], 1e-6);
            assert_near(m->largest, norms[l] / 8, 1e-6);
            assert_int_equal(isnan(m->error), l < 2);
            assert_true(l < 2 || fabs(m->error - errors[l]) < 1e-6);
            assert_near((double)r.shown[(l * 6 + c) * 64 + 63], norms[l] / 8, 1e-6);
        }
        for (size_t c = 0; c < 2; c++)
            assert_near(r.of_class[l * 2 + c].norm, norms[l], 1e-6);
    }
    assert_near(reconstructions_scale(&r), norm / 8, 1e-6); /* of what it makes of the residual, not of the images */
    reconstructions_release(&r);
    plan_release(&p);
}

static void what_is_missing(void **state)
{
    struct class_list classes = { 0 };
    struct reconstructions r;
    struct plan p;
    struct error e;
    (void)state;
    classes_add(&classes, 1);
    plan_runs(&p, 0);
    const struct run *runs[] = { &p.runs[0] };
    struct wish wish = wish_of(&p, runs, &classes);
    assert_int_equal(reconstruct(&r, &wish, &e), -1);
    assert_says(e.text, "has no model.lisae");
    reconstructions_release(&r);
    wish.results = "elsewhere";
    assert_int_equal(reconstruct(&r, &wish, &e), -1);
    assert_says(e.text, "is not done: `lisae run` does it");
    reconstructions_release(&r);
    plan_release(&p);
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test_setup_teardown(lines_columns_measures, enter, leave),
    cmocka_unit_test_setup_teardown(what_is_missing, enter, leave),
};

TEST_MAIN(tests, NULL, NULL)
