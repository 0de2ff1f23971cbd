/* What theory says that a detector accepts, held against the detectors as they are: the propositions of docs/beyond.md,
 * by their numbers there. P8 is in autoencoder/test_closed_form.c, in double precision. Numbers here are floats: a
 * coordinate of 10^6 is off by .06 by rounding alone. */
#include "base/order.h"
#include "data/nearest.h"
#include "data/synthetic.h"
#include "detect/autoencoder/autoencoder.h"
#include "support/fitting.h"

#define PLANE \
    "model.kind=mlp model.latent=1 model.output=identity model.slope=0 train.loss=l2 train.batch=500 " \
    "train.learning_rate=0.01 train.decay=cosine "
#define LINEAR "model.kind=linear model.init=svd train.loss=l2 "

enum { DIRECTIONS = 3600 };

struct trained {
    const char *name;
    void *model;
    struct dataset set;
};

static void *fit_points(const char *name, const char *keys, const struct images *positive)
{
    struct settings s;
    struct fit_report report;
    configure(&s, keys);
    void *model = fit_with(name, &(struct fit_input) { .settings = &s, .positive = positive, .seed = 1 }, &report);
    fit_report_release(&report);
    return model;
}

static struct trained train(const char *name, const char *keys, const char *set)
{
    struct trained t = { .name = name };
    struct error e;
    assert_int_equal(dataset_open(&t.set, "nowhere", set, &e), 0);
    t.model = fit_points(name, keys, &t.set.train);
    return t;
}

static void end(struct trained *t)
{
    detector_named(t->name)->free(t->model);
    dataset_release(&t->set);
}

static double score_at(const char *name, void *model, const float *x, int d)
{
    struct images im;
    images_alloc_points(&im, 1, d);
    memcpy(im.values, x, (size_t)d * sizeof *x);
    double *scores = scores_of(name, model, &im), score = scores[0];
    free(scores);
    images_release(&im);
    return score;
}

static void reconstruct(const char *name, void *model, const float *x, size_t n, int d, float *y)
{
    struct error e = { .text = "" };
    const struct detector *of = detector_named(strcmp(name, "phase1") == 0 ? "ae" : name);
    assert_int_equal(of->reconstruct(of, model, (struct shape) { 1, d, 1 }, x, n, y, &e), 0);
}

static double length(const float *x, int d)
{
    double sum = 0;
    for (int k = 0; k < d; k++)
        sum += (double)x[k] * (double)x[k];
    return sqrt(sum);
}

static double distance(const float *x, const float *y, int d)
{
    double sum = 0;
    for (int k = 0; k < d; k++)
        sum += ((double)x[k] - (double)y[k]) * ((double)x[k] - (double)y[k]);
    return sqrt(sum);
}

/* P1: pca takes what it makes of any point for its own, however far that is, and its score depends on the residual. */
static void p1_pca_accepts_its_space(void **state)
{
    (void)state;
    struct trained t = train("pca", "model.latent=1", "synthetic:ellipsoid");
    const double far = nearest_quantile(t.set.train.values, t.set.train.n, 3, 0.99);
    for (double size = 1e3; size <= 1e6; size *= 1000) {
        const float x[3] = { (float)size, (float)(size / 3), (float)(-size / 7) };
        float y[3];
        reconstruct("pca", t.model, x, 1, 3, y);
        assert_true(length(y, 3) > 0.9 * size);
        assert_true(score_at("pca", t.model, y, 3) <= 1e-6 * length(y, 3));
        assert_true(nearest_distance(t.set.train.values, t.set.train.n, 3, y) > 1000 * far);
    }
    const float axis[3] = { 50, 0, 0 }, off[3] = { 0.5f, 0.4f, -0.2f };
    float at[3], from[3];
    reconstruct("pca", t.model, axis, 1, 3, at);
    reconstruct("pca", t.model, (const float[3]) { 0 }, 1, 3, from);
    for (int k = 0; k < 3; k++)
        at[k] += off[k] - from[k];
    assert_near(score_at("pca", t.model, at, 3), score_at("pca", t.model, off, 3), 2e-5);
    end(&t);
}

/* The eigenvector of the larger eigenvalue of [[a,b],[b,c]], as an angle. */
static double main_angle(double a, double b, double c)
{
    return 0.5 * atan2(2 * b, a - c);
}

/* P2: without biases the accepted line goes through 0 along the main direction of the moments about 0; with them
 * through the mean, along that of the covariance. Population: (.8201, .5722) and .2550; (.7071, .7071) and .2000. */
static void p2_without_biases_the_line_goes_through_the_origin(void **state)
{
    (void)state;
    static const struct {
        const char *bias;
        double angle, error;
    } cases[] = { { "zero", 0.6092, 0.2550 }, { "mean", 0.7854, 0.2000 } };
    struct trained t = train("pca", "model.latent=1", "synthetic:gauss");
    struct images *im = &t.set.train;
    for (size_t i = 0; i < im->n; i++) {
        im->values[2 * i] += 3;
        im->values[2 * i + 1] += 2;
    }
    for (size_t c = 0; c < 2; c++) {
        struct text keys = TEXT_INIT;
        text_format(&keys, LINEAR "model.latent=1 model.output_bias=%s", cases[c].bias);
        struct autoencoder *ae = fit_points("phase1", text_of(&keys), im);
        double *errors = scores_of("phase1", ae, im), sum = 0, m[3] = { 0 }, mean[2] = { 0 };
        for (size_t i = 0; i < im->n; i++) {
            sum += errors[i] * errors[i] / (double)im->n;
            for (size_t k = 0; k < 2 && c; k++)
                mean[k] += (double)im->values[2 * i + k] / (double)im->n;
        }
        for (size_t i = 0; i < im->n; i++) {
            const double x = (double)im->values[2 * i] - mean[0], y = (double)im->values[2 * i + 1] - mean[1];
            m[0] += x * x;
            m[1] += x * y;
            m[2] += y * y;
        }
        const float *u = ae->decoder.params + ae->decoder.layer[0].weights;
        const double exact = main_angle(m[0], m[1], m[2]), found = atan2((double)u[1], (double)u[0]);
        assert_near(fabs(cos(found - exact)), 1, 1e-9);
        assert_near(exact, cases[c].angle, 0.04);
        assert_near(sum, cases[c].error, 0.03);
        autoencoder_free(ae);
        free(errors);
        text_release(&keys);
    }
    end(&t);
}

/* The least factor by which I - W of f(x) = W x + b stretches: how fast the error grows in its best direction. */
static double leak_slope(const char *name, void *model)
{
    const float x[6] = { 0, 0, 1, 0, 0, 1 };
    float y[6];
    double m[2][2];
    reconstruct(name, model, x, 3, 2, y);
    for (int k = 0; k < 2; k++)
        for (int i = 0; i < 2; i++)
            m[i][k] = (i == k) - ((double)y[2 * (k + 1) + i] - (double)y[i]);
    const double squares = m[0][0] * m[0][0] + m[0][1] * m[0][1] + m[1][0] * m[1][0] + m[1][1] * m[1][1];
    const double det = m[0][0] * m[1][1] - m[0][1] * m[1][0];
    return sqrt(fmax(squares - sqrt(fmax(squares * squares - 4 * det * det, 0)), 0) / 2);
}

/* P3: a linear autoencoder in training leaks ever less; what is left is a slope, and its line turns to pca's. */
static void p3_linear_autoencoders_leak_less_with_training(void **state)
{
    (void)state;
    struct trained few = train("linear-ae", "model.latent=1 linear-ae.epochs=20 linear-ae.batch=500",
                               "synthetic:gauss");
    struct trained many = train("linear-ae",
                                "model.latent=1 linear-ae.epochs=1500 linear-ae.batch=500 linear-ae.learning_rate=0.01",
                                "synthetic:gauss");
    struct trained pca = train("pca", "model.latent=1", "synthetic:gauss");
    assert_true(leak_slope("pca", pca.model) < 1e-3);
    assert_true(leak_slope("linear-ae", many.model) < 0.05);
    assert_true(leak_slope("linear-ae", few.model) > leak_slope("linear-ae", many.model));
    const float x[4] = { 0, 0, 100, 100 };
    float y[4], z[4];
    reconstruct("linear-ae", many.model, x, 2, 2, y);
    reconstruct("pca", pca.model, x, 2, 2, z);
    const double turned = atan2((double)(y[3] - y[1]), (double)(y[2] - y[0])) -
                          atan2((double)(z[3] - z[1]), (double)(z[2] - z[0]));
    assert_true(fabs(turned) < 5 * acos(-1) / 180);
    end(&few);
    end(&many);
    end(&pca);
}

static void drop_biases(struct network *net)
{
    for (int i = 0; i < net->n; i++)
        for (size_t k = 0; k < net->layer[i].n_bias; k++)
            net->params[net->layer[i].bias + k] = 0;
}

static void drop_all_biases(struct autoencoder *ae)
{
    drop_biases(&ae->encoder);
    drop_biases(&ae->latent);
    drop_biases(&ae->decoder);
}

/* P4: without biases a network of ReLUs scales with its input, and so does its error: what is smaller looks more
 * normal. */
static void p4_without_biases_the_error_scales(void **state)
{
    (void)state;
    static const double factors[] = { 0.25, 4, 100 };
    struct trained t = train("phase1", PLANE "model.encoder=8 model.decoder=8 model.code=identity train.epochs=50",
                             "synthetic:curve");
    drop_all_biases(t.model);
    for (size_t i = 0; i < 20; i++) {
        const float *x = t.set.test.values + 2 * i;
        const double error = score_at("phase1", t.model, x, 2);
        for (size_t k = 0; k < 3; k++) {
            const float scaled[2] = { (float)factors[k] * x[0], (float)factors[k] * x[1] };
            assert_near(score_at("phase1", t.model, scaled, 2), factors[k] * error, 1e-5 * factors[k] * error);
        }
    }
    end(&t);
}

/* P5: with biases a ReLU network grows far out as it does without them, in each direction; an almost fixed direction is
 * accepted far, and there is one where the data is straight. */
static void p5_relu_networks_grow_by_their_slope(void **state)
{
    (void)state;
    struct trained t = train("phase1", PLANE "model.encoder=5 model.decoder=5 model.code=identity train.epochs=600",
                             "synthetic:gauss");
    static float x[2 * DIRECTIONS], y[2 * DIRECTIONS], y0[2 * DIRECTIONS];
    double slope[DIRECTIONS], least = 1;
    for (int i = 0; i < DIRECTIONS; i++) {
        x[2 * i] = (float)(1e4 * cos(2 * acos(-1) * i / DIRECTIONS));
        x[2 * i + 1] = (float)(1e4 * sin(2 * acos(-1) * i / DIRECTIONS));
    }
    reconstruct("phase1", t.model, x, DIRECTIONS, 2, y);
    drop_all_biases(t.model);
    reconstruct("phase1", t.model, x, DIRECTIONS, 2, y0);
    for (int i = 0; i < DIRECTIONS; i++) {
        slope[i] = distance(x + 2 * i, y + 2 * i, 2) / 1e4;
        assert_near(slope[i], distance(x + 2 * i, y0 + 2 * i, 2) / 1e4, 1e-3);
        least = fmin(least, slope[i]);
    }
    assert_true(least < 0.05);
    end(&t);
}

/* P6: what is bounded in its code or its output cannot follow a point that goes away. */
static void p6_bounded_codes_let_go(void **state)
{
    (void)state;
    static const struct {
        const char *name, *keys;
    } cases[] = {
        { "phase1", "model.code=tanh" },
        { "phase1", "model.code=sigmoid" },
        { "phase1", "model.code=tanh model.hidden=tanh" },
        { "phase1", "model.code=identity model.output=sigmoid" },
        { "mem-ae", "mem-ae.memory=10 mem-ae.addressing=dot" },
        { "repnn", "repnn.levels=5" },
    };
    for (size_t c = 0; c < sizeof cases / sizeof *cases; c++) {
        struct text keys = TEXT_INIT;
        text_format(&keys, PLANE "model.encoder=8 model.decoder=8 train.epochs=100 %s", cases[c].keys);
        struct trained t = train(cases[c].name, text_of(&keys), "synthetic:gauss");
        for (int i = 0; i < 360; i++) {
            const float x[2] = { (float)(1e4 * cos(acos(-1) * i / 180)), (float)(1e4 * sin(acos(-1) * i / 180)) };
            float y[2];
            reconstruct(cases[c].name, t.model, x, 1, 2, y);
            assert_near(distance(x, y, 2) / 1e4, 1, 0.01);
        }
        end(&t);
        text_release(&keys);
    }
}

/* y = decoder(z), and the code that y gets. */
static double code_again(const struct autoencoder *ae, double z, float y[2])
{
    const float code = (float)z;
    float again;
    struct error e;
    struct pass *p = pass_create(&ae->decoder, 1, PASS_FORWARD, NULL, &e);
    pass_begin(p);
    memcpy(y, pass_forward(p, &code), 2 * sizeof *y);
    pass_free(p);
    struct images im;
    images_alloc_points(&im, 1, 2);
    memcpy(im.values, y, 2 * sizeof *y);
    assert_int_equal(autoencoder_codes(ae, 0, &im, &again, &e), 0);
    images_release(&im);
    return (double)again;
}

/* P7: some point is its own reconstruction. With a code of one number in [-1, 1] it lies between two codes of which one
 * rises and one falls, which halving finds. */
static void p7_there_is_a_fixed_point(void **state)
{
    (void)state;
    struct trained t = train("phase1", PLANE "model.encoder=8 model.decoder=8 model.code=tanh train.epochs=100",
                             "synthetic:curve");
    double low = -1, high = 1;
    float x[2];
    for (int i = 0; i < 40; i++) {
        const double middle = (low + high) / 2;
        if (code_again(t.model, middle, x) > middle)
            low = middle;
        else
            high = middle;
    }
    double *errors = scores_of("phase1", t.model, &t.set.test);
    assert_true(score_at("phase1", t.model, x, 2) < 1e-4 * quantile(errors, 500, 0.5));
    free(errors);
    end(&t);
}

/* Coordinates of deviation 3 first, then of .1: the former are what four numbers of code hold. */
static void wide_points(struct images *im, size_t n, uint64_t seed)
{
    enum { D = 20, R = 4 };
    struct rng r;
    rng_seed(&r, seed);
    images_alloc_points(im, n, D);
    for (size_t i = 0; i < n; i++)
        for (int k = 0; k < D; k++) {
            im->values[i * D + (size_t)k] = (float)((k < R ? 3 : 0.1) * rng_normal(&r));
            im->labels[i] = 0;
        }
}

static double accepted(const char *name, void *model, const struct images *test, const struct images *changed)
{
    double *normal = scores_of(name, model, test), *scores = scores_of(name, model, changed), n = 0;
    const double q95 = quantile(normal, test->n, 0.95);
    for (size_t i = 0; i < changed->n; i++)
        n += scores[i] <= q95;
    free(normal);
    free(scores);
    return n / (double)changed->n;
}

/* Twenty times as far in the space of pca's components; off it all stays. */
static void go_far(void *pca, struct images *im)
{
    for (size_t i = 0; i < im->n; i++) {
        float *x = im->values + i * 20, wide[20], inside[20], far[20];
        for (int k = 0; k < 20; k++)
            wide[k] = 20 * x[k];
        reconstruct("pca", pca, x, 1, 20, inside);
        reconstruct("pca", pca, wide, 1, 20, far);
        for (int k = 0; k < 20; k++)
            x[k] += far[k] - inside[k];
    }
}

/* The last coordinate more by 2, less what of that is in the space. */
static void add_dot(void *pca, struct images *im)
{
    float dot[40] = { [19] = 2 }, inside[40];
    reconstruct("pca", pca, dot, 2, 20, inside);
    for (size_t i = 0; i < im->n * 20; i++)
        im->values[i] += dot[i % 20] - (inside[i % 20] - inside[20 + i % 20]);
}

/* Points of P9: normal ones, and changed ones in the space of pca's components and off it. */
struct changes {
    struct images train, test, far, dot;
    void *pca;
};

static void changes_begin(struct changes *c)
{
    wide_points(&c->train, 1000, 1);
    wide_points(&c->test, 1000, 2);
    wide_points(&c->far, 1000, 3);
    wide_points(&c->dot, 1000, 4);
    c->pca = fit_points("pca", "model.latent=4", &c->train);
    go_far(c->pca, &c->far);
    add_dot(c->pca, &c->dot);
}

static void changes_end(struct changes *c)
{
    detector_named("pca")->free(c->pca);
    images_release(&c->train);
    images_release(&c->test);
    images_release(&c->far);
    images_release(&c->dot);
}

/* What a detector on the codes of a saved model accepts of both changes. */
static void accepted_on_codes(const char *name, const char *encoder, const struct archive *first,
                              const struct changes *c, double *far, double *dot)
{
    struct settings s;
    struct fit_report report;
    configure(&s, LINEAR "model.latent=4 latent-gmm.components=2");
    settings_set(&s, setting_named("latent", "encoder"), encoder, NULL);
    void *model = fit_with(name,
                           &(struct fit_input) { .settings = &s, .positive = &c->train, .seed = 1, .first = first },
                           &report);
    *far = accepted(name, model, &c->test, &c->far);
    *dot = accepted(name, model, &c->test, &c->dot);
    detector_named(name)->free(model);
    fit_report_release(&report);
}

/* P9: a change is in the space of the code or off it. The residual is blind to the one, the code to the other; what
 * looks at both is not blind. */
static void p9_code_and_residual_complement_each_other(void **state)
{
    struct changes c;
    struct archive first;
    double far, dot;
    char *path = path_join(*state, "first.lisae", NULL);
    changes_begin(&c);
    void *ae = fit_points("phase1", LINEAR "model.latent=4", &c.train);
    save_model("ae", ae, path, &first);
    assert_near(accepted("pca", c.pca, &c.test, &c.far), 0.95, 0.03);
    assert_true(accepted("pca", c.pca, &c.test, &c.dot) == 0);
    accepted_on_codes("latent-mahalanobis", "ae", &first, &c, &far, &dot);
    assert_true(far < 0.02);
    assert_near(dot, 0.95, 0.03);
    accepted_on_codes("latent-gmm", "ae", &first, &c, &far, &dot);
    assert_true(far < 0.02);
    assert_near(dot, 0.95, 0.03);
    accepted_on_codes("latent-joint", "ae", &first, &c, &far, &dot);
    assert_true(far < 0.02);
    assert_true(dot == 0);
    autoencoder_free(ae);
    archive_release(&first);
    changes_end(&c);
    free(path);
}

/* P8 and P9: shaping leaves the residual blind far out in the space of the code, however many negatives lie there; the
 * joint score closes that. */
static void p9_a_joint_score_closes_what_shaping_cannot(void **state)
{
    struct changes c;
    struct archive first, shaped;
    struct settings s;
    struct fit_report report;
    double far, dot;
    char *path = path_join(*state, "first.lisae", NULL), *other = path_join(*state, "shaped.lisae", NULL);
    changes_begin(&c);
    void *ae = fit_points("phase1", LINEAR "model.latent=4", &c.train);
    save_model("phase1", ae, path, &first);
    configure(&s, LINEAR "model.latent=4 shape.gamma=5 shape.epochs=20");
    void *lis = fit_with("lis-ae",
                         &(struct fit_input) {
                             .settings = &s, .positive = &c.train, .negative = &c.far, .seed = 1, .first = &first },
                         &report);
    fit_report_release(&report);
    save_model("lis-ae", lis, other, &shaped);
    assert_near(accepted("lis-ae", lis, &c.test, &c.far), 0.95, 0.05);
    assert_true(accepted("lis-ae", lis, &c.test, &c.dot) < 0.02);
    accepted_on_codes("latent-joint", "lis-ae", &shaped, &c, &far, &dot);
    assert_true(far < 0.02);
    assert_true(dot < 0.02);
    autoencoder_free(ae);
    autoencoder_free(lis);
    archive_release(&first);
    archive_release(&shaped);
    changes_end(&c);
    free(path);
    free(other);
}

/* P10: scores that grow with the distance from the data, without end. run/test_field.c has the blind share. */
static void p10_densities_and_distances_let_go(void **state)
{
    (void)state;
    const double h = 0.3;
    struct trained kde = train("kde", "kde.select=fixed kde.bandwidth=0.3", "synthetic:curve");
    struct trained mean = train("raw-l2", "", "synthetic:curve");
    const double least = log(2 * acos(-1) * h * h);
    double last = 0;
    for (double size = 5; size <= 5000; size *= 10)
        for (int i = 0; i < 8; i++) {
            const float x[2] = { (float)(size * cos(0.785 * i)), (float)(size * sin(0.785 * i)) };
            const double d = nearest_distance(kde.set.train.values, kde.set.train.n, 2, x);
            const double bound = d * d / (2 * h * h) + least;
            assert_true(score_at("kde", kde.model, x, 2) >= bound - 1e-3 * bound);
            assert_true(score_at("raw-l2", mean.model, x, 2) >= d - 3);
            assert_true(score_at("kde", kde.model, x, 2) > last);
            last = i == 7 ? bound : last;
        }
    end(&kde);
    end(&mean);
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(p1_pca_accepts_its_space),
    cmocka_unit_test(p2_without_biases_the_line_goes_through_the_origin),
    cmocka_unit_test(p3_linear_autoencoders_leak_less_with_training),
    cmocka_unit_test(p4_without_biases_the_error_scales),
    cmocka_unit_test(p5_relu_networks_grow_by_their_slope),
    cmocka_unit_test(p6_bounded_codes_let_go),
    cmocka_unit_test(p7_there_is_a_fixed_point),
    cmocka_unit_test(p9_code_and_residual_complement_each_other),
    cmocka_unit_test(p9_a_joint_score_closes_what_shaping_cannot),
    cmocka_unit_test(p10_densities_and_distances_let_go),
};

TEST_MAIN(tests, make_folder, remove_folder)
