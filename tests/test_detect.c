/* Detectors in closed form against naive ones in double precision: pca, kde; and what every
 * detector keeps to: settings, its table, saving and loading, images of another size. */
#include "fitting.h"

static void random_images(struct images *im, size_t n, int height, int width, int channels, uint64_t seed)
{
    struct rng r;
    rng_seed(&r, seed);
    images_new(im, n, height, width, channels);
    for (size_t i = 0; i < n; i++) {
        double common = rng_normal(&r);
        for (size_t k = 0; k < images_size(im); k++)
            im->pixels[i * images_size(im) + k] =
                (uint8_t)fmin(fmax(128 + 15 * rng_normal(&r) + 10 * common * (double)(k % 4), 0), 255);
    }
}

static void *fit_pca(const struct images *im, int rank)
{
    struct settings s;
    struct fit_report report;
    settings_init(&s);
    s.pca.components = rank;
    void *model = fit_with("pca", &(struct fit_input) { .settings = &s, .positive = im }, &report);
    fit_report_release(&report);
    return model;
}

static double pca_score(void *model, const int *pixels, int d)
{
    struct images one;
    images_new(&one, 1, 2, 2, 1);
    for (int k = 0; k < d; k++)
        one.pixels[k] = (uint8_t)pixels[k];
    double *scores = scores_of("pca", model, &one), score = *scores;
    free(scores);
    images_release(&one);
    return score;
}

/* Images 100 + a u, or 100 + a u + b v: what an image has at right angles is its score. */
static void pca_of_a_line_and_of_a_plane(void **state)
{
    (void)state;
    enum { SIDE = 11, D = 4 };
    static const int u[D] = { 3, 1, -2, 1 }, v[D] = { 1, -1, 1, 0 };
    static const int beside[D] = { 1, 3, 2, -2 }; /* at right angles to both */
    struct images im;
    images_new(&im, SIDE * SIDE, 2, 2, 1);
    for (int plane = 0; plane < 2; plane++) {
        for (int i = 0; i < SIDE * SIDE; i++)
            for (int k = 0; k < D; k++)
                im.pixels[i * D + k] = (uint8_t)(100 + (i % SIDE - SIDE / 2) * u[k] + plane * (i / SIDE - SIDE / 2) * v[k]);
        void *model = fit_pca(&im, 1 + plane);
        int off[D], along[D];
        for (int k = 0; k < D; k++) {
            off[k] = 100 + 7 * u[k] + 3 * beside[k];
            along[k] = 100 - 2 * u[k] + 4 * v[k];
        }
        double *scores = scores_of("pca", model, &im);
        for (int i = 0; i < SIDE * SIDE; i++)
            assert_near(scores[i], 0, 1e-6);
        assert_near(pca_score(model, off, D), 3 * sqrt(18) / 255, 1e-6);
        assert_near(pca_score(model, along, D), plane ? 0 : 4 * sqrt(3) / 255, 1e-6);
        free(scores);
        detector_find("pca")->free(model);
    }
    images_release(&im);
}

/* Jacobi's rotations: the eigenvectors of a symmetric matrix (d, d) as columns of v, by
 * falling eigenvalue. */
static void jacobi(double *a, double *v, size_t d)
{
    for (size_t i = 0; i < d * d; i++)
        v[i] = i % (d + 1) == 0;
    for (int sweep = 0; sweep < 60; sweep++)
        for (size_t p = 0; p < d; p++)
            for (size_t q = p + 1; q < d; q++) {
                double angle = 0.5 * atan2(2 * a[p * d + q], a[q * d + q] - a[p * d + p]), c = cos(angle), s = sin(angle);
                for (size_t k = 0; k < d; k++) {
                    double x = a[k * d + p], y = a[k * d + q];
                    a[k * d + p] = c * x - s * y;
                    a[k * d + q] = s * x + c * y;
                    x = v[k * d + p];
                    y = v[k * d + q];
                    v[k * d + p] = c * x - s * y;
                    v[k * d + q] = s * x + c * y;
                }
                for (size_t k = 0; k < d; k++) {
                    double x = a[p * d + k], y = a[q * d + k];
                    a[p * d + k] = c * x - s * y;
                    a[q * d + k] = s * x + c * y;
                }
            }
    for (size_t i = 0; i < d; i++)
        for (size_t j = i + 1; j < d; j++)
            if (a[j * d + j] > a[i * d + i]) {
                double t = a[i * d + i];
                a[i * d + i] = a[j * d + j];
                a[j * d + j] = t;
                for (size_t k = 0; k < d; k++) {
                    t = v[k * d + i];
                    v[k * d + i] = v[k * d + j];
                    v[k * d + j] = t;
                }
            }
}

/* 300 images for the fit and for the scores: more than one block of either. */
static void pca_against_jacobi(void **state)
{
    (void)state;
    enum { N = 300, D = 12 };
    struct images train, test;
    random_images(&train, N, 2, 2, 3, 1);
    random_images(&test, N, 2, 2, 3, 2);
    double mean[D] = { 0 }, covariance[D * D] = { 0 }, v[D * D], before[N];
    for (int i = 0; i < N; i++)
        for (int k = 0; k < D; k++)
            mean[k] += train.pixels[i * D + k] / (255.0 * N);
    for (int i = 0; i < N; i++)
        for (int k = 0; k < D; k++)
            for (int l = 0; l < D; l++)
                covariance[k * D + l] += (train.pixels[i * D + k] / 255.0 - mean[k]) * (train.pixels[i * D + l] / 255.0 - mean[l]);
    jacobi(covariance, v, D);
    for (int i = 0; i < N; i++)
        before[i] = INFINITY;
    for (int rank = 1; rank <= D; rank++) {
        void *model = fit_pca(&train, rank);
        double *scores = scores_of("pca", model, &test);
        for (int i = 0; i < N; i++) {
            double rest[D], sum = 0;
            for (int k = 0; k < D; k++)
                rest[k] = test.pixels[i * D + k] / 255.0 - mean[k];
            for (int r = 0; r < rank; r++) {
                double along = 0;
                for (int k = 0; k < D; k++)
                    along += v[k * D + r] * (test.pixels[i * D + k] / 255.0 - mean[k]);
                for (int k = 0; k < D; k++)
                    rest[k] -= along * v[k * D + r];
            }
            for (int k = 0; k < D; k++)
                sum += rest[k] * rest[k];
            assert_near(scores[i], sqrt(sum), 1e-5);
            assert_true(scores[i] <= before[i] + 1e-6); /* a higher rank never leaves more over */
            before[i] = scores[i];
        }
        free(scores);
        detector_find("pca")->free(model);
    }
    for (int i = 0; i < N; i++)
        assert_near(before[i], 0, 1e-6); /* full rank leaves nothing */
    images_release(&train);
    images_release(&test);
}

static void rank_of_pca(void **state)
{
    struct settings s;
    struct error e;
    struct archive a;
    struct images im;
    struct fit_report report;
    const struct problem small = { .height = 3, .width = 2, .channels = 1 };
    char *path = path_join(*state, "rank.lisae", NULL);
    configure(&s, "model.latent=6");
    assert_int_equal(detector_find("pca")->check(&s, &small, &e), 0);
    configure(&s, "model.latent=7");
    assert_int_equal(detector_find("pca")->check(&s, &small, &e), -1);
    assert_string_equal(e.text, "pca: expected a rank of at most 6 (the number of pixels), found 7");
    configure(&s, "model.latent=7 pca.components=2");
    assert_int_equal(detector_find("pca")->check(&s, &small, &e), 0);
    /* the code's size is the rank where pca has none of its own */
    random_images(&im, 20, 3, 2, 1, 1);
    for (int own = 0; own < 2; own++) {
        configure(&s, own ? "model.latent=4 pca.components=2" : "model.latent=4");
        void *model = fit_with("pca", &(struct fit_input) { .settings = &s, .positive = &im }, &report);
        save_model("pca", model, path, &a);
        assert_int_equal(archive_get(&a, "components", ARCHIVE_F32, &e)->count, 6 * (own ? 2 : 4));
        archive_release(&a);
        detector_find("pca")->free(model);
    }
    images_release(&im);
    free(path);
}

/* log p(x) by the formula; images with `fold` equal to `without` do not count. */
static double naive_log_density(const struct images *train, const int *fold, int without, const uint8_t *x, double h)
{
    size_t d = images_size(train), n = 0;
    double *exponent = mem_alloc(train->n, sizeof *exponent), most = -INFINITY, sum = 0;
    for (size_t i = 0; i < train->n; i++) {
        double distance = 0;
        if (fold && fold[i] == without)
            continue;
        for (size_t k = 0; k < d; k++)
            distance += pow((x[k] - train->pixels[i * d + k]) / 255.0, 2);
        exponent[n++] = -distance / (2 * h * h);
    }
    for (size_t i = 0; i < n; i++)
        most = fmax(most, exponent[i]);
    for (size_t i = 0; i < n; i++)
        sum += exp(exponent[i] - most);
    free(exponent);
    return most + log(sum) - log((double)n) - (double)d * log(h * sqrt(2 * acos(-1)));
}

/* Numbers of images around the block of 128 and the 16 lanes of its sums. */
static void density_against_the_formula(void **state)
{
    (void)state;
    static const size_t sizes[] = { 1, 2, 15, 16, 17, 150 };
    static const char *const bandwidths[] = { "0.05", "0.3", "1", "20" };
    struct images train, test;
    random_images(&test, 140, 3, 3, 1, 2);
    for (size_t a = 0; a < sizeof sizes / sizeof *sizes; a++) {
        random_images(&train, sizes[a], 3, 3, 1, 1);
        for (size_t b = 0; b < sizeof bandwidths / sizeof *bandwidths; b++) {
            struct settings s;
            struct fit_report report;
            configure(&s, "kde.select=fixed");
            settings_set(&s, settings_find("kde", "bandwidth"), bandwidths[b], NULL);
            void *model = fit_with("kde", &(struct fit_input) { .settings = &s, .positive = &train }, &report);
            double *scores = scores_of("kde", model, &test), h = s.kde.bandwidth;
            for (size_t i = 0; i < test.n; i++)
                assert_near(scores[i], -naive_log_density(&train, NULL, 0, test.pixels + 9 * i, h), 1e-6 + 5e-7 / (h * h));
            free(scores);
            fit_report_release(&report);
            detector_find("kde")->free(model);
        }
        images_release(&train);
    }
    images_release(&test);
}

/* The index of the best bandwidth on the grid: the sum of log p of every image under the
 * images of the other folds. */
static int naive_choice(const struct images *train, const int *fold, const double *grid, int points)
{
    int best = 0;
    double most = -INFINITY;
    for (int g = 0; g < points; g++) {
        double sum = 0;
        for (size_t i = 0; i < train->n; i++)
            sum += naive_log_density(train, fold, fold[i], train->pixels + i * images_size(train), grid[g]);
        if (sum > most) {
            most = sum;
            best = g;
        }
    }
    return best;
}

static void bandwidth_by_held_out_likelihood(void **state)
{
    static const struct {
        size_t n;
        int folds, points;
        const char *settings, *note;
    } table[] = {
        { 31, 5, 15, "kde.folds=5 kde.grid_low=-6 kde.grid_high=1 kde.grid_points=15", "" },
        { 31, 2, 50, "kde.folds=2 kde.grid_low=-6 kde.grid_high=1 kde.grid_points=50", "" },
        { 9, 9, 50, "kde.folds=9 kde.grid_low=-6 kde.grid_high=1 kde.grid_points=50", "" },
        { 200, 3, 90, "kde.folds=3 kde.grid_low=-6 kde.grid_high=1 kde.grid_points=90", "" },
        { 31, 5, 4, "kde.folds=5 kde.grid_low=2 kde.grid_high=3 kde.grid_points=4", ", at the end of the grid" },
        { 31, 5, 4, "kde.folds=5 kde.grid_low=-9 kde.grid_high=-7 kde.grid_points=4", ", at the end of the grid" },
    };
    const uint64_t seed = 77;
    char *path = path_join(*state, "cv.lisae", NULL);
    for (size_t a = 0; a < sizeof table / sizeof *table; a++) {
        struct images train;
        struct settings s;
        struct fit_report report;
        struct archive saved;
        struct rng r;
        int fold[200];
        double grid[90], bandwidth;
        char note[256];
        random_images(&train, table[a].n, 3, 2, 1, a);
        configure(&s, table[a].settings);
        for (size_t i = 0; i < train.n; i++)
            fold[i] = (int)i % table[a].folds;
        rng_seed(&r, rng_seed_for(seed, "folds", ""));
        rng_shuffle(&r, fold, train.n);
        for (int g = 0; g < table[a].points; g++)
            grid[g] = pow(2, s.kde.grid_low + g * (s.kde.grid_high - s.kde.grid_low) / (table[a].points - 1));
        void *model = fit_with("kde", &(struct fit_input) { .settings = &s, .positive = &train, .seed = seed }, &report);
        save_model("kde", model, path, &saved);
        assert_int_equal(archive_number(&saved, "bandwidth", &bandwidth, NULL), 0);
        double expected = grid[naive_choice(&train, fold, grid, table[a].points)];
        assert_near(bandwidth, expected, 1e-12);
        snprintf(note, sizeof note, "bandwidth %.6g by %d-fold likelihood%s", expected, table[a].folds, table[a].note);
        assert_string_equal(report.note, note);
        double *scores = scores_of("kde", model, &train);
        assert_near(scores[0], -naive_log_density(&train, NULL, 0, train.pixels, expected), 1e-6 + 5e-7 / (expected * expected));
        free(scores);
        archive_release(&saved);
        fit_report_release(&report);
        detector_find("kde")->free(model);
        images_release(&train);
    }
    free(path);
}

/* Five images six times over: a fold that held all six copies of one would ask for a wide
 * kernel, shuffled folds leave copies in sight and ask for the narrowest. */
static void folds_are_shuffled(void **state)
{
    (void)state;
    struct images five, train;
    struct settings s;
    struct fit_report report;
    random_images(&five, 5, 3, 2, 1, 1);
    images_new(&train, 30, 3, 2, 1);
    for (size_t i = 0; i < 30; i++)
        images_copy_row(&train, i, &five, i % 5);
    configure(&s, "kde.folds=5 kde.grid_low=-6 kde.grid_high=0 kde.grid_points=7");
    void *model = fit_with("kde", &(struct fit_input) { .settings = &s, .positive = &train }, &report);
    assert_string_equal(report.note, "bandwidth 0.015625 by 5-fold likelihood, at the end of the grid");
    detector_find("kde")->free(model);
    images_release(&five);
    images_release(&train);
}

static void too_few_images_for_the_folds(void **state)
{
    (void)state;
    struct images train;
    struct settings s;
    struct error e;
    struct fit_report report = { 0 };
    random_images(&train, 4, 2, 2, 1, 1);
    configure(&s, "kde.folds=5");
    assert_null(detector_find("kde")->fit(&(struct fit_input) { .settings = &s, .positive = &train }, &report, &e));
    assert_string_equal(e.text, "kde: 5 folds need as many images, found 4");
    images_release(&train);
}

static const char *set_to(struct settings *s, const char *section, const char *name, const char *value)
{
    static char found[64];
    struct text t = TEXT_INIT;
    const struct settings_key *k = settings_find(section, name);
    struct error e;
    assert_non_null(k);
    if (settings_set(s, k, value, &e))
        return NULL;
    settings_value(s, k, &t);
    snprintf(found, sizeof found, "%s", text_of(&t));
    text_release(&t);
    return found;
}

static void settings_from_text(void **state)
{
    (void)state;
    struct settings s, again;
    struct error e;
    settings_init(&s);
    /* numbers are what their canonical text says */
    assert_string_equal(set_to(&s, "shape", "gamma", "0.12345678949"), "0.123456789");
    assert_true(s.shape.gamma == 0.123456789);
    assert_string_equal(set_to(&s, "model", "slope", "-0"), "0");
    assert_false(signbit(s.model.slope));
    assert_string_equal(set_to(&s, "train", "learning_rate", "1e-3"), "0.001");
    assert_string_equal(set_to(&s, "model", "encoder", " 8\t 016 "), "8 16");
    assert_int_equal(s.model.encoder.n, 2);
    assert_string_equal(set_to(&s, "model", "code", "leaky-relu"), "leaky-relu");
    assert_true(choice_is(s.model.code, "leaky-relu") && !choice_is(s.model.code, "leaky"));
    assert_string_equal(set_to(&s, "model", "latent", "4096"), "4096");
    static const char *const refused[][3] = {
        { "model", "latent", "4097" }, { "model", "latent", "0" }, { "model", "latent", "2.0" }, { "model", "slope", "1.01" },
        { "model", "slope", "nan" }, { "model", "slope", "" }, { "train", "learning_rate", "0" }, { "model", "encoder", "" },
        { "model", "encoder", "8 0" }, { "model", "encoder", "8,8" }, { "model", "encoder", "1 2 3 4 5 6 7 8 9" },
        { "model", "code", "" }, { "model", "code", "tanh sigmoid" }, { "model", "code", "tan" }, { "model", "code", "Tanh" },
    };
    again = s;
    for (size_t i = 0; i < sizeof refused / sizeof *refused; i++)
        if (set_to(&s, refused[i][0], refused[i][1], refused[i][2]))
            fail_msg("'%s' was taken for '%s'", refused[i][2], refused[i][1]);
    assert_memory_equal(&s, &again, sizeof s);
    settings_set(&s, settings_find("model", "kind"), "cnov", &e);
    assert_string_equal(e.text, "'kind' in [model]: expected one of conv, mlp, linear, found 'cnov', did you mean 'conv'?");
    settings_set(&s, settings_find("model", "latent"), "x", &e);
    assert_string_equal(e.text, "'latent' in [model]: expected a whole number from 1 to 4096, found 'x'");
    assert_null(settings_find("model", "gamma"));
    assert_null(settings_find("models", "latent"));
    struct text t = TEXT_INIT;
    settings_init(&s);
    settings_print(&s, (const char *const[]) { "pca.*", "model.latent", "linear-ae.batch", "kde.fold", NULL }, &t);
    assert_string_equal(text_of(&t), "[model]\nlatent = 64\n[pca]\ncomponents = 0\n[linear-ae]\nbatch = 128\n");
    text_release(&t);
}

static void table_of_detectors(void **state)
{
    (void)state;
    static const char *const names[] = { "raw-l2", "kde", "iforest", "ocsvm", "ocsvm-labels", "dsvdd", "anogan",
        "anogan-fm", "pca", "linear-ae", "ae", "vae", "mem-ae", "repnn", "sig-repnn", "lis-ae", "linsep-head",
        "oe-bce", "hsc", "latent-mahalanobis", "latent-knn", "latent-kde", "latent-logistic", "phase1", "encoder",
        "gan" };
    size_t n = 0;
    for (; detectors[n]; n++) {
        const struct detector *d = detectors[n];
        assert_true(n < sizeof names / sizeof *names);
        assert_string_equal(d->name, names[n]);
        assert_ptr_equal(detector_find(names[n]), d);
        assert_true(d->help && d->keys && d->work && d->fit && d->score && d->save && d->load && d->free);
        /* a first phase is hidden, starts from none, and depends on nothing that those who start from it do not */
        const struct detector *first = d->phase1 ? detector_find(d->phase1) : NULL;
        assert_true(!d->phase1 || (first && first->flags == HIDDEN && !first->phase1));
        for (const struct settings_key *k = settings_keys; k->section && first; k++)
            if (settings_used(first->keys, k) && !settings_used(d->keys, k) && !first->uses_negative)
                fail_msg("%s depends on %s.%s, %s does not", first->name, k->section, k->name, d->name);
        /* every pattern names a key that there is */
        for (const char *const *pattern = d->keys; *pattern; pattern++) {
            int used = 0;
            for (const struct settings_key *k = settings_keys; k->section; k++)
                used |= settings_used((const char *const[]) { *pattern, NULL }, k);
            assert_true(used);
        }
    }
    assert_int_equal(n, sizeof names / sizeof *names);
    assert_null(detector_find("svm"));
    assert_int_equal(detector_find("lis-ae")->flags, USES_NEGATIVE);
    assert_int_equal(detector_find("ae")->flags, AS_FIRST_PHASE);
    assert_string_equal(detector_find("lis-ae")->phase1, "phase1");
    assert_string_equal(detector_find("ae")->phase1, "phase1");
    assert_string_equal(detector_find("anogan")->phase1, "gan");
    assert_string_equal(detector_find("anogan-fm")->phase1, "gan");
    assert_int_equal(detector_find("linsep-head")->flags, NEEDS_LINSEP | USES_NEGATIVE);
    assert_int_equal(detector_find("oe-bce")->flags, USES_NEGATIVE);
    assert_int_equal(detector_find("hsc")->flags, USES_NEGATIVE);
    assert_int_equal(detector_find("latent-knn")->flags, 0);
    assert_int_equal(detector_find("latent-logistic")->flags, USES_NEGATIVE);
    assert_int_equal(detector_find("pca")->flags, 0);
    assert_int_equal(detector_find("ocsvm")->flags, 0);
    assert_int_equal(detector_find("ocsvm-labels")->flags, LABEL_SWEEP);
}

/* Every detector: a fit made twice gives the same file; a loaded model the same scores; images
 * of another size are refused, those with as many pixels too. */
static void every_detector_saves_and_loads(void **state)
{
    static const char *const networks[] = {
        "model.kind=conv model.encoder=3_4 model.decoder=4_2 model.kernel=3",
        "model.kind=mlp model.encoder=7 model.decoder=6_5 model.output=identity model.code=leaky-relu",
    };
    static const int others[][3] = {
        { 7, 4, 1 }, { 6, 5, 1 }, { 6, 4, 3 }, { 4, 6, 1 }, { 12, 2, 1 }, { 3, 4, 2 }, { 6, 2, 2 },
    };
    struct images positive, negative, test;
    char *path = path_join(*state, "model.lisae", NULL), *again = path_join(*state, "again.lisae", NULL);
    char *shared = path_join(*state, "phase1.lisae", NULL);
    random_images(&positive, 40, 6, 4, 1, 1);
    random_images(&negative, 30, 6, 4, 1, 2);
    random_images(&test, 300, 6, 4, 1, 3);
    for (size_t k = 0; k < sizeof networks / sizeof *networks; k++) {
        struct settings s;
        struct archive phase1;
        struct fit_report report;
        configure(&s, networks[k]);
        s.model.latent = 5;
        s.train.epochs = s.shape.epochs = s.linear_ae.epochs = s.oe_bce.epochs = s.hsc.epochs = 2;
        s.train.batch = s.linear_ae.batch = 16;
        s.train.restarts = 0;
        s.dsvdd.epochs = s.dsvdd.pretrain_epochs = 2;
        s.dsvdd.batch = 16;
        s.anogan.generator = s.anogan.critic = (struct int_list) { 2, { 3, 4 } };
        s.anogan.epochs = s.anogan.encoder_epochs = 2;
        s.anogan.batch = 16;
        struct fit_input in = { .settings = &s, .positive = &positive, .negative = &negative, .seed = 5 };
        struct settings separating = s;
        settings_set(&separating, settings_find("shape", "linsep"), "on", NULL);
        for (const struct detector *const *d = detectors; *d; d++) {
            struct archive a, b;
            struct error e;
            const struct detector *stage = detector_first(*d, &s);
            if (stage) {
                in.settings = (*d)->flags & NEEDS_LINSEP ? &separating : &s;
                void *first = fit_with(stage->name, &in, &report);
                fit_report_release(&report);
                save_model(stage->name, first, shared, &phase1);
                stage->free(first);
                in.settings = &s;
            }
            in.phase1 = stage ? &phase1 : NULL;
            void *model = fit_with((*d)->name, &in, &report), *twin;
            fit_report_release(&report);
            twin = fit_with((*d)->name, &in, &report);
            fit_report_release(&report);
            save_model((*d)->name, model, path, &a);
            save_model((*d)->name, twin, again, &b);
            assert_int_equal(a.size, b.size);
            assert_memory_equal(a.map, b.map, a.size);
            void *loaded = (*d)->load(&a, &e);
            assert_non_null(loaded);
            double *scores = scores_of((*d)->name, model, &test), *same = scores_of((*d)->name, loaded, &test);
            assert_memory_equal(scores, same, test.n * sizeof *scores);
            size_t others_like_first = 0; /* few labels may well agree, all do not */
            while (others_like_first < test.n && scores[others_like_first] == scores[0])
                others_like_first++;
            assert_true((*d)->flags & LABEL_SWEEP ? others_like_first < test.n : others_like_first == 1);
            /* an image's score does not depend on what stands beside it */
            struct images one = test;
            one.n = 1;
            one.pixels += 299 * images_size(&test);
            assert_int_equal((*d)->score(model, &one, same, &e), 0);
            assert_near(same[0], scores[299], 1e-5 * (1 + fabs(scores[299])));
            for (size_t o = 0; o < sizeof others / sizeof *others; o++) {
                struct images other;
                random_images(&other, 2, others[o][0], others[o][1], others[o][2], 1);
                assert_int_equal((*d)->score(loaded, &other, same, &e), -1);
                assert_non_null(strstr(e.text, "expected images of 6x4x1, found "));
                images_release(&other);
            }
            free(scores);
            free(same);
            (*d)->free(model);
            (*d)->free(twin);
            (*d)->free(loaded);
            (*d)->free(NULL);
            archive_release(&a);
            archive_release(&b);
            if (stage)
                archive_release(&phase1);
        }
    }
    images_release(&positive);
    images_release(&negative);
    images_release(&test);
    free(path);
    free(again);
    free(shared);
}

static void damaged_models_are_refused(void **state)
{
    struct images im;
    struct settings s;
    struct fit_report report;
    struct archive a;
    char *path = path_join(*state, "good.lisae", NULL), *bad = path_join(*state, "bad.lisae", NULL);
    random_images(&im, 10, 3, 2, 1, 1);
    configure(&s, "model.latent=2 kde.select=fixed");
    struct fit_input in = { .settings = &s, .positive = &im };
    void *model = fit_with("pca", &in, &report);
    save_model("pca", model, path, &a);
    static const char *const pca_entries[] = { "size", "mean", "components" };
    for (int i = 0; i < 3; i++) {
        put_changed(&a, bad, pca_entries[i], 0, 0, NULL);
        assert_refused("pca", bad, pca_entries[i]);
    }
    static const int32_t sizes[][4] = { { 3, 2, 1, 0 }, { 3, 2, 1, 3 }, { 2, 2, 1, 2 }, { -3, -2, 1, 2 }, { 0, 0, 0, 2 } };
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        put_changed(&a, bad, "size", ARCHIVE_I32, 4, sizes[i]);
        assert_refused("pca", bad, "do not agree");
    }
    put_changed(&a, bad, "size", ARCHIVE_I32, 3, sizes[0]);
    assert_refused("pca", bad, "do not agree");
    archive_release(&a);
    detector_find("pca")->free(model);

    model = fit_with("kde", &in, &report);
    save_model("kde", model, path, &a);
    put_changed(&a, bad, "support", 0, 0, NULL);
    assert_refused("kde", bad, "'support'");
    put_changed(&a, bad, "bandwidth", 0, 0, NULL);
    assert_refused("kde", bad, "'bandwidth'");
    put_changed(&a, bad, "support", ARCHIVE_U8, 60, im.pixels);
    assert_refused("kde", bad, "expected images in 'support'");
    const uint64_t none[4] = { 0, 3, 2, 1 };
    static const double bandwidths[] = { 0, -1, NAN };
    for (int i = 0; i < 4; i++) {
        struct archive_writer *w = archive_create(bad, NULL);
        const uint64_t dims[4] = { 10, 3, 2, 1 };
        archive_add_number(w, "bandwidth", i < 3 ? bandwidths[i] : 1);
        archive_add(w, "support", ARCHIVE_U8, 4, i < 3 ? dims : none, im.pixels);
        assert_int_equal(archive_commit(w, NULL), 0);
        assert_refused("kde", bad, i < 3 ? "a positive 'bandwidth'" : "expected images in 'support'");
    }
    archive_release(&a);
    detector_find("kde")->free(model);
    images_release(&im);
    free(path);
    free(bad);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(pca_of_a_line_and_of_a_plane),
        cmocka_unit_test(pca_against_jacobi),
        cmocka_unit_test(rank_of_pca),
        cmocka_unit_test(density_against_the_formula),
        cmocka_unit_test(bandwidth_by_held_out_likelihood),
        cmocka_unit_test(folds_are_shuffled),
        cmocka_unit_test(too_few_images_for_the_folds),
        cmocka_unit_test(settings_from_text),
        cmocka_unit_test(table_of_detectors),
        cmocka_unit_test(every_detector_saves_and_loads),
        cmocka_unit_test(damaged_models_are_refused),
    };
    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
