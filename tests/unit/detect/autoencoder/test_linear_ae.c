/* linear-ae comes close to principal components. */
#include "support/fitting.h"

#include "detect/autoencoder/autoencoder.h"
#include "support/suite.h"

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
    configure(&s,
              "model.kind=conv model.latent=2 model.output_bias=zero model.init=uniform train.epochs=1 train.loss=l2 "
              "train.restarts=5 shape.linsep=on linear-ae.epochs=800 linear-ae.batch=16 linear-ae.learning_rate=0.08");
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
    set_number(&s, "linear-ae", "epochs", 1);
    set_number(&s, "linear-ae", "learning_rate", 1e-8);
    model = fit_with("linear-ae", &in, &report);
    assert_near(report.losses[1].positive, 0, 1e-8);
    fit_report_release(&report);
    autoencoder_free(model);
    /* and it has one start */
    positive.pixels[0] ^= 64;
    set_number(&s, "linear-ae", "epochs", 2);
    model = fit_with("linear-ae", &in, &report);
    assert_non_null(strstr(report.note, "in all 1 starts"));
    fit_report_release(&report);
    free(residual);
    free(error);
    detector_named("pca")->free(pca);
    autoencoder_free(model);
    images_release(&positive);
}

/* As many numbers in the code as pixels, and one less. */
static void a_code_that_need_not_leave_anything_out(void **state)
{
    (void)state;
    struct images positive;
    draw_images(&positive, 20, 3, 0, 3);
    for (int latent = 8; latent <= 9; latent++) {
        struct settings s;
        struct fit_report report;
        configure(&s, "linear-ae.epochs=1");
        KEYS(&s, model)->latent = latent;
        autoencoder_free(fit_with("linear-ae", &(struct fit_input) { .settings = &s, .positive = &positive }, &report));
        assert_string_equal(report.note,
                            latent < 9 ? "" : "a code of 9 numbers need not leave out anything of 9 pixels");
        fit_report_release(&report);
    }
    images_release(&positive);
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(linear_ae_comes_close_to_pca),
    cmocka_unit_test(a_code_that_need_not_leave_anything_out),
};

TEST_MAIN(tests, NULL, NULL)
