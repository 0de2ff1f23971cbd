/* Detectors that are trained: linear-ae, phase1, ae, lis-ae. What the phases are for, when
 * they start anew, the networks' shapes and starts, and models that are not right. */
#include "support/fitting.h"

#include "detect/autoencoder/autoencoder.h"
#include "support/naive_network.h"

struct reports {
    int n, last, total;
    char stage[16];
};

static void count_reports(void *context, const char *stage, int done, int total, double loss)
{
    struct reports *r = context;
    r->n++;
    r->last = done;
    r->total = total;
    snprintf(r->stage, sizeof r->stage, "%s", stage);
    assert_true(loss > 0);
}

static double mean_of(const double *v, size_t n)
{
    double sum = 0;
    for (size_t i = 0; i < n; i++)
        sum += v[i] / (double)n;
    return sum;
}

static const char *const small = "model.kind=conv model.encoder=4_6 model.decoder=6_4 model.latent=3 train.batch=16 "
                                 "train.learning_rate=0.01 shape.learning_rate=0.01";

static void phase_1_learns(void **state)
{
    (void)state;
    struct images positive;
    struct settings s;
    struct fit_report report;
    struct reports reports = { 0 };
    draw_images(&positive, 64, 8, 0, 1);
    configure(&s, small);
    s.train.epochs = 25;
    struct fit_input in = {
        .settings = &s, .positive = &positive, .seed = 1, .progress = &(struct progress) { count_reports, &reports }
    };
    void *model = fit_with("phase1", &in, &report);
    assert_string_equal(report.note, "");
    assert_int_equal(report.n_losses, 26);
    double first = report.losses[1].positive, last = report.losses[25].positive, of_mean = report.losses[0].positive;
    /* the ramps differ by more than the noise, .02 sqrt(64) = .16, which no code can hold */
    assert_true(last < 0.6 * of_mean && last < first && last > 0.1);
    double *scores = scores_of("phase1", model, &positive);
    assert_near(mean_of(scores, positive.n), last, 0.1 * last);
    assert_int_equal(reports.n, 25);
    assert_true(reports.last == 25 && reports.total == 25);
    assert_string_equal(reports.stage, "phase 1");
    free(scores);
    fit_report_release(&report);
    /* reports change nothing, and neither do negatives that LinSep does not ask for */
    struct images negative;
    draw_images(&negative, 20, 8, 1, 2);
    in.progress = NULL;
    in.negative = &negative;
    struct autoencoder *same = fit_with("phase1", &in, &report), *ae = model;
    assert_memory_equal(same->latent.params, ae->latent.params, ae->latent.n_params * sizeof(float));
    assert_memory_equal(same->decoder.params, ae->decoder.params, ae->decoder.n_params * sizeof(float));
    fit_report_release(&report);
    autoencoder_free(same);
    autoencoder_free(model);
    images_release(&positive);
    images_release(&negative);
}

/* With hardly any step size every start stays where it is: two are given up after two of
 * eight epochs, the third goes on to the end. */
static void what_cannot_learn_says_so(void **state)
{
    (void)state;
    struct images positive;
    struct settings s;
    struct fit_report report;
    struct reports reports = { 0 };
    char note[256];
    double mean[64] = { 0 }, of_mean = 0;
    draw_images(&positive, 32, 8, 0, 1);
    configure(&s, small);
    s.train.epochs = 8;
    s.train.learning_rate = 1e-8;
    struct fit_input in = {
        .settings = &s, .positive = &positive, .seed = 1, .progress = &(struct progress) { count_reports, &reports }
    };
    void *model = fit_with("phase1", &in, &report);
    for (size_t i = 0; i < 32 * 64; i++)
        mean[i % 64] += positive.pixels[i] / (255.0 * 32);
    for (size_t i = 0; i < 32; i++) {
        double sum = 0;
        for (size_t k = 0; k < 64; k++)
            sum += pow(positive.pixels[i * 64 + k] / 255.0 - mean[k], 2);
        of_mean += sqrt(sum) / 32;
    }
    snprintf(note, sizeof note, "phase 1 stayed at the mean image (loss not below 0.95 of its %.4f) in all 3 starts",
             of_mean);
    assert_string_equal(report.note, note);
    assert_int_equal(reports.n, 2 + 2 + 8);
    assert_int_equal(report.n_losses, 1 + 8); /* the last start's curve */
    assert_near(report.losses[0].positive, of_mean, 1e-6);
    assert_int_equal(report.losses[0].epoch, 0);
    assert_int_equal(report.losses[8].epoch, 8);
    fit_report_release(&report);
    autoencoder_free(model);
    /* longer trainings are judged after a quarter, short ones after two epochs, if they get there */
    static const int epochs[][2] = { { 13, 3 }, { 12, 3 }, { 11, 2 }, { 7, 2 }, { 5, 2 }, { 2, 2 } };
    s.train.restarts = 1;
    for (size_t i = 0; i < sizeof epochs / sizeof *epochs; i++) {
        s.train.epochs = epochs[i][0];
        reports.n = 0;
        model = fit_with("phase1", &in, &report);
        assert_int_equal(reports.n, epochs[i][1] + epochs[i][0]);
        fit_report_release(&report);
        autoencoder_free(model);
    }
    s.train.epochs = 1;
    model = fit_with("phase1", &in, &report);
    assert_string_equal(report.note, "");
    fit_report_release(&report);
    autoencoder_free(model);
    images_release(&positive);
}

/* A single ReLU as the code is dead in most starts. */
static void a_dead_start_is_followed_by_another(void **state)
{
    (void)state;
    struct images positive;
    struct settings s;
    struct fit_report report;
    int restarted = 0, at_once = 0;
    draw_images(&positive, 32, 6, 0, 1);
    for (size_t k = 0; k < 32 * 36; k++) /* every second image is bright */
        positive.pixels[k] = (uint8_t)(positive.pixels[k] / 4 + (k / 36 % 2 ? 150 : 30));
    configure(&s, "model.kind=mlp model.encoder=6 model.decoder=6 model.latent=1 model.code=relu train.batch=2 "
                  "train.learning_rate=0.005 train.epochs=16 train.restarts=20");
    for (uint64_t seed = 0; seed < 8; seed++) {
        struct fit_input in = { .settings = &s, .positive = &positive, .seed = seed };
        struct autoencoder *ae = fit_with("phase1", &in, &report), *direct;
        int start = 1;
        if (*report.note)
            assert_int_equal(sscanf(report.note, "phase 1 left the mean image at start %d", &start), 1);
        restarted += start > 1;
        at_once += start == 1;
        assert_int_equal(report.n_losses, 17);
        assert_true(report.losses[4].positive <= 0.95 * report.losses[0].positive);
        fit_report_release(&report);
        if (start > 1) { /* the start that went well, from the first on */
            char which[16];
            snprintf(which, sizeof which, "%d", start - 1);
            in.seed = rng_seed_for(seed, "restart", which);
            direct = fit_with("phase1", &in, &report);
            assert_string_equal(report.note, "");
            assert_memory_equal(direct->decoder.params, ae->decoder.params, ae->decoder.n_params * sizeof(float));
            fit_report_release(&report);
            autoencoder_free(direct);
        }
        autoencoder_free(ae);
    }
    assert_true(restarted > 0 && at_once > 0);
    images_release(&positive);
}

/* Baldi and Hornik 1989: no linear autoencoder beats principal components on the images that
 * it was trained on, and training comes close. */
static void linear_ae_comes_close_to_pca(void **state)
{
    (void)state;
    enum { N = 64, D = 16 };
    struct images positive;
    struct settings s;
    struct fit_report report;
    draw_images(&positive, N, 4, 0, 3);
    /* settings of other networks do not matter to it */
    configure(
        &s,
        "model.kind=conv model.latent=2 model.output_bias=zero model.init=uniform train.epochs=1 train.loss=l2 train.restarts=5 "
        "shape.linsep=on linear-ae.epochs=800 linear-ae.batch=16 linear-ae.learning_rate=0.08");
    struct fit_input in = { .settings = &s, .positive = &positive, .seed = 1 };
    void *pca = fit_with("pca", &in, &report);
    double *residual = scores_of("pca", pca, &positive), best = 0, found = 0;
    void *model = fit_with("linear-ae", &in, &report);
    double *error = scores_of("linear-ae", model, &positive);
    assert_int_equal(report.n_losses, 801);
    for (int i = 0; i < N; i++) {
        best += residual[i] * residual[i];
        found += error[i] * D; /* its score is the mean over the pixels */
    }
    assert_true(found > best && found < 1.02 * best);
    for (int i = 0; i < N; i++)
        assert_near(sqrt(error[i] * D), residual[i], 0.03);
    assert_true(((struct autoencoder *)model)->encoder.n == 0);
    fit_report_release(&report);
    autoencoder_free(model);
    /* it starts centred: what is all the same has no error from the first */
    for (int i = 1; i < N; i++)
        images_copy_row(&positive, (size_t)i, &positive, 0);
    s.linear_ae.epochs = 1;
    s.linear_ae.learning_rate = 1e-8;
    model = fit_with("linear-ae", &in, &report);
    assert_near(report.losses[1].positive, 0, 1e-8);
    fit_report_release(&report);
    autoencoder_free(model);
    /* and it has one start */
    positive.pixels[0] ^= 64;
    s.linear_ae.epochs = 2;
    model = fit_with("linear-ae", &in, &report);
    assert_non_null(strstr(report.note, "in all 1 starts"));
    fit_report_release(&report);
    free(residual);
    free(error);
    detector_find("pca")->free(pca);
    autoencoder_free(model);
    images_release(&positive);
}

/* Phase 2 brings the negatives to gamma and leaves the positives where they were; ae is the
 * model before it. */
static void negatives_go_to_gamma(void **state)
{
    static const char *const table[] = { "", "shape.linsep=on model.code=identity" };
    struct images positive, negative, more, unseen;
    char *path = path_join(*state, "phase1.lisae", NULL);
    draw_images(&positive, 96, 8, 0, 1);
    draw_images(&more, 48, 8, 0, 2);
    draw_images(&negative, 60, 8, 1, 3);
    draw_images(&unseen, 48, 8, 1, 4);
    for (size_t c = 0; c < sizeof table / sizeof *table; c++) {
        struct settings s;
        struct fit_report report;
        struct archive phase1;
        struct reports reports = { 0 };
        struct text keys = TEXT_INIT;
        text_format(&keys, "%s %s", small, table[c]);
        configure(&s, text_of(&keys));
        text_release(&keys);
        s.train.epochs = 30;
        s.shape.epochs = 60;
        s.shape.gamma = 3;
        struct fit_input in = { .settings = &s, .positive = &positive, .negative = &negative, .seed = 3 };
        void *first = fit_with("phase1", &in, &report);
        assert_string_equal(report.note, "");
        if (c)
            assert_true(report.losses[30].separation < 0.3 * log(2));
        fit_report_release(&report);
        save_model("phase1", first, path, &phase1);
        in.first = &phase1;
        in.progress = &(struct progress) { count_reports, &reports };
        void *ae = fit_with("ae", &in, &report);
        assert_int_equal(report.n_losses, 0);
        void *lis_ae = fit_with("lis-ae", &in, &report);
        assert_int_equal(reports.n, 60);
        assert_string_equal(reports.stage, "phase 2");
        double *before = scores_of("ae", ae, &more), *same = scores_of("phase1", first, &more);
        assert_memory_equal(before, same, more.n * sizeof *before);
        double *after = scores_of("lis-ae", lis_ae, &more);
        double *unseen_before = scores_of("ae", ae, &unseen), *unseen_after = scores_of("lis-ae", lis_ae, &unseen);
        double *trained = scores_of("lis-ae", lis_ae, &negative), *kept = scores_of("lis-ae", lis_ae, &positive);
        double old = mean_of(unseen_before, unseen.n), new = mean_of(unseen_after, unseen.n);
        assert_true(fabs(mean_of(trained, negative.n) - 3) < 0.35);
        assert_true(old < 2.5 && new > old + 0.5 * (3 - old));
        assert_true(mean_of(after, more.n) < 1.5 * mean_of(before, more.n));
        assert_near(mean_of(kept, positive.n), report.losses[59].positive, 0.1);
        free(before);
        free(same);
        free(after);
        free(unseen_before);
        free(unseen_after);
        free(trained);
        free(kept);
        fit_report_release(&report);
        archive_release(&phase1);
        autoencoder_free(first);
        autoencoder_free(ae);
        autoencoder_free(lis_ae);
    }
    images_release(&positive);
    images_release(&negative);
    images_release(&more);
    images_release(&unseen);
    free(path);
}

/* Flips of images that are their own mirror image change nothing but the way that they take:
 * encoded anew in each step. A blur does change something. */
static void augmented_negatives(void **state)
{
    struct images positive, negative;
    struct settings s;
    struct fit_report report;
    struct archive phase1;
    char *path = path_join(*state, "phase1.lisae", NULL);
    draw_images(&positive, 40, 8, 0, 1);
    draw_images(&negative, 25, 8, 1, 2);
    for (size_t i = 0; i < negative.n; i++)
        for (size_t k = 0; k < 64; k++)
            negative.pixels[64 * i + k] = negative.pixels[64 * i + k / 8 * 8 + (k % 8 < 4 ? k % 8 : 7 - k % 8)];
    configure(&s, small);
    s.train.epochs = 10;
    s.shape.epochs = 4;
    s.shape.gamma = 3;
    struct fit_input in = { .settings = &s, .positive = &positive, .negative = &negative, .seed = 3 };
    void *first = fit_with("phase1", &in, &report);
    fit_report_release(&report);
    save_model("phase1", first, path, &phase1);
    in.first = &phase1;
    struct autoencoder *plain = fit_with("lis-ae", &in, &report);
    fit_report_release(&report);
    configure(&s, "augment.flip_x=on");
    struct settings flipped = plain->settings;
    flipped.augment = s.augment;
    flipped.train = ((struct autoencoder *)first)->settings.train;
    flipped.shape = ((struct autoencoder *)first)->settings.shape;
    in.settings = &flipped;
    struct autoencoder *mirrored = fit_with("lis-ae", &in, &report);
    fit_report_release(&report);
    for (size_t i = 0; i < plain->latent.n_params; i++)
        assert_near((double)mirrored->latent.params[i], (double)plain->latent.params[i], 1e-3);
    flipped.augment.blur = 1;
    flipped.augment.blur_sigma = 2;
    struct autoencoder *blurred = fit_with("lis-ae", &in, &report);
    fit_report_release(&report);
    double most = 0;
    for (size_t i = 0; i < plain->latent.n_params; i++)
        most = fmax(most, fabs((double)blurred->latent.params[i] - (double)plain->latent.params[i]));
    assert_true(most > 0.01);
    autoencoder_free(first);
    autoencoder_free(plain);
    autoencoder_free(mirrored);
    autoencoder_free(blurred);
    archive_release(&phase1);
    images_release(&positive);
    images_release(&negative);
    free(path);
}

/* Before training: zeros in front of the output leave its bias, the mean of each channel
 * (conv) or pixel (mlp, linear); a linear code is centred, so that the mean image is itself. */
static void starts_at_the_mean_image(void **state)
{
    (void)state;
    static const struct {
        const char *settings;
        size_t biases;
    } table[] = {
        { "model.kind=conv model.encoder=2 model.decoder=2", 3 },
        { "model.kind=mlp model.encoder=4 model.decoder=4", 48 },
        { "model.kind=mlp model.encoder=4 model.decoder=4 model.output=identity", 48 },
        { "model.kind=linear", 48 },
    };
    enum { N = 9, D = 48 };
    struct images im;
    struct rng r;
    rng_seed(&r, 1);
    images_new(&im, N, 4, 4, 3);
    for (size_t i = 0; i < N * D; i++)
        im.pixels[i] = (uint8_t)(40 * (i % 3) + rng_below(&r, 100));
    for (size_t c = 0; c < sizeof table / sizeof *table; c++) {
        struct settings s;
        struct autoencoder ae;
        configure(&s, table[c].settings);
        assert_int_equal(autoencoder_init(&ae, &s, (struct shape) { 4, 4, 3 }, NULL), 0);
        autoencoder_initialise(&ae, &im, 5);
        const struct layer *last = &ae.decoder.layer[ae.decoder.n - 1];
        assert_int_equal(last->n_bias, table[c].biases);
        double pixel[D] = { 0 };
        for (size_t k = 0; k < last->n_bias; k++) {
            double sum = 0, count = 0;
            for (size_t i = k; i < N * D; i += last->n_bias, count++)
                sum += im.pixels[i] / 255.0;
            double bias = (double)ae.decoder.params[last->bias + k];
            assert_near(naive_activation(last->activation, 0, bias), sum / count, 1e-6);
        }
        if (choice_is(s.model.kind, "linear")) {
            double *latent = doubles(ae.latent.params, ae.latent.n_params);
            for (size_t i = 0; i < N * D; i++)
                pixel[i % D] += im.pixels[i] / (255.0 * N);
            double *code = naive_forward(&ae.latent, latent, pixel, 1);
            for (int k = 0; k < s.model.latent; k++)
                assert_near(code[k], 0, 1e-5);
            free(code);
            free(latent);
        }
        autoencoder_release(&ae);
        settings_set(&s, settings_find("model", "output_bias"), "zero", NULL);
        assert_int_equal(autoencoder_init(&ae, &s, (struct shape) { 4, 4, 3 }, NULL), 0);
        autoencoder_initialise(&ae, &im, 5);
        for (size_t k = 0; k < last->n_bias; k++)
            assert_true(ae.decoder.params[last->bias + k] == 0);
        settings_set(&ae.settings, settings_find("model", "init"), "uniform", NULL); /* which draws all biases */
        autoencoder_initialise(&ae, &im, 5);
        for (size_t k = 0; k < last->n_bias; k++)
            assert_true(ae.decoder.params[last->bias + k] == 0);
        autoencoder_release(&ae);
    }
    images_release(&im);
}

/* The paper's network on its four sizes, and one whose sides halve unevenly. */
static void networks_have_their_shapes(void **state)
{
    (void)state;
    static const struct {
        int side, channels, half, quarter;
    } table[] = { { 28, 1, 14, 7 }, { 32, 3, 16, 8 }, { 30, 1, 15, 7 }, { 7, 1, 3, 1 } };
    for (size_t c = 0; c < sizeof table / sizeof *table; c++) {
        struct settings s;
        struct autoencoder ae;
        int a = table[c].channels, h = table[c].half, q = table[c].quarter;
        settings_init(&s);
        assert_int_equal(autoencoder_init(&ae, &s, (struct shape) { table[c].side, table[c].side, a }, NULL), 0);
        assert_true(ae.encoder.n == 2 && ae.latent.n == 1 && ae.decoder.n == 4);
        assert_int_equal(ae.encoder.layer[0].out.h, h);
        assert_int_equal(ae.decoder.layer[1].out.w, h);
        assert_int_equal(autoencoder_features(&ae), q * q * 64);
        assert_int_equal(ae.code.width, 64);
        assert_true(ae.decoder.out.h == table[c].side && ae.decoder.out.w == table[c].side && ae.decoder.out.c == a);
        assert_int_equal(ae.code.plain.activation, ACTIVATION_TANH);
        assert_int_equal(ae.decoder.layer[3].activation, ACTIVATION_SIGMOID);
        assert_int_equal(ae.latent.layer[0].activation, ACTIVATION_IDENTITY);
        assert_int_equal(ae.encoder.n_params, 16 * a * 32 + 32 + 16 * 32 * 64 + 64);
        assert_int_equal(ae.latent.n_params, q * q * 64 * 64 + 64);
        assert_int_equal(ae.decoder.n_params, 65 * q * q * 64 + 16 * 64 * 32 + 32 + 16 * 32 * 32 + 32 + 9 * 32 * a + a);
        double side = table[c].side, dense = 2 * q * q * 64.0 * 64;
        double down = h * h * 16.0 * a * 32 + q * q * 16.0 * 32 * 64,
               up = q * q * 16.0 * 64 * 32 + h * h * 16.0 * 32 * 32;
        double work = 2 * (down + dense + up + side * side * 9 * 32 * a);
        assert_near(autoencoder_work(&ae), work, 0);
        autoencoder_release(&ae);
    }
}

static void impossible_networks(void **state)
{
    (void)state;
    static const struct {
        const char *settings;
        int side;
        const char *message;
    } table[] = {
        { "model.encoder=8 model.decoder=8_8", 28,
          "a conv network needs as many entries in 'decoder' of [model] (2) as in 'encoder' (1)" },
        { "model.last_kernel=4", 28, "'last_kernel' in [model]: expected an odd number, found 4" },
        { "model.encoder=8_8_8 model.decoder=8_8_8", 7,
          "layer 3: an input of 1x1x8 is too small for a kernel of 4 with stride 2" },
    };
    for (size_t c = 0; c < sizeof table / sizeof *table; c++) {
        struct settings s;
        struct error e;
        configure(&s, table[c].settings);
        const struct sizes p = { .height = table[c].side, .width = table[c].side, .channels = 1 };
        assert_int_equal(detector_find("ae")->check(detector_find("ae"), &s, &p, &e), -1);
        assert_string_equal(e.text, table[c].message);
        settings_set(&s, settings_find("model", "kind"), "mlp", NULL); /* which has no such limits */
        assert_int_equal(detector_find("ae")->check(detector_find("ae"), &s, &p, &e), 0);
    }
}

static void damaged_models_are_refused(void **state)
{
    static const char *const entries[] = { "settings", "image", "encoder", "latent", "decoder" };
    static const struct {
        const char *settings, *message;
    } texts[] = {
        { "[model]\nkind = conv\ncolour = red\n", "unknown key 'colour' in [model]" },
        { "[modle]\nkind = conv\n", "unknown key 'kind' in [modle]" },
        { "[model]\nkind = cnov\n", "expected one of conv, mlp, linear, found 'cnov'" },
        { "[model]\nlatent = -3\n", "expected a whole number from 1 to 4096, found '-3'" },
        { "[model\nlatent = 3\n", "" },
        { "[model]\nlatent\n", "" },
        { "[model]\nencoder = 4 6\ndecoder = 6 4\nlatent = 4\n", "parameters in 'latent'" },
    };
    static const int32_t sizes[][3] = {
        { 12, 8, 1 }, { 8, 8, 3 }, { 0, 8, 1 }, { -8, -8, 1 }, { 8, 8, 0 }, { INT32_MAX, 8, 1 }, { 8, 8, INT32_MAX },
    };
    char *path = path_join(*state, "good.lisae", NULL), *bad = path_join(*state, "bad.lisae", NULL);
    struct images positive, negative;
    struct settings s;
    struct fit_report report;
    struct archive a, broken;
    struct error e = { "" };
    draw_images(&positive, 16, 8, 0, 1);
    draw_images(&negative, 16, 8, 1, 1);
    configure(&s, small);
    s.train.epochs = 1;
    struct fit_input in = { .settings = &s, .positive = &positive, .negative = &negative, .seed = 3 };
    struct autoencoder *model = fit_with("phase1", &in, &report);
    fit_report_release(&report);
    save_model("phase1", model, path, &a);
    for (size_t i = 0; i < sizeof entries / sizeof *entries; i++) {
        put_changed(&a, bad, entries[i], 0, 0, NULL);
        assert_refused("lis-ae", bad, entries[i]);
    }
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        put_changed(&a, bad, "settings", ARCHIVE_TEXT, 0, texts[i].settings);
        assert_refused("ae", bad, texts[i].message);
    }
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        put_changed(&a, bad, "image", ARCHIVE_I32, 3, sizes[i]);
        assert_refused("ae", bad, "");
    }
    put_changed(&a, bad, "image", ARCHIVE_I32, 2, sizes[0]);
    assert_refused("phase1", bad, "bad.lisae: expected 3 numbers in 'image', found 2");
    put_changed(&a, bad, "decoder", ARCHIVE_F32, model->decoder.n_params - 1, model->decoder.params);
    assert_refused("phase1", bad, "parameters in 'decoder'");

    /* a first phase that is not finite */
    model->decoder.params[0] = NAN;
    put_changed(&a, bad, "decoder", ARCHIVE_F32, model->decoder.n_params, model->decoder.params);
    assert_int_equal(archive_open(&broken, bad, &e), 0);
    in.first = &broken;
    report = (struct fit_report) { 0 };
    assert_null(detector_find("lis-ae")->fit(detector_find("lis-ae"), &in, &report, &e));
    assert_string_equal(e.text, "phase 2 diverged: the loss of epoch 1 is not finite");
    fit_report_release(&report);
    archive_release(&broken);
    in.first = &a;
    in.negative = NULL;
    assert_null(detector_find("lis-ae")->fit(detector_find("lis-ae"), &in, &report, &e));
    assert_string_equal(e.text, "lis-ae needs negative images: set 'negative' in [data]");
    configure(&s, "shape.linsep=on");
    in.settings = &s;
    assert_null(detector_find("phase1")->fit(detector_find("phase1"), &in, &report, &e));
    assert_string_equal(e.text, "LinSep needs negative images: set 'negative' in [data]");
    autoencoder_free(model);
    archive_release(&a);
    images_release(&positive);
    images_release(&negative);
    free(path);
    free(bad);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(phase_1_learns),
        cmocka_unit_test(what_cannot_learn_says_so),
        cmocka_unit_test(a_dead_start_is_followed_by_another),
        cmocka_unit_test(linear_ae_comes_close_to_pca),
        cmocka_unit_test(negatives_go_to_gamma),
        cmocka_unit_test(augmented_negatives),
        cmocka_unit_test(starts_at_the_mean_image),
        cmocka_unit_test(networks_have_their_shapes),
        cmocka_unit_test(impossible_networks),
        cmocka_unit_test(damaged_models_are_refused),
    };
    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
