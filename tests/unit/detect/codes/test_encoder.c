/* Detectors on codes. An encoder whose code is the image itself makes their codes known, so that
 * each is compared with its definition in double precision: naive sums, closed forms, finite
 * differences. What encoders they take and how they are kept is in test_latent_models.c. */
#include "support/fitting.h"

#include "detect/autoencoder/autoencoder.h"
#include "support/naive_network.h"

/* A first phase for images of 1 x d pixels whose code is the image. */
static void identity_phase1(const char *path, int d, struct archive *a)
{
    struct settings s;
    struct autoencoder ae;
    struct error e = { "" };
    configure(&s, "model.kind=linear");
    s.model.latent = d;
    assert_int_equal(autoencoder_init(&ae, &s, (struct shape) { 1, d, 1 }, &e), 0);
    for (int k = 0; k < d; k++)
        ae.latent.params[ae.latent.layer[0].weights + (size_t)(k * d + k)] = 1;
    save_model("ae", &ae, path, a);
    autoencoder_release(&ae);
}

/* One fit on images that are their own codes. */
struct trial {
    char *path;
    struct archive phase1;
    struct settings settings;
    struct fit_report report;
    const char *name;
    void *model;
};

static void trial_begin(struct trial *t, void **state, const char *name, const char *settings,
                        const struct images *positive, const struct images *negative)
{
    t->path = path_join(*state, "identity.lisae", NULL);
    t->name = name;
    identity_phase1(t->path, positive->width, &t->phase1);
    configure(&t->settings, settings);
    const struct fit_input in = {
        .settings = &t->settings, .positive = positive, .negative = negative, .seed = 77, .first = &t->phase1
    };
    t->model = fit_with(name, &in, &t->report);
}

static void trial_end(struct trial *t)
{
    detector_find(t->name)->free(t->model);
    fit_report_release(&t->report);
    archive_release(&t->phase1);
    free(t->path);
}

static void random_rows(struct images *im, size_t n, int d, int middle, uint64_t seed)
{
    struct rng r;
    rng_seed(&r, seed);
    images_new(im, n, 1, d, 1);
    for (size_t i = 0; i < n; i++) {
        double common = rng_normal(&r);
        for (int k = 0; k < d; k++)
            im->pixels[i * (size_t)d + (size_t)k] = (uint8_t)
                fmin(fmax(middle + (10 + 4 * k) * rng_normal(&r) + 12 * common * (k % 3), 0), 255);
    }
}

static double pixel(const struct images *im, size_t i, size_t k)
{
    return im->pixels[i * images_size(im) + k] / 255.0;
}

/* mean (d), covariance (d, d) with 1/n. */
static void naive_moments(const struct images *im, double *mean, double *covariance)
{
    size_t d = images_size(im);
    memset(mean, 0, d * sizeof *mean);
    memset(covariance, 0, d * d * sizeof *covariance);
    for (size_t i = 0; i < im->n; i++)
        for (size_t k = 0; k < d; k++)
            mean[k] += pixel(im, i, k) / (double)im->n;
    for (size_t i = 0; i < im->n; i++)
        for (size_t k = 0; k < d; k++)
            for (size_t l = 0; l < d; l++)
                covariance[k * d + l] += (pixel(im, i, k) - mean[k]) * (pixel(im, i, l) - mean[l]) / (double)im->n;
}

/* x' A^-1 x by Gauss-Jordan elimination with pivots. */
static double quadratic_form(const double *a, const double *x, size_t d)
{
    double *m = mem_alloc(d * (d + 1), sizeof *m), sum = 0;
    for (size_t i = 0; i < d; i++) {
        memcpy(m + i * (d + 1), a + i * d, d * sizeof *m);
        m[i * (d + 1) + d] = x[i];
    }
    for (size_t p = 0; p < d; p++) {
        size_t best = p;
        for (size_t i = p; i < d; i++)
            if (fabs(m[i * (d + 1) + p]) > fabs(m[best * (d + 1) + p]))
                best = i;
        for (size_t k = 0; k <= d; k++) {
            double swap = m[p * (d + 1) + k];
            m[p * (d + 1) + k] = m[best * (d + 1) + k];
            m[best * (d + 1) + k] = swap;
        }
        for (size_t i = 0; i < d; i++) {
            double factor = i == p ? 0 : m[i * (d + 1) + p] / m[p * (d + 1) + p];
            for (size_t k = 0; k <= d; k++)
                m[i * (d + 1) + k] -= factor * m[p * (d + 1) + k];
        }
    }
    for (size_t i = 0; i < d; i++)
        sum += x[i] * m[i * (d + 1) + d] / m[i * (d + 1) + i];
    free(m);
    return sum;
}

/* Ledoit and Wolf's share, by the definition: the spread of single x x' about S. */
static double naive_ledoit_wolf(const struct images *im, const double *mean, const double *s)
{
    size_t d = images_size(im);
    double trace = 0, spread = 0, noise = 0;
    for (size_t k = 0; k < d; k++)
        trace += s[k * d + k];
    for (size_t k = 0; k < d; k++)
        for (size_t l = 0; l < d; l++) {
            spread += pow(s[k * d + l] - (k == l ? trace / (double)d : 0), 2);
            for (size_t i = 0; i < im->n; i++)
                noise += pow((pixel(im, i, k) - mean[k]) * (pixel(im, i, l) - mean[l]) - s[k * d + l], 2) /
                         pow((double)im->n, 2);
        }
    return fmin(noise, spread) / spread;
}

/* 300 images for the fit and for the scores: more than one block of either. */
static void mahalanobis_by_the_definition(void **state)
{
    enum { N = 300, D = 7 };
    static const struct {
        size_t n;
        const char *settings;
        double shrinkage; /* negative: Ledoit and Wolf's */
    } table[] = {
        { N, "latent.covariance=fixed latent.shrinkage=0", 0 },
        { N, "latent.covariance=fixed latent.shrinkage=0.3", 0.3 },
        { N, "latent.covariance=fixed latent.shrinkage=1", 1 },
        { N, "latent.covariance=ledoit-wolf", -1 },
        { 20, "latent.covariance=ledoit-wolf", -1 },
        { 5, "latent.covariance=ledoit-wolf", -1 }, /* fewer than dimensions */
    };
    for (size_t a = 0; a < sizeof table / sizeof *table; a++) {
        struct images train, test;
        struct trial t;
        double mean[D], s[D * D], trace = 0, noted;
        random_rows(&train, table[a].n, D, 120, a);
        random_rows(&test, N, D, 140, 100);
        trial_begin(&t, state, "latent-mahalanobis", table[a].settings, &train, NULL);
        naive_moments(&train, mean, s);
        double r = table[a].shrinkage < 0 ? naive_ledoit_wolf(&train, mean, s) : table[a].shrinkage;
        assert_int_equal(sscanf(t.report.note, "shrinkage %lf", &noted), 1);
        assert_near(noted, r, 2e-6);
        for (int k = 0; k < D; k++)
            trace += s[k * D + k];
        for (int k = 0; k < D * D; k++)
            s[k] = (1 - r) * s[k] + (k % (D + 1) == 0 ? r * trace / D : 0);
        double *scores = scores_of(t.name, t.model, &test);
        for (size_t i = 0; i < N; i++) {
            double x[D];
            for (size_t k = 0; k < D; k++)
                x[k] = pixel(&test, i, k) - mean[k];
            double expected = sqrt(quadratic_form(s, x, D));
            assert_near(scores[i], expected, 1e-5 * (1 + expected));
        }
        free(scores);
        trial_end(&t);
        images_release(&train);
        images_release(&test);
    }
}

/* Positives at m +- 40 u, m +- 20 v with u, v = (1, 1), (1, -1): the covariance has the
 * eigenvalues 1600 and 400 (in pixels) along them, so where a circle of one score lies is known. */
static void mahalanobis_of_a_known_covariance(void **state)
{
    static const uint8_t cross[4][2] = { { 140, 140 }, { 60, 60 }, { 120, 80 }, { 80, 120 } };
    static const struct {
        uint8_t at[2];
        double square; /* of the score */
    } table[] = {
        { { 100, 100 }, 0 }, { { 140, 140 }, 2 }, { { 120, 80 }, 2 },
        { { 180, 180 }, 8 }, { { 60, 140 }, 8 },  { { 140, 100 }, 0.5 + 2 },
    };
    struct images train, one;
    struct trial t;
    images_new(&train, 4, 1, 2, 1);
    images_new(&one, 1, 1, 2, 1);
    memcpy(train.pixels, cross, sizeof cross);
    trial_begin(&t, state, "latent-mahalanobis", "latent.covariance=fixed latent.shrinkage=0", &train, NULL);
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        memcpy(one.pixels, table[i].at, 2);
        double *score = scores_of(t.name, t.model, &one);
        assert_near(*score, sqrt(table[i].square), 1e-5);
        free(score);
    }
    trial_end(&t);
    images_release(&train);
    images_release(&one);
}

/* Many draws of a Gaussian: the scores are those of the covariance that they were drawn with. */
static void mahalanobis_of_a_gaussian(void **state)
{
    enum { N = 20000 };
    static const double covariance[4] = { 900, 540, 540, 400 }; /* of (30 a, 18 a + sqrt(76) b) */
    struct images train, test;
    struct rng r;
    struct trial t;
    rng_seed(&r, 3);
    images_new(&train, N, 1, 2, 1);
    for (int i = 0; i < N; i++) {
        double a = rng_normal(&r), b = rng_normal(&r);
        train.pixels[2 * i] = (uint8_t)round(fmin(fmax(128 + 30 * a, 0), 255));
        train.pixels[2 * i + 1] = (uint8_t)round(fmin(fmax(128 + 18 * a + sqrt(76) * b, 0), 255));
    }
    random_rows(&test, 50, 2, 128, 1);
    trial_begin(&t, state, "latent-mahalanobis", "", &train, NULL);
    double *scores = scores_of(t.name, t.model, &test);
    for (size_t i = 0; i < test.n; i++) {
        const double x[2] = { test.pixels[2 * i] - 128.0, test.pixels[2 * i + 1] - 128.0 };
        double expected = sqrt(quadratic_form(covariance, x, 2));
        assert_near(scores[i], expected, 0.02 + 0.02 * expected);
    }
    free(scores);
    trial_end(&t);
    images_release(&train);
    images_release(&test);
}

static int by_size(const void *a, const void *b)
{
    const double *x = a, *y = b;
    return (*x > *y) - (*x < *y);
}

static double naive_distance(const struct images *a, size_t i, const struct images *b, size_t j)
{
    double sum = 0;
    for (size_t k = 0; k < images_size(a); k++)
        sum += pow(pixel(a, i, k) - pixel(b, j, k), 2);
    return sqrt(sum);
}

static void distance_to_the_kth_neighbour(void **state)
{
    enum { N = 150, TEST = 140, D = 5 };
    static const char *const settings[] = { "latent.k=1", "latent.k=2", "latent.k=7", "latent.k=150" };
    struct images train, test;
    random_rows(&train, N, D, 120, 1);
    random_rows(&test, TEST, D, 130, 2);
    memcpy(test.pixels, train.pixels, D); /* one that is its own neighbour */
    for (size_t a = 0; a < sizeof settings / sizeof *settings; a++) {
        struct trial t;
        double distance[N];
        trial_begin(&t, state, "latent-knn", settings[a], &train, NULL);
        double *scores = scores_of(t.name, t.model, &test);
        for (size_t i = 0; i < TEST; i++) {
            for (size_t j = 0; j < N; j++)
                distance[j] = naive_distance(&test, i, &train, j);
            qsort(distance, N, sizeof *distance, by_size);
            /* a difference of numbers of about 0.5 in float: its root is off by 1e-3 at most near 0 */
            double expected = distance[t.settings.latent.k - 1];
            assert_near(scores[i], expected, expected > 0.05 ? 1e-5 : 1e-3);
        }
        free(scores);
        trial_end(&t);
    }
    images_release(&train);
    images_release(&test);
}

/* Codes that are no numbers are near nothing: the score says so (and whoever scores refuses it). */
static void codes_that_are_no_numbers(void **state)
{
    enum { N = 20, D = 5, PARAMS = D * D + D };
    static const char *const names[] = { "latent-knn", "latent-kde" };
    char *path = path_join(*state, "good.lisae", NULL), *bad = path_join(*state, "bad.lisae", NULL);
    struct images train;
    float nan[PARAMS];
    for (int i = 0; i < PARAMS; i++)
        nan[i] = NAN;
    random_rows(&train, N, D, 120, 1);
    for (size_t n = 0; n < 2; n++) {
        struct trial t;
        struct archive good, broken;
        struct error e = { "" };
        const struct detector *d = detector_find(names[n]);
        trial_begin(&t, state, names[n], "", &train, NULL);
        save_model(names[n], t.model, path, &good);
        put_changed(&good, bad, "latent", ARCHIVE_F32, PARAMS, nan);
        assert_int_equal(archive_open(&broken, bad, &e), 0);
        void *model = d->load(d, &broken, &e);
        assert_non_null(model);
        double *scores = scores_of(names[n], model, &train);
        for (int i = 0; i < N; i++)
            assert_false(isfinite(scores[i]));
        free(scores);
        d->free(model);
        archive_release(&good);
        archive_release(&broken);
        trial_end(&t);
    }
    images_release(&train);
    free(path);
    free(bad);
}

/* On codes that are the pixels latent-kde is kde: the formula, and the same folds and bandwidth. */
static void density_of_codes(void **state)
{
    enum { N = 150, D = 4 };
    static const char *const settings[] = {
        "kde.select=fixed kde.bandwidth=0.05",
        "kde.select=fixed kde.bandwidth=0.7",
        "kde.folds=3 kde.grid_low=-6 kde.grid_high=1 kde.grid_points=40",
    };
    struct images train, test;
    random_rows(&train, N, D, 120, 1);
    random_rows(&test, 140, D, 150, 2);
    for (size_t a = 0; a < sizeof settings / sizeof *settings; a++) {
        struct trial t;
        struct fit_report report;
        double h;
        trial_begin(&t, state, "latent-kde", settings[a], &train, NULL);
        void *kde = fit_with("kde", &(struct fit_input) { .settings = &t.settings, .positive = &train, .seed = 77 },
                             &report);
        assert_string_equal(t.report.note, report.note);
        if (sscanf(t.report.note, "bandwidth %lf", &h) != 1)
            h = t.settings.kde.bandwidth;
        double *scores = scores_of(t.name, t.model, &test), *pixels = scores_of("kde", kde, &test);
        for (size_t i = 0; i < test.n; i++) {
            double sum = 0;
            for (size_t j = 0; j < N; j++)
                sum += exp(-pow(naive_distance(&test, i, &train, j) / h, 2) / 2) / pow(h * sqrt(2 * acos(-1)), D);
            if (sum > 1e-250)
                assert_near(scores[i], -log(sum / N), 1e-5 + 5e-7 / (h * h));
            assert_near(scores[i], pixels[i], 1e-5 + 5e-7 / (h * h));
        }
        free(scores);
        free(pixels);
        detector_find("kde")->free(kde);
        fit_report_release(&report);
        trial_end(&t);
    }
    images_release(&train);
    images_release(&test);
}

/* Weights and bias as the detector's file has them. */
static void weights_of(const struct trial *t, void **state, double *theta, size_t n)
{
    struct archive a;
    char *path = path_join(*state, "logistic.lisae", NULL);
    save_model(t->name, t->model, path, &a);
    const struct archive_entry *w = archive_get(&a, "weights", ARCHIVE_F64, NULL);
    assert_int_equal(w->count, n);
    memcpy(theta, w->data, n * sizeof *theta);
    archive_release(&a);
    free(path);
}

struct logistic_loss {
    const struct images *positive, *negative;
    const double *theta; /* (d + 1) */
    double penalty;
};

static double mean_log_loss(const struct images *im, const double *theta, double sign)
{
    double sum = 0;
    for (size_t i = 0; i < im->n; i++) {
        double s = theta[images_size(im)];
        for (size_t k = 0; k < images_size(im); k++)
            s += theta[k] * pixel(im, i, k);
        sum += log(1 + exp(-sign * s)) / (double)im->n;
    }
    return sum;
}

static double logistic_loss(void *context)
{
    const struct logistic_loss *l = context;
    double loss = (mean_log_loss(l->positive, l->theta, -1) + mean_log_loss(l->negative, l->theta, 1)) / 2;
    for (size_t k = 0; k < images_size(l->positive); k++)
        loss += l->penalty / 2 * l->theta[k] * l->theta[k];
    return loss;
}

/* Overlapping and separable classes, of very different sizes: the loss has no slope at the
 * weights that were found (but for codes being floats), and scores are the logits. */
static void logistic_has_no_slope(void **state)
{
    enum { D = 5 };
    static const struct {
        int middle;
        const char *settings;
    } table[] = {
        { 110, "latent.penalty=0.001" }, { 110, "latent.penalty=1e-9" }, { 110, "latent.penalty=10" },
        { 230, "latent.penalty=0.001" }, { 230, "latent.penalty=1e-6" },
    };
    for (size_t a = 0; a < sizeof table / sizeof *table; a++) {
        struct images positive, negative;
        struct trial t;
        double theta[D + 1];
        random_rows(&positive, 300, D, 90, 1);
        random_rows(&negative, 40, D, table[a].middle, 2);
        trial_begin(&t, state, "latent-logistic", table[a].settings, &positive, &negative);
        weights_of(&t, state, theta, D + 1);
        struct logistic_loss l = { &positive, &negative, theta, t.settings.latent.penalty };
        for (int k = 0; k <= D; k++)
            assert_near(central_difference(logistic_loss, &l, &theta[k], 1e-4), 0, 1e-7);
        double noted, *scores = scores_of(t.name, t.model, &negative);
        assert_int_equal(sscanf(t.report.note, "logistic loss %lf", &noted), 1);
        assert_near(noted, logistic_loss(&l), 1e-5 * noted + 1e-9);
        for (size_t i = 0; i < negative.n; i++) {
            double s = theta[D];
            for (size_t k = 0; k < D; k++)
                s += theta[k] * pixel(&negative, i, k);
            assert_near(scores[i], s, 1e-5 * (1 + fabs(s)));
        }
        free(scores);
        trial_end(&t);
        images_release(&positive);
        images_release(&negative);
    }
}

/* Positives at p, negatives at q: by symmetry the border is at (p + q) / 2, and with
 * m = (q - p) / 2 the weight solves penalty w = m / (1 + exp(w m)). */
static void logistic_of_two_points(void **state)
{
    static const struct {
        int p, q;
        const char *settings;
    } table[] = {
        { 51, 204, "latent.penalty=0.01" }, { 204, 51, "latent.penalty=0.01" }, { 100, 110, "latent.penalty=0.0001" },
        { 0, 255, "latent.penalty=1e-6" },  { 0, 255, "latent.penalty=1000" },
    };
    for (size_t a = 0; a < sizeof table / sizeof *table; a++) {
        struct images positive, negative;
        struct trial t;
        double theta[2], m = (table[a].q - table[a].p) / 510.0, low = 0, high = 1e6;
        images_new(&positive, 300, 1, 1, 1);
        images_new(&negative, 3, 1, 1, 1);
        memset(positive.pixels, table[a].p, positive.n);
        memset(negative.pixels, table[a].q, negative.n);
        trial_begin(&t, state, "latent-logistic", table[a].settings, &positive, &negative);
        weights_of(&t, state, theta, 2);
        for (int i = 0; i < 200; i++) {
            double w = (low + high) / 2;
            if (t.settings.latent.penalty * w < fabs(m) / (1 + exp(w * fabs(m))))
                low = w;
            else
                high = w;
        }
        assert_near(theta[0], m < 0 ? -low : low, 1e-5 * (1 + low));
        assert_near(theta[1], -theta[0] * (table[a].p + table[a].q) / 510.0, 1e-5 * (1 + low));
        trial_end(&t);
        images_release(&positive);
        images_release(&negative);
    }
}

/* z and a of the shared autoencoder, against its layers in double precision. */
static void codes_by_the_definition(void **state)
{
    static const char *const networks[] = {
        "model.kind=conv model.encoder=3_4 model.decoder=4_2 model.kernel=3",
        "model.kind=mlp model.encoder=7 model.code=sigmoid",
        "model.kind=mlp model.encoder=7 model.code=relu",
        "model.kind=linear",
    };
    (void)state;
    enum { N = 300, LATENT = 5 };
    struct images im;
    random_rows(&im, N, 24, 120, 1);
    im.height = 4;
    im.width = 6;
    for (size_t a = 0; a < sizeof networks / sizeof *networks; a++) {
        struct settings s;
        struct autoencoder ae;
        struct error e = { "" };
        float z[N * LATENT], before[N * LATENT];
        configure(&s, networks[a]);
        s.model.latent = LATENT;
        assert_int_equal(autoencoder_init(&ae, &s, (struct shape) { 4, 6, 1 }, &e), 0);
        autoencoder_initialise(&ae, &im, 5);
        assert_int_equal(autoencoder_codes(&ae, 0, &im, z, &e), 0);
        assert_int_equal(autoencoder_codes(&ae, 1, &im, before, &e), 0);
        double *x = mem_alloc(N * 24, sizeof *x), *encoder = doubles(ae.encoder.params, ae.encoder.n_params);
        double *latent = doubles(ae.latent.params, ae.latent.n_params);
        for (size_t i = 0; i < N * 24; i++)
            x[i] = im.pixels[i] / 255.0;
        double *features = naive_forward(&ae.encoder, encoder, x, N),
               *code = naive_forward(&ae.latent, latent, features, N);
        for (size_t i = 0; i < N * LATENT; i++) {
            double slope = choice_is(s.model.code, "relu") ? 0 : s.model.slope;
            assert_near(before[i], code[i], 1e-5);
            assert_near(z[i], naive_activation(ae.code.plain.activation, slope, code[i]), 1e-5);
        }
        free(x);
        free(encoder);
        free(latent);
        free(features);
        free(code);
        autoencoder_release(&ae);
    }
    images_release(&im);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(mahalanobis_by_the_definition), cmocka_unit_test(mahalanobis_of_a_known_covariance),
        cmocka_unit_test(mahalanobis_of_a_gaussian),     cmocka_unit_test(distance_to_the_kth_neighbour),
        cmocka_unit_test(codes_that_are_no_numbers),     cmocka_unit_test(density_of_codes),
        cmocka_unit_test(logistic_has_no_slope),         cmocka_unit_test(logistic_of_two_points),
        cmocka_unit_test(codes_by_the_definition),
    };
    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
