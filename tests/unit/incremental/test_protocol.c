/* The protocol on classes that a linear network can tell by its error: each on an axis of its own. */
#include "incremental/protocol.h"

#include "base/order.h"
#include "support/incremental.h"

#define LINEAR \
    "model.kind=linear model.latent=4 train.epochs=100 train.learning_rate=0.02 train.batch=16 shape.epochs=60 " \
    "shape.gamma=3 shape.learning_rate=0.02 "

static double accuracy(const struct csv *c, const char *negatives, const char *rule, const char *known)
{
    double v = -1;
    for (size_t row = 0; row < c->n_rows; row++)
        if (strcmp(csv_cell(c, row, "negatives"), negatives) == 0 && strcmp(csv_cell(c, row, "rule"), rule) == 0 &&
            strcmp(csv_cell(c, row, "known"), known) == 0)
            parse_double(csv_cell(c, row, "accuracy"), &v);
    return v;
}

/* The shared autoencoder reconstructs all four axes, so no error tells one from another before phase 2; after it each
 * class's layer passes its own axis alone. */
static void lis_ae_on_axes(void **state)
{
    struct axes_case c;
    axes_init(&c, 4, "3 1 0 2", 4);
    c.request.negatives = "earlier others";
    struct csv curve = part_of(state, &c, "lis-ae", LINEAR, -1);
    assert_true(accuracy(&curve, "earlier", "raw", "4") == 1);
    assert_true(accuracy(&curve, "others", "raw", "4") == 1);
    csv_release(&curve);
    curve = part_of(state, &c, "ae", LINEAR, -1);
    assert_true(accuracy(&curve, "", "raw", "4") == 0.25); /* all errors alike: all to the class that came first */
    csv_release(&curve);
    axes_release(&c);
}

/* A detector without a first phase, which learns from no negatives: a row for each class that comes, and rules. */
static void one_of_each(void **state)
{
    struct axes_case c;
    axes_init(&c, 5, "4 3 2 1 0", 2);
    struct csv curve = part_of(state, &c, "raw-l2", "", -1);
    static const char *const known[] = { "2", "3", "4", "5" };
    assert_int_equal(curve.n_rows, 12);
    for (size_t i = 0; i < 4; i++)
        assert_true(accuracy(&curve, "", "raw", known[i]) == 1 && accuracy(&curve, "", "level", known[i]) == 1);
    assert_string_equal(csv_cell(&curve, 0, "late"), "");
    assert_string_equal(csv_cell(&curve, 3, "late"), "1.000000");
    assert_string_equal(csv_cell(&curve, 3, "n"), "30");
    csv_release(&curve);
    axes_release(&c);
}

/* Scores are scaled by those of images that were held back: here distances from the mean of the class's others. */
static void scales_are_of_images_held_back(void **state)
{
    enum { D = AXES_SIDE * AXES_SIDE };
    struct axes_case c;
    axes_init(&c, 3, "number", 2);
    struct csv curve = part_of(state, &c, "raw-l2", "", -1), classes;
    char *path = path_join(*state, "classes.csv", NULL);
    assert_int_equal(csv_read_as(&classes, path, CLASSES_COLUMNS, NULL), 0);
    for (size_t class_ = 0; class_ < 3; class_++) {
        const struct images *train = &c.arrivals.train[class_], *held = &c.arrivals.held[class_];
        double mean[D] = { 0 }, own[10], median = 0, q95 = 0;
        assert_int_equal(held->n, 10);
        for (size_t i = 0; i < train->n * D; i++)
            mean[i % D] += train->pixels[i] / 255.0 / (double)train->n;
        for (size_t i = 0; i < held->n; i++) {
            double sum = 0;
            for (size_t k = 0; k < D; k++)
                sum += pow(held->pixels[i * D + k] / 255.0 - mean[k], 2);
            own[i] = sqrt(sum);
        }
        assert_int_equal(parse_double(csv_cell(&classes, class_, "median"), &median), 0);
        assert_int_equal(parse_double(csv_cell(&classes, class_, "q95"), &q95), 0);
        assert_near(median, quantile(own, held->n, 0.5), 1e-5);
        assert_near(q95, quantile(own, held->n, 0.95), 1e-5);
    }
    csv_release(&classes);
    csv_release(&curve);
    free(path);
    axes_release(&c);
}

static void rivals(void **state)
{
    static const enum incremental_rival sure[] = { RIVAL_CODE_MEAN,   RIVAL_CODE_LDA, RIVAL_FEATURE_MEAN,
                                                   RIVAL_FEATURE_LDA, RIVAL_HOG_MEAN, RIVAL_HOG_LDA };
    struct axes_case c;
    axes_init(&c, 3, "number", 2);
    c.request.keys.cell = 2;
    c.request.keys.epochs = 20;
    c.request.keys.learning_rate = 0.01;
    for (size_t i = 0; i < sizeof sure / sizeof *sure; i++) {
        struct csv curve = part_of(state, &c, "lis-ae", SMALL_AUTOENCODER "train.epochs=30", sure[i]);
        assert_true(accuracy(&curve, "", "raw", "2") >= 0.9);
        assert_int_equal(curve.n_rows, 2); /* one rule */
        csv_release(&curve);
    }
    struct csv anew = part_of(state, &c, "lis-ae", SMALL_AUTOENCODER "train.epochs=1", RIVAL_SOFTMAX);
    struct csv further = part_of(state, &c, "lis-ae", SMALL_AUTOENCODER "train.epochs=1", RIVAL_SOFTMAX_NEW);
    assert_true(accuracy(&anew, "", "raw", "3") == 1);
    assert_true(accuracy(&further, "", "raw", "2") == accuracy(&anew, "", "raw", "2"));
    assert_string_equal(csv_cell(&further, 1, "late"), "1.000000");
    csv_release(&anew);
    csv_release(&further);
    axes_release(&c);
}

static void labels_cannot_be(void **state)
{
    struct axes_case c;
    struct settings s;
    struct error e;
    axes_init(&c, 3, "number", 2);
    configure(&s, "");
    const struct incremental_task task = { &c.arrivals, &c.request, detector_named("ocsvm-labels"), &s, NULL, 9, NULL };
    assert_int_equal(incremental_one_each(&task, NULL, &e), -1);
    assert_says(e.text, "ocsvm-labels: its scores are sets of labels");
    axes_release(&c);
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(lis_ae_on_axes),
    cmocka_unit_test(one_of_each),
    cmocka_unit_test(scales_are_of_images_held_back),
    cmocka_unit_test(rivals),
    cmocka_unit_test(labels_cannot_be),
};

TEST_MAIN(tests, make_folder, remove_folder)
