/* mem-ae: the addresses of its memory by hand, and what its note says. */
#include "support/fitting.h"

#include "detect/autoencoder/autoencoder.h"
#include "support/naive_code.h"
#include "support/suite.h"

static const char *const small = SMALL_AUTOENCODER "train.epochs=2 mem-ae.memory=5";

static void set_memory(struct code *c, const float *rows)
{
    memcpy(c->params, rows, c->n_params * sizeof *rows);
}

/* Slots along the axes. By the dot product a = (log 8, log 4, log 2, log 2) has the weights 8, 4,
 * 2, 2 sixteenths, and z is the weights themselves. */
static void addresses_of_orthogonal_slots(void **state)
{
    (void)state;
    static const float axes[16] = { 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1 };
    static const float long_axes[16] = { 3, 0, 0, 0, 0, 0.5f, 0, 0, 0, 0, 20, 0, 0, 0, 0, 1 };
    const float a[4] = { (float)log(8), (float)log(4), (float)log(2), (float)log(2) };
    static const struct {
        const char *shrink;
        double z[4];
    } table[] = {
        { "0", { 8 / 16.0, 4 / 16.0, 2 / 16.0, 2 / 16.0 } },
        { "0.8", { 2 / 3.0, 1 / 3.0, 0, 0 } }, /* above 1/5 */
        { "1.5", { 1, 0, 0, 0 } },             /* above 3/8 */
        { "3", { 1, 0, 0, 0 } },               /* none above 3/4: the largest alone */
    };
    for (size_t t = 0; t < sizeof table / sizeof *table; t++) {
        struct text keys = TEXT_INIT;
        struct code_pass pass;
        double entropy = 0;
        text_format(&keys, "model.latent=4 mem-ae.memory=4 mem-ae.addressing=dot mem-ae.shrink=%s", table[t].shrink);
        struct code c = code_with(&code_memory, text_of(&keys), 1);
        text_release(&keys);
        set_memory(&c, axes);
        code_pass_init(&pass, &c, 1);
        const float *z = code_pass_forward(&pass, a, NULL);
        for (int k = 0; k < 4; k++) {
            assert_near((double)z[k], table[t].z[k], 1e-6);
            entropy -= table[t].z[k] > 0 ? table[t].z[k] * log(table[t].z[k]) : 0;
        }
        assert_near(pass.term[0], entropy, 1e-6);
        assert_near(c.weight, 0.0002, 1e-12);
        code_pass_release(&pass);
        code_release(&c);
    }
    /* by the cosine neither a's length nor a slot's matters to the weights: e^1 against e^0 */
    struct code c = code_with(&code_memory, "model.latent=4 mem-ae.memory=4 mem-ae.shrink=0 mem-ae.temperature=0.5", 1);
    struct code_pass pass;
    code_pass_init(&pass, &c, 1);
    for (int t = 0; t < 4; t++) {
        float along[4] = { 0, 0, t % 2 ? 0.01f : 7, 0 };
        const float *slots = t < 2 ? axes : long_axes;
        set_memory(&c, slots);
        const float *z = code_pass_forward(&pass, along, NULL);
        for (int k = 0; k < 4; k++)
            assert_near((double)z[k], (double)slots[5 * k] * exp(k == 2 ? 2 : 0) / (exp(2) + 3), 1e-5);
    }
    code_pass_release(&pass);
    code_release(&c);
}

/* All weights at the threshold: the first of the largest alone, and nothing to learn for a. */
static void weights_that_are_all_cut_off(void **state)
{
    (void)state;
    static const float axes[4] = { 1, 0, 0, 1 }, a[2] = { 0.5f, 0.5f }, zero[2] = { 0, 0 }, dz[2] = { 1, 3 };
    float da[2], gradient[4];
    struct code c = code_with(&code_memory, "model.latent=2 mem-ae.memory=2 mem-ae.shrink=1 mem-ae.entropy_weight=1",
                              1);
    struct code_pass pass;
    set_memory(&c, axes);
    code_pass_init(&pass, &c, 1);
    const float *z = code_pass_forward(&pass, a, NULL);
    assert_memory_equal(z, axes, sizeof zero);
    assert_near(pass.term[0], 0, 0);
    code_pass_backward(&pass, a, dz, da, gradient);
    assert_true(da[0] == 0 && da[1] == 0);
    assert_true(gradient[0] == 1 && gradient[1] == 3 && gradient[2] == 0 && gradient[3] == 0);
    /* and a code or slots of no length have no direction, but numbers they stay */
    set_memory(&c, (float[4]) { 0 });
    z = code_pass_forward(&pass, zero, NULL);
    code_pass_backward(&pass, zero, dz, da, gradient);
    for (int k = 0; k < 4; k++)
        assert_true(isfinite(z[k % 2]) && isfinite(da[k % 2]) && isfinite(gradient[k]));
    code_pass_release(&pass);
    code_release(&c);
}

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
    cmocka_unit_test(addresses_of_orthogonal_slots),
    cmocka_unit_test(weights_that_are_all_cut_off),
    cmocka_unit_test(the_mean_image_is_noted_with_the_term),
};

TEST_MAIN(tests, NULL, NULL)
