/* ocsvm and ocsvm-labels: cases that are solved by hand, the conditions of the optimum and the
 * decision values by double sums over the bytes, and each label against the machine that gave it. */
#include "support/fitting.h"

#include <unistd.h>

#include "detect/parts/svm.h"
#include "support/suite.h"

static void noise_images(struct images *im, size_t n, int height, int width, int channels, uint64_t seed)
{
    struct rng r;
    rng_seed(&r, seed);
    images_new(im, n, height, width, channels);
    for (size_t i = 0; i < n * images_size(im); i++)
        im->pixels[i] = (uint8_t)fmin(fmax(128 + 60 * rng_normal(&r), 0), 255);
}

static double kernel(const uint8_t *x, const uint8_t *y, size_t d, double gamma)
{
    double distance = 0;
    for (size_t k = 0; k < d; k++)
        distance += pow((x[k] - y[k]) / 255.0, 2);
    return exp(-gamma * distance);
}

/* A fitted model through its file: a of all training images (n), rho and gamma. */
struct solution {
    void *model;
    double alpha[300], rho, gamma;
};

static struct solution solve(void **state, const struct images *im, const char *settings)
{
    struct settings s;
    struct fit_report report;
    struct archive a;
    struct solution out = { 0 };
    char *path = path_join(*state, "model.lisae", NULL);
    configure(&s, settings);
    out.model = fit_with("ocsvm", &(struct fit_input) { .settings = &s, .positive = im }, &report);
    save_model("ocsvm", out.model, path, &a);
    const struct archive_entry *alpha = archive_get(&a, "alpha", ARCHIVE_F32, NULL);
    const struct archive_entry *support = archive_get(&a, "support", ARCHIVE_U8, NULL);
    out.rho = *(const double *)archive_get(&a, "rho", ARCHIVE_F64, NULL)->data;
    out.gamma = *(const double *)archive_get(&a, "gamma", ARCHIVE_F64, NULL)->data;
    /* support vectors are kept in the images' order */
    size_t next = 0, d = images_size(im);
    for (size_t i = 0; i < im->n; i++)
        if (next < alpha->count && memcmp(im->pixels + i * d, (const uint8_t *)support->data + next * d, d) == 0)
            out.alpha[i] = (double)((const float *)alpha->data)[next++];
    assert_int_equal(next, alpha->count);
    archive_release(&a);
    free(path);
    return out;
}

static void solution_release(struct solution *s)
{
    detector_named("ocsvm")->free(s->model);
}

/* Images (0, 0), (0, 100) and (255, 50): the first two are as far from the third, so they have the
 * same a, the third has c. Where all three lie on the border,
 *     (1 + k) a + l c = 2 l a + c = rho,  2 a + c = 3 nu. */
static void three_images_by_hand(void **state)
{
    static const uint8_t pixels[] = { 0, 0, 0, 100, 255, 50 };
    struct images im, middle;
    images_new(&im, 3, 1, 2, 1);
    images_new(&middle, 1, 1, 2, 1);
    memcpy(im.pixels, pixels, sizeof pixels);
    middle.pixels[0] = 0;
    middle.pixels[1] = 50;
    const double near = pow(100 / 255.0, 2), far = 1 + near / 4, k = exp(-2 * near), l = exp(-2 * far);
    static const struct {
        double nu;
        const char *settings;
    } cases[] = {
        { 0.1, "ocsvm.gamma=2 ocsvm.tolerance=1e-9 ocsvm.nu=0.1" },
        { 0.5, "ocsvm.gamma=2 ocsvm.tolerance=1e-9 ocsvm.nu=0.5" },
        { 0.8, "ocsvm.gamma=2 ocsvm.tolerance=1e-9 ocsvm.nu=0.8" }, /* c would be above 1 */
        { 1, "ocsvm.gamma=2 ocsvm.nu=1" },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        double ratio = (1 + k - 2 * l) / (1 - l), a = 3 * cases[i].nu / (2 + ratio), c = ratio * a;
        if (c > 1) {
            c = 1;
            a = (3 * cases[i].nu - 1) / 2;
        }
        double rho = (1 + k) * a + l * c;
        assert_true((c == 1) == (i > 1));
        struct solution s = solve(state, &im, cases[i].settings);
        assert_near(s.alpha[0], a, 1e-6);
        assert_near(s.alpha[1], a, 1e-6);
        assert_near(s.alpha[2], c, 1e-6);
        assert_near(s.rho, rho, 1e-6);
        double *scores = scores_of("ocsvm", s.model, &middle);
        assert_near(*scores, rho - 2 * a * exp(-2 * near / 4) - c * exp(-2.0), 1e-6);
        free(scores);
        scores = scores_of("ocsvm", s.model, &im);
        assert_near(scores[0], 0, 1e-6); /* on the border */
        assert_near(scores[2], rho - 2 * l * a - c, 1e-6);
        assert_true(i < 2 ? fabs(scores[2]) < 1e-6 : scores[2] > 0.01); /* outside, where c is at its bound */
        free(scores);
        solution_release(&s);
    }
    images_release(&im);
    images_release(&middle);
}

/* 0 <= a <= 1, sum a = nu n; f = sum a k is rho where a is between, not below it where a is 0, not
 * above it where a is 1. Numbers of images around the block of 128 and odd ones. */
static void conditions_of_the_optimum(void **state)
{
    static const struct {
        size_t n;
        double nu;
        const char *settings;
    } cases[] = {
        { 1, 0.1, "ocsvm.nu=0.1 ocsvm.gamma=0.5" },
        { 2, 0.1, "ocsvm.nu=0.1 ocsvm.gamma=0.5" },
        { 5, 1, "ocsvm.nu=1 ocsvm.gamma=0.5" },
        { 127, 0.5, "ocsvm.nu=0.5 ocsvm.gamma=0.1" },
        { 128, 0.05, "ocsvm.nu=0.05" },
        { 129, 0.2, "ocsvm.nu=0.2" },
        { 130, 0.1, "ocsvm.nu=0.1 ocsvm.gamma=50" }, /* hardly any two images are alike */
        { 257, 0.1, "" },
        { 300, 0.01, "ocsvm.nu=0.01 ocsvm.gamma=0.01" },
    };
    struct images test;
    noise_images(&test, 140, 4, 2, 3, 2);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct images im;
        size_t n = cases[i].n, d = images_size(&test), free_ones = 0;
        noise_images(&im, n, 4, 2, 3, 1);
        struct solution s = solve(state, &im, cases[i].settings);
        const double tolerance = 0.001 + 1e-5 * s.rho; /* LIBSVM's, and single precision */
        double sum = 0;
        for (size_t j = 0; j < n; j++) {
            double f = 0;
            for (size_t k = 0; k < n; k++)
                f += s.alpha[k] * kernel(im.pixels + j * d, im.pixels + k * d, d, s.gamma);
            assert_true(s.alpha[j] >= 0 && s.alpha[j] <= 1);
            assert_true(s.alpha[j] > 0 || f >= s.rho - tolerance);
            assert_true(s.alpha[j] < 1 || f <= s.rho + tolerance);
            free_ones += s.alpha[j] > 0 && s.alpha[j] < 1;
            sum += s.alpha[j];
        }
        assert_near(sum, cases[i].nu * (double)n, 1e-5 * (double)n);
        assert_true(cases[i].nu == 1 ? free_ones == 0 : free_ones > 0);
        double *scores = scores_of("ocsvm", s.model, &test);
        for (size_t j = 0; j < test.n; j++) {
            double f = 0;
            for (size_t k = 0; k < n; k++)
                f += s.alpha[k] * kernel(test.pixels + j * d, im.pixels + k * d, d, s.gamma);
            assert_near(scores[j], s.rho - f, 1e-6 + 1e-5 * s.rho);
        }
        free(scores);
        solution_release(&s);
        images_release(&im);
    }
    images_release(&test);
}

/* gamma = 0 is scikit-learn's 'scale'; the note says what it came to. */
static void gamma_by_variance(void **state)
{
    struct images im;
    struct settings s;
    struct fit_report report;
    noise_images(&im, 50, 3, 3, 1, 7);
    double mean = 0, variance = 0, n = 50 * 9;
    for (size_t i = 0; i < 50 * 9; i++)
        mean += im.pixels[i] / 255.0 / n;
    for (size_t i = 0; i < 50 * 9; i++)
        variance += pow(im.pixels[i] / 255.0 - mean, 2) / n;
    struct solution found = solve(state, &im, "");
    assert_near(found.gamma, 1 / (9 * variance), 1e-12);
    solution_release(&found);
    memset(im.pixels, 9, 50 * 9); /* no variance: scikit-learn takes 1 */
    settings_start(&s);
    void *model = fit_with("ocsvm", &(struct fit_input) { .settings = &s, .positive = &im }, &report);
    assert_memory_equal(report.note, "gamma 1, ", 9);
    assert_non_null(strstr(report.note, "support vectors of 50 images"));
    double *scores = scores_of("ocsvm", model, &im);
    assert_near(scores[0], 0, 1e-4); /* all on one point, which is the border */
    free(scores);
    detector_named("ocsvm")->free(model);
    images_release(&im);
}

/* Scores by scikit-learn's OneClassSVM (which is LIBSVM, too) at tolerance 1e-10; up to gamma = 0.001 of the kernel
 * (exp(-gamma d) - 1) / gamma, whose optimum is the same: that of exp(-gamma d) it does not find at 1e-9 in double.
 * From 1000 on no two images are alike, and all others lie rho outside. */
static void at_each_gamma(void **state)
{
    (void)state;
    static const struct {
        double gamma, nu, scores[5];
    } facts[] = {
        { 1e-12, 0.1, { -1.025030201e-12, -1.629045464e-12, -2.088232135e-12, -1.036550389e-12, -1.810692846e-12 } },
        { 1e-12, 0.5, { -2.352450276e-12, -3.410427701e-12, -6.726795798e-12, -1.807642087e-12, -6.698789116e-12 } },
        { 1e-9, 0.1, { -1.025030205e-09, -1.629045468e-09, -2.088232138e-09, -1.036550394e-09, -1.81069285e-09 } },
        { 1e-9, 0.5, { -2.352450291e-09, -3.410427715e-09, -6.726795809e-09, -1.807642105e-09, -6.698789126e-09 } },
        { 1e-6, 0.1, { -1.025027185e-06, -1.629043069e-06, -2.088227995e-06, -1.036549478e-06, -1.810689351e-06 } },
        { 1e-6, 0.5, { -2.352445713e-06, -3.410423819e-06, -6.726787786e-06, -1.807641299e-06, -6.698780851e-06 } },
        { 1e-4, 0.1, { -0.0001024731561, -0.0001628821203, -0.0002087804065, -0.0001036472954, -0.0001810327576 } },
        { 1e-3, 0.1, { -0.001022181356, -0.001626981606, -0.002083961001, -0.001035941619, -0.001807037541 } },
        { 1e-3, 0.5, { -0.002347720661, -0.003406226374, -0.006718635401, -0.001806521669, -0.006690366048 } },
        { 1, 0.1, { -0.01858305534, -0.3476051232, -0.3694114119, -0.2776967398, -0.3209874639 } },
        { 1, 0.5, { 0.002853717487, -0.8924655654, -1.814022848, -0.6030750756, -1.597652498 } },
        { 30, 0.1, { 0.1746036697, 0.170605727, 0.1654140895, 0.1707827384, 0.1735351866 } },
        { 30, 0.5, { 0.8730183485, 0.8530286348, 0.8270704473, 0.8539136917, 0.8676759328 } },
        { 1e3, 0.1, { 0.1739130435, 0.1739130435, 0.1739130435, 0.1739130435, 0.1739130435 } },
        { 1e6, 0.5, { 0.8695652174, 0.8695652174, 0.8695652174, 0.8695652174, 0.8695652174 } },
    };
    struct images im, test;
    images_new(&im, 40, 2, 3, 1);
    images_new(&test, 5, 2, 3, 1);
    for (int k = 0; k < 6; k++) {
        for (int i = 0; i < 40; i++)
            im.pixels[i * 6 + k] = (uint8_t)((i * 7 + k * k * 5 + i * k * 3) % 23 * 11);
        for (int i = 0; i < 5; i++)
            test.pixels[i * 6 + k] = (uint8_t)((i * 11 + k * 13 + i * k) % 29 * 8);
    }
    for (size_t f = 0; f < sizeof facts / sizeof *facts; f++) {
        char settings[128];
        snprintf(settings, sizeof settings, "ocsvm.gamma=%.9g ocsvm.nu=%.9g ocsvm.tolerance=1e-9", facts[f].gamma,
                 facts[f].nu);
        struct solution s = solve(state, &im, settings);
        double *scores = scores_of("ocsvm", s.model, &test), size = 0;
        for (int i = 0; i < 5; i++)
            size = fmax(size, fabs(facts[f].scores[i]));
        /* single precision where the kernel is not flat, and rho's last digit */
        for (int i = 0; i < 5; i++)
            assert_near(scores[i], facts[f].scores[i], (facts[f].gamma < 0.01 ? 1e-4 : 2e-6) * size + 2e-15);
        free(scores);
        solution_release(&s);
    }
    images_release(&im);
    images_release(&test);
}

/* The labels of machines whose kernels are all flat, those of sharper ones beside them. */
static void labels_of_flat_machines(void **state)
{
    enum { N = 200 };
    (void)state;
    struct images im, test;
    struct settings s;
    struct fit_report report;
    noise_images(&im, 100, 3, 3, 1, 3);
    noise_images(&test, N, 3, 3, 1, 4);
    configure(&s, "ocsvm-labels.nu=0.3 ocsvm-labels.gamma_low=-40 ocsvm-labels.gamma_high=-10 "
                  "ocsvm-labels.gamma_points=4");
    void *model = fit_with("ocsvm-labels", &(struct fit_input) { .settings = &s, .positive = &im }, &report);
    double *labels = scores_of("ocsvm-labels", model, &test);
    int outside = 0, odd = 0;
    for (size_t i = 0; i < N; i++) {
        outside += labels[i] == 15;
        odd += labels[i] != 15 && labels[i] != 0; /* on the border */
    }
    assert_true(outside > N / 5 && outside < N / 2 && odd < N / 50); /* about nu, each by all four: the limit is one */
    free(labels);
    detector_named("ocsvm-labels")->free(model);
    images_release(&im);
    images_release(&test);
}

static void gammas_without_digits_are_refused(void **state)
{
    (void)state;
    struct settings s;
    struct error e = { .text = "" };
    const struct sizes size = { .height = 8, .width = 8, .channels = 1, .n_positive = 50 };
    const struct detector *d = detector_named("ocsvm");
    configure(&s, "ocsvm.gamma=1e-12");
    assert_int_equal(d->check(d, &s, &size, &e), 0);
    configure(&s, "ocsvm.gamma=9e-13");
    assert_int_equal(d->check(d, &s, &size, &e), -1);
    assert_string_equal(e.text, "expected [ocsvm] gamma of 0 or from 1e-12, found 9e-13");
}

/* A sum of all a that is below the tolerance: the optimum is that of a finer one. */
static void few_images_and_a_small_nu(void **state)
{
    struct images im;
    noise_images(&im, 60, 3, 3, 1, 5);
    struct settings s;
    struct fit_report report;
    struct solution coarse = solve(state, &im, "ocsvm.gamma=1 ocsvm.nu=0.0005"),
                    fine = solve(state, &im, "ocsvm.gamma=1 ocsvm.nu=0.0005 ocsvm.tolerance=1e-9");
    assert_near(coarse.rho, fine.rho, 0.01 * fine.rho);
    int used = 0;
    for (size_t i = 0; i < im.n; i++)
        used += coarse.alpha[i] > 0;
    assert_true(used > 1);
    configure(&s, "ocsvm.gamma=1e6 ocsvm.nu=0.005 ocsvm.tolerance=0.001"); /* rho is nu */
    detector_named("ocsvm")->free(fit_with("ocsvm", &(struct fit_input) { .settings = &s, .positive = &im }, &report));
    assert_says(report.note, "; tolerance 0.001 is more than a tenth of rho in 1 of 1 machines");
    solution_release(&coarse);
    solution_release(&fine);
    images_release(&im);
}

/* Bit g is the hard label of ocsvm with the g-th gamma. */
static void labels_of_each_machine(void **state)
{
    enum { MACHINES = 6, N = 200 };
    (void)state;
    struct images im, test;
    struct settings s;
    struct fit_report report;
    size_t inside = 0, outside = 0;
    noise_images(&im, 141, 3, 3, 1, 3);
    noise_images(&test, N, 3, 3, 1, 4);
    configure(&s,
              "ocsvm-labels.nu=0.3 ocsvm-labels.gamma_low=-3 ocsvm-labels.gamma_high=4.5 ocsvm-labels.gamma_points=6");
    struct fit_input in = { .settings = &s, .positive = &im };
    void *model = fit_with("ocsvm-labels", &in, &report);
    double *labels = scores_of("ocsvm-labels", model, &test);
    for (int g = 0; g < MACHINES; g++) {
        char gamma[64];
        snprintf(gamma, sizeof gamma, "ocsvm.nu=0.3 ocsvm.gamma=%.9g", pow(2, -3 + 1.5 * g));
        configure(&s, gamma);
        void *machine = fit_with("ocsvm", &in, &report);
        double *scores = scores_of("ocsvm", machine, &test);
        for (size_t i = 0; i < N; i++) {
            int label = (int)labels[i] >> g & 1;
            assert_true(labels[i] == floor(labels[i]) && labels[i] < 1 << MACHINES);
            if (fabs(scores[i]) > 1e-3) /* not on the border */
                assert_int_equal(label, scores[i] > 0);
            *(label ? &outside : &inside) += 1;
        }
        free(scores);
        detector_named("ocsvm")->free(machine);
    }
    assert_true(inside > N && outside > N);
    free(labels);
    detector_named("ocsvm-labels")->free(model);
    images_release(&im);
    images_release(&test);
}

static void memory_is_checked_before(void **state)
{
    (void)state;
    struct settings s;
    struct error e = { .text = "" };
    const struct sizes svhn_ones = { .height = 32, .width = 32, .channels = 3, .n_positive = 13861 };
    struct sizes many = svhn_ones;
    many.n_positive = 60000;
    settings_start(&s);
    assert_near(machines_memory(13861, 3072), 10 * 13861.0 * 13861 + 100 * 1048576 + 5 * 13861.0 * 3072, 1);
    static const char *const names[] = { "ocsvm", "ocsvm-labels" };
    for (int i = 0; i < 2; i++) {
        const struct detector *d = detector_named(names[i]);
        char expected[256];
        assert_int_equal(d->check(d, &s, &svhn_ones, &e), 0);
        assert_int_equal(d->check(d, &s, &many, &e), -1);
        snprintf(expected, sizeof expected,
                 "the kernel matrix of 60000 positive images needs 34.5 GiB, [%s] memory_gib allows 4: "
                 "raise it, or take fewer images by [data] train_limit",
                 names[i]);
        assert_string_equal(e.text, expected);
        configure(&s, i ? "ocsvm-labels.memory_gib=35" : "ocsvm.memory_gib=35");
        assert_int_equal(d->check(d, &s, &many, &e), 0);
        settings_start(&s);
    }
    configure(&s, "ocsvm-labels.gamma_low=2 ocsvm-labels.gamma_high=2");
    assert_int_equal(detector_named("ocsvm-labels")->check(detector_named("ocsvm-labels"), &s, &svhn_ones, &e), -1);
    assert_string_equal(e.text, "expected [ocsvm-labels] gamma_low below gamma_high, found 2 and 2");
}

/* LIBSVM writes its progress to standard output unless told not to. */
static void nothing_is_printed(void **state)
{
    struct images im;
    char *path = folder_file(state, "output", "", 0);
    noise_images(&im, 100, 3, 3, 1, 3);
    fflush(stdout);
    int before = dup(STDOUT_FILENO);
    assert_non_null(freopen(path, "w", stdout));
    struct solution s = solve(state, &im, "");
    fflush(stdout);
    long written = ftell(stdout);
    dup2(before, STDOUT_FILENO);
    close(before);
    assert_int_equal(written, 0);
    solution_release(&s);
    images_release(&im);
    free(path);
}

static void damaged_models(void **state)
{
    enum { N = 10, D = 6 };
    struct images im;
    struct settings s;
    struct fit_report report;
    struct archive a;
    char *path = path_join(*state, "good.lisae", NULL), *bad = path_join(*state, "bad.lisae", NULL);
    static const char *const entries[] = { "gamma", "rho", "alpha", "support" };
    static const double numbers[] = { 1, 2, 0.5 }, not_positive[] = { 1, 0 }, not_finite[] = { 1, INFINITY };
    noise_images(&im, N, 3, 2, 1, 1);
    /* with such a gamma all images are support vectors */
    configure(&s, "ocsvm-labels.gamma_points=2 ocsvm-labels.gamma_high=20");
    void *model = fit_with("ocsvm-labels", &(struct fit_input) { .settings = &s, .positive = &im }, &report);
    save_model("ocsvm-labels", model, path, &a);
    for (size_t i = 0; i < sizeof entries / sizeof *entries; i++) {
        put_changed(&a, bad, entries[i], 0, 0, NULL);
        assert_refused("ocsvm-labels", bad, entries[i]);
    }
    assert_refused("ocsvm", path, "expected 1 to 1 machines, found 2");
    for (size_t n = 1; n <= 3; n += 2) {
        put_changed(&a, bad, "gamma", ARCHIVE_F64, n, numbers);
        assert_refused("ocsvm-labels", bad, "do not agree");
        put_changed(&a, bad, "rho", ARCHIVE_F64, n, numbers);
        assert_refused("ocsvm-labels", bad, "do not agree");
    }
    put_changed(&a, bad, "gamma", ARCHIVE_F64, 2, not_positive);
    assert_refused("ocsvm-labels", bad, "a positive 'gamma'");
    put_changed(&a, bad, "gamma", ARCHIVE_F64, 2, not_finite);
    assert_refused("ocsvm-labels", bad, "a positive 'gamma'");
    put_changed(&a, bad, "rho", ARCHIVE_F64, 2, not_finite);
    assert_refused("ocsvm-labels", bad, "a finite 'rho'");
    put_changed(&a, bad, "support", ARCHIVE_U8, N * D, im.pixels);
    assert_refused("ocsvm-labels", bad, "expected images in 'support'");
    put_changed(&a, bad, "alpha", ARCHIVE_F32, 2 * N, archive_get(&a, "alpha", ARCHIVE_F32, NULL)->data);
    assert_refused("ocsvm-labels", bad, "do not agree"); /* as many, but not machines by images */
    static const float wrong[] = { -0.1f, 1.1f, NAN };
    for (size_t k = 0; k < 3; k++) {
        const struct archive_entry *alpha = archive_get(&a, "alpha", ARCHIVE_F32, NULL);
        float *values = mem_alloc(alpha->count, sizeof *values);
        memcpy(values, alpha->data, alpha->count * sizeof *values);
        values[alpha->count - 1] = wrong[k];
        struct archive_writer *w = archive_create(bad, NULL);
        for (size_t i = 0; i < a.n_entries; i++) {
            const struct archive_entry *entry = &a.entries[i];
            archive_add(w, entry->name, entry->type, entry->rank, entry->dims, entry == alpha ? values : entry->data);
        }
        assert_int_equal(archive_commit(w, NULL), 0);
        assert_refused("ocsvm-labels", bad, "expected 0 <= 'alpha' <= 1");
        free(values);
    }
    archive_release(&a);
    detector_named("ocsvm-labels")->free(model);
    images_release(&im);
    free(path);
    free(bad);
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(three_images_by_hand),
    cmocka_unit_test(conditions_of_the_optimum),
    cmocka_unit_test(gamma_by_variance),
    cmocka_unit_test(labels_of_each_machine),
    cmocka_unit_test(memory_is_checked_before),
    cmocka_unit_test(nothing_is_printed),
    cmocka_unit_test(damaged_models),
    cmocka_unit_test(at_each_gamma),
    cmocka_unit_test(labels_of_flat_machines),
    cmocka_unit_test(gammas_without_digits_are_refused),
    cmocka_unit_test(few_images_and_a_small_nu),
};

TEST_MAIN(tests, make_folder, remove_folder)
