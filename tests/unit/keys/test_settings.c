/* Settings: from text and back, defaults, refusals, which keys a pattern names. */
#include "support/main.h"

#include <math.h>
#include <stdio.h>

#include "base/text.h"
#include "detect/detector.h"
#include "detect/parts/density.h"
#include "support/suite.h"

static const char *set_to(struct settings *s, const char *section, const char *name, const char *value)
{
    static char found[64];
    struct text t = TEXT_INIT;
    const struct setting *k = setting_named(section, name);
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
    settings_start(&s);
    /* numbers are what their canonical text says */
    assert_string_equal(set_to(&s, "shape", "gamma", "0.12345678949"), "0.123456789");
    assert_true(shape_of(&s)->gamma == 0.123456789);
    assert_string_equal(set_to(&s, "model", "slope", "-0"), "0");
    assert_false(signbit(model_of(&s)->slope));
    assert_string_equal(set_to(&s, "train", "learning_rate", "1e-3"), "0.001");
    assert_string_equal(set_to(&s, "model", "encoder", " 8\t 016 "), "8 16");
    assert_int_equal(model_of(&s)->encoder.n, 2);
    assert_string_equal(set_to(&s, "model", "code", "leaky-relu"), "leaky-relu");
    assert_true(choice_is(model_of(&s)->code, "leaky-relu") && !choice_is(model_of(&s)->code, "leaky"));
    assert_string_equal(set_to(&s, "model", "latent", "4096"), "4096");
    static const char *const refused[][3] = {
        { "model", "latent", "4097" },
        { "model", "latent", "0" },
        { "model", "latent", "2.0" },
        { "model", "slope", "1.01" },
        { "model", "slope", "nan" },
        { "model", "slope", "" },
        { "train", "learning_rate", "0" },
        { "model", "encoder", "" },
        { "model", "encoder", "8 0" },
        { "model", "encoder", "8,8" },
        { "model", "encoder", "1 2 3 4 5 6 7 8 9" },
        { "model", "code", "" },
        { "model", "code", "tanh sigmoid" },
        { "model", "code", "tan" },
        { "model", "code", "Tanh" },
    };
    again = s;
    for (size_t i = 0; i < sizeof refused / sizeof *refused; i++)
        if (set_to(&s, refused[i][0], refused[i][1], refused[i][2]))
            fail_msg("'%s' was taken for '%s'", refused[i][2], refused[i][1]);
    assert_memory_equal(&s, &again, sizeof s);
    settings_set(&s, setting_named("model", "kind"), "cnov", &e);
    assert_string_equal(e.text,
                        "'kind' in [model]: expected one of conv, mlp, linear, found 'cnov', did you mean 'conv'?");
    settings_set(&s, setting_named("model", "latent"), "x", &e);
    assert_string_equal(e.text, "'latent' in [model]: expected a whole number from 1 to 4096, found 'x'");
    assert_null(setting_named("model", "gamma"));
    assert_null(setting_named("models", "latent"));
    struct text t = TEXT_INIT;
    settings_start(&s);
    settings_print(&s, (const char *const[]) { "pca.*", "model.latent", "linear-ae.batch", "kde.fold", NULL }, &t);
    assert_string_equal(text_of(&t), "[model]\nlatent = 64\n[pca]\ncomponents = 0\n[linear-ae]\nbatch = 128\n");
    text_release(&t);
}

static void test_settings_defaults(void **state)
{
    (void)state;
    struct settings s, again;
    struct error e;
    settings_start(&s);
    settings_start(&again);
    assert_memory_equal(&s, &again, sizeof s);
    assert_int_equal(model_of(&s)->latent, 64);
    assert_int_equal(model_of(&s)->encoder.n, 2);
    assert_int_equal(model_of(&s)->encoder.of[1], 64);
    assert_true(kde_of(&s)->grid_low == -4.5);
    assert_true(choice_is(model_of(&s)->code, "tanh"));
    assert_false(choice_is(model_of(&s)->code, "tan"));
    assert_false(choice_is(model_of(&s)->code, "tanhs"));
    /* every default is a value that may be given */
    for (size_t i = 0; i < suite()->sections.n_settings; i++) {
        const struct setting *k = &suite()->sections.settings[i];
        assert_int_equal(settings_set(&again, k, k->key->start, &e), 0);
        assert_ptr_equal(setting_named(k->section->name, k->key->name), k);
    }
    assert_memory_equal(&s, &again, sizeof s);
    /* and that of another value is found again */
    const struct setting *latent = setting_named("model", "latent");
    assert_true(settings_at_default(&again, latent));
    assert_int_equal(settings_set(&again, latent, "7", &e), 0);
    assert_false(settings_at_default(&again, latent));
    settings_reset(&again, latent);
    assert_memory_equal(&s, &again, sizeof s);
}

static void test_settings_text(void **state)
{
    (void)state;
    static const char *const patterns[] = { "shape.gamma", "model.encoder", "pca.*", "linear-ae.batch", NULL };
    struct settings s;
    struct text out = TEXT_INIT;
    settings_start(&s);
    assert_int_equal(settings_set(&s, setting_named("shape", "gamma"), "0.30000000004", NULL), 0);
    assert_int_equal(settings_set(&s, setting_named("model", "encoder"), "8  16 32", NULL), 0);
    settings_print(&s, patterns, &out);
    assert_string_equal(text_of(&out), "[model]\nencoder = 8 16 32\n[shape]\ngamma = 0.3\n"
                                       "[pca]\ncomponents = 0\n[linear-ae]\nbatch = 128\n");
    assert_true(shape_of(&s)->gamma == 0.3); /* the number of its text */
    assert_int_equal(settings_set(&s, setting_named("shape", "gamma"), "-0", NULL), 0);
    text_clear(&out);
    settings_value(&s, setting_named("shape", "gamma"), &out);
    assert_string_equal(text_of(&out), "0");
    assert_false(setting_matches(setting_named("model", "latent"), patterns));
    assert_true(setting_matches(setting_named("pca", "components"), patterns));
    assert_null(setting_named("linear_ae", "batch"));
    text_release(&out);
}

static void values_of_a_list(void **state)
{
    (void)state;
    struct settings s;
    settings_start(&s);
    assert_true(settings_have(&s, "kde.select", "cv"));
    assert_true(settings_have(&s, "model.kind", "mlp conv"));
    assert_false(settings_have(&s, "model.kind", "mlp linear"));
    assert_false(settings_have(&s, "pca.components", "!0"));
    assert_true(settings_have(&s, "pca.components", "0"));
    assert_int_equal(settings_set(&s, setting_named("pca", "components"), "10", NULL), 0);
    assert_true(settings_have(&s, "pca.components", "!0"));
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(settings_from_text),
    cmocka_unit_test(test_settings_defaults),
    cmocka_unit_test(test_settings_text),
    cmocka_unit_test(values_of_a_list),
};

TEST_MAIN(tests, NULL, NULL)
