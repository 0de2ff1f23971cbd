/* lis-ae: negatives go to gamma, positives stay; augmented negatives; the example of section 4.2 of Battikh & Lenskiy
 * 2022: positives from N(0, diag(1, .2, .01)), a linear autoencoder with one number as its code, negatives that lie on
 * the z-axis. Phase 1 finds E = D = [1 0 0]; phase 2 keeps D and ends with an E = [1 0 g], g large. */
#include "support/fitting.h"

#include "detect/autoencoder/autoencoder.h"
#include "nn/adam.h"
#include "nn/loss.h"
#include "nn/network.h"
#include "support/suite.h"

static const char *const small = SMALL_AUTOENCODER "shape.learning_rate=0.01";

/* The mean score of images. */
static double mean_score(const char *name, void *model, const struct images *im)
{
    double *scores = scores_of(name, model, im), mean = mean_of(scores, im->n);
    free(scores);
    return mean;
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
        KEYS(&s, train)->epochs = 30;
        KEYS(&s, shape)->epochs = 60;
        KEYS(&s, shape)->gamma = 3;
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
        double old = mean_score("ae", ae, &unseen), new = mean_score("lis-ae", lis_ae, &unseen);
        assert_near(mean_score("lis-ae", lis_ae, &negative), 3, 0.35);
        assert_true(old < 2.5 && new > old + 0.5 * (3 - old));
        assert_true(mean_score("lis-ae", lis_ae, &more) < 1.5 * mean_score("ae", ae, &more));
        assert_near(mean_score("lis-ae", lis_ae, &positive), report.losses[59].positive, 0.1);
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

/* The loss of both sets as they are. */
static double loss_of_all(void *model, const struct images *positive, const struct images *negative, double gamma)
{
    double *errors = scores_of("lis-ae", model, negative), sum = mean_score("lis-ae", model, positive);
    for (size_t i = 0; i < negative->n; i++)
        sum += fabs(gamma - errors[i]) / (double)negative->n;
    free(errors);
    return sum;
}

/* Adam's first step goes by the rate against the sign of the gradient, whose sign a difference shows. A batch of all
 * images makes it the gradient of the whole loss. Returns how many parameters were looked at. */
static int expect_first_step(struct network *before, const struct network *after, void *model,
                             const struct images *positive, const struct images *negative, double rate)
{
    const float h = 2e-3F;
    int looked_at = 0;
    for (size_t i = 0; i < before->n_params; i += 17) {
        const float kept = before->params[i];
        before->params[i] = kept + h;
        const double more = loss_of_all(model, positive, negative, 3);
        before->params[i] = kept - h;
        const double slope = (more - loss_of_all(model, positive, negative, 3)) / (2 * (double)h);
        before->params[i] = kept;
        if (fabs(slope) < 0.01)
            continue;
        const double moved = (double)after->params[i] - (double)kept;
        assert_near(moved, slope > 0 ? -rate : rate, 0.01 * rate);
        looked_at++;
    }
    return looked_at;
}

/* `layers = all` trains encoder and decoder, too, by the gradient of the same loss; `layers = latent` leaves them. */
static void all_layers_are_trained(void **state)
{
    enum { N = 24 };
    const double rate = 1e-5;
    struct images positive, negative;
    struct settings s;
    struct fit_report report;
    struct archive phase1;
    char *path = path_join(*state, "phase1.lisae", NULL);
    draw_images(&positive, N, 8, 0, 1);
    draw_images(&negative, N, 8, 1, 2);
    configure(&s, small);
    KEYS(&s, train)->epochs = 20;
    KEYS(&s, shape)->epochs = 1;
    KEYS(&s, shape)->gamma = 3;
    KEYS(&s, shape)->learning_rate = rate;
    struct fit_input in = { .settings = &s, .positive = &positive, .negative = &negative, .seed = 3 };
    struct autoencoder *first = fit_with("phase1", &in, &report);
    fit_report_release(&report);
    save_model("phase1", first, path, &phase1);
    in.first = &phase1;
    KEYS(&s, train)->batch = N;
    struct autoencoder *latent = fit_with("lis-ae", &in, &report);
    fit_report_release(&report);
    settings_set(&s, setting_named("shape", "layers"), "all", NULL);
    struct autoencoder *all = fit_with("lis-ae", &in, &report);
    fit_report_release(&report);
    assert_memory_equal(latent->encoder.params, first->encoder.params, first->encoder.n_params * sizeof(float));
    assert_memory_equal(latent->decoder.params, first->decoder.params, first->decoder.n_params * sizeof(float));
    for (size_t i = 0; i < first->latent.n_params; i++) /* the same first step */
        assert_near((double)all->latent.params[i], (double)latent->latent.params[i], 0.01 * rate);
    assert_true(expect_first_step(&first->encoder, &all->encoder, first, &positive, &negative, rate) > 3);
    assert_true(expect_first_step(&first->decoder, &all->decoder, first, &positive, &negative, rate) > 2);
    KEYS(&s, shape)->epochs = 60;
    KEYS(&s, shape)->learning_rate = 0.003;
    struct autoencoder *trained = fit_with("lis-ae", &in, &report);
    assert_near(mean_score("lis-ae", trained, &negative), 3, 0.3);
    assert_true(report.losses[59].positive < 1.5 * mean_score("ae", first, &positive));
    fit_report_release(&report);
    autoencoder_free(first);
    autoencoder_free(latent);
    autoencoder_free(all);
    autoencoder_free(trained);
    archive_release(&phase1);
    images_release(&positive);
    images_release(&negative);
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
    KEYS(&s, train)->epochs = 10;
    KEYS(&s, shape)->epochs = 4;
    KEYS(&s, shape)->gamma = 3;
    struct fit_input in = { .settings = &s, .positive = &positive, .negative = &negative, .seed = 3 };
    void *first = fit_with("phase1", &in, &report);
    fit_report_release(&report);
    save_model("phase1", first, path, &phase1);
    in.first = &phase1;
    struct autoencoder *plain = fit_with("lis-ae", &in, &report);
    fit_report_release(&report);
    configure(&s, "augment.flip_x=on");
    struct settings flipped = plain->settings;
    const struct settings *trained = &((struct autoencoder *)first)->settings;
    *(struct augmentation *)settings_edit(&flipped, &augment_section) = *augment_of(&s);
    *KEYS(&flipped, train) = *train_of(trained);
    *KEYS(&flipped, shape) = *shape_of(trained);
    in.settings = &flipped;
    struct autoencoder *mirrored = fit_with("lis-ae", &in, &report);
    fit_report_release(&report);
    for (size_t i = 0; i < plain->latent.n_params; i++)
        assert_near((double)mirrored->latent.params[i], (double)plain->latent.params[i], 1e-3);
    set_number(&flipped, "augment", "blur", 1);
    set_number(&flipped, "augment", "blur_sigma", 2);
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

enum { N = 256, ROWS = 2 * N };

static const double GAMMA = 5;

struct example {
    struct network encoder, decoder;
    float x[ROWS][3]; /* N positives, N negatives */
};

static void train(struct example *t, int phase)
{
    enum { STEPS = 1500 };
    int rows = phase == 1 ? N : ROWS;
    float y[ROWS][3], g_encoder[4], g_decoder[6];
    double error[ROWS], weight[ROWS];
    struct adam encoder, decoder;
    struct pass *in = pass_create(&t->encoder, rows, PASS_WEIGHTS, NULL, NULL);
    struct pass *out = pass_create(&t->decoder, rows, PASS_INPUT | (phase == 1 ? PASS_WEIGHTS : 0), NULL, NULL);
    adam_init(&encoder, t->encoder.n_params);
    adam_init(&decoder, t->decoder.n_params);
    for (long step = 0; step < STEPS; step++) {
        double rate = learning_rate_at(0.02, 1, step, STEPS);
        enum reconstruction kind = phase == 1 ? LOSS_MSE : LOSS_L2;
        pass_begin(in);
        pass_begin(out);
        float *code = pass_forward(in, t->x[0]);
        const float *found = pass_forward(out, code);
        reconstruction_error(kind, found, t->x[0], (size_t)rows, 3, error);
        shaping_loss(error, N, (size_t)(rows - N), GAMMA, 1, weight);
        reconstruction_gradient(kind, found, t->x[0], (size_t)rows, 3, error, weight, y[0]);
        float *back = pass_backward(out, code, y[0], phase == 1 ? g_decoder : NULL);
        pass_backward(in, t->x[0], back, g_encoder);
        adam_step(&encoder, t->encoder.params, g_encoder, rate);
        if (phase == 1)
            adam_step(&decoder, t->decoder.params, g_decoder, rate);
    }
    pass_free(in);
    pass_free(out);
    adam_release(&encoder);
    adam_release(&decoder);
}

static double score(const struct example *t, double x, double y, double z)
{
    const float point[3] = { (float)x, (float)y, (float)z };
    double error;
    struct pass *in = pass_create(&t->encoder, 1, PASS_FORWARD, NULL, NULL);
    struct pass *out = pass_create(&t->decoder, 1, PASS_FORWARD, NULL, NULL);
    pass_begin(in);
    pass_begin(out);
    reconstruction_error(LOSS_L2, pass_forward(out, pass_forward(in, point)), point, 1, 3, &error);
    pass_free(in);
    pass_free(out);
    return error;
}

/* E in the scale in which D is [1 0 0]. */
static double encoded(const struct example *t, int axis)
{
    return (double)t->encoder.params[axis] * (double)t->decoder.params[0];
}

static void example_of_the_paper(void **state)
{
    (void)state;
    static struct example t;
    struct rng r;
    const struct shape point = { 1, 1, 3 }, code = { 1, 1, 1 };
    rng_seed(&r, 42);
    for (int i = 0; i < N; i++) {
        const double deviation[3] = { 1, sqrt(0.2), sqrt(0.01) };
        for (int k = 0; k < 3; k++)
            t.x[i][k] = (float)(deviation[k] * rng_normal(&r));
        t.x[N + i][2] = i % 2 ? 1 : -1;
    }
    network_init(&t.encoder, point);
    network_init(&t.decoder, code);
    assert_int_equal(network_dense(&t.encoder, code, ACTIVATION_IDENTITY, 0, NULL), 0);
    assert_int_equal(network_dense(&t.decoder, point, ACTIVATION_IDENTITY, 0, NULL), 0);
    network_finish(&t.encoder);
    network_finish(&t.decoder);
    network_initialise(&t.encoder, INIT_HE, &r);
    network_initialise(&t.decoder, INIT_HE, &r);

    train(&t, 1);
    float *d = t.decoder.params, kept[6];
    assert_near((double)(d[1] / d[0]), 0, 0.1); /* within the sample's own principal axis */
    assert_near((double)(d[2] / d[0]), 0, 0.02);
    assert_near(encoded(&t, 0), 1, 0.02);
    assert_near(encoded(&t, 1), 0, 0.1);
    assert_near(encoded(&t, 2), 0, 0.02);
    /* the cylinder of the paper: a plain one does not tell y from z */
    assert_near(score(&t, 2, 0.3, 0), score(&t, 2, 0, 0.3), 0.15);

    memcpy(kept, d, sizeof kept);
    train(&t, 2);
    assert_memory_equal(d, kept, sizeof kept);
    /* a negative's error is sqrt(1 + g^2) = GAMMA */
    assert_near(fabs(encoded(&t, 2)), sqrt(GAMMA * GAMMA - 1), 0.1);
    assert_near(encoded(&t, 0), 1, 0.05);
    assert_near(encoded(&t, 1), 0, 0.1);
    assert_near(score(&t, 0, 0, 1), GAMMA, 0.1);
    assert_near(score(&t, 0, 0, -1), GAMMA, 0.1);
    assert_near(score(&t, 2, 0.3, 0), 0.3, 0.1);
    /* L(x) = y^2 + g^2 z^2, the squashed cylinder */
    assert_near(score(&t, 2, 0, 0.3), 0.3 * GAMMA, 0.1);
    network_release(&t.encoder);
    network_release(&t.decoder);
}

/* A batch holds at most all positives, so one that is larger costs what they do. */
static void the_work_of_few_images(void **state)
{
    const struct detector *d = detector_named("lis-ae");
    const struct sizes size = {
        .height = 8, .width = 8, .channels = 1, .n_positive = 10, .n_negative = 9, .n_test = 7
    };
    struct settings few, many;
    (void)state;
    configure(&few, SMALL_AUTOENCODER "train.batch=10");
    configure(&many, SMALL_AUTOENCODER "train.batch=1000");
    assert_true(d->work(d, &few, &size) > 0);
    assert_true(d->work(d, &many, &size) == d->work(d, &few, &size));
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(negatives_go_to_gamma),  cmocka_unit_test(all_layers_are_trained),
    cmocka_unit_test(augmented_negatives),    cmocka_unit_test(example_of_the_paper),
    cmocka_unit_test(the_work_of_few_images),
};

TEST_MAIN(tests, make_folder, remove_folder)
