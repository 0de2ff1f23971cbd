/* mem-ae: what its note says. */
#include "support/fitting.h"

#include "detect/autoencoder/autoencoder.h"
#include "support/suite.h"

static const char *const small = SMALL_AUTOENCODER "train.epochs=2 mem-ae.memory=5";

static void the_mean_image_is_noted_with_the_term(void **state)
{
    (void)state;
    struct images positive;
    struct settings s;
    struct fit_report report;
    draw_images(&positive, 32, 8, 0, 1);
    configure(&s, small);
    KEYS(&s, train)->epochs = 8;
    KEYS(&s, train)->learning_rate = 1e-8;
    struct fit_input in = { .settings = &s, .positive = &positive, .seed = 1 };
    void *model = fit_with("mem-ae", &in, &report);
    assert_non_null(strstr(report.note, "phase 1 stayed at the mean image"));
    assert_non_null(strstr(report.note, " in all 3 starts; entropy of the addresses in the last epoch: "));
    fit_report_release(&report);
    autoencoder_free(model);
    model = fit_with("repnn", &in, &report);
    assert_true(ends_with(report.note, " in all 3 starts"));
    fit_report_release(&report);
    autoencoder_free(model);
    images_release(&positive);
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(the_mean_image_is_noted_with_the_term),
};

TEST_MAIN(tests, NULL, NULL)
