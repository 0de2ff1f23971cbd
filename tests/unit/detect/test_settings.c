/* Settings: from text and back, defaults, refusals, which keys a pattern names. */
#include "support/main.h"

#include <math.h>
#include <stdio.h>

#include "base/text.h"
#include "detect/detector.h"

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
    settings_set(&s, settings_find("model", "kind"), "cnov", &e);
    assert_string_equal(e.text,
                        "'kind' in [model]: expected one of conv, mlp, linear, found 'cnov', did you mean 'conv'?");
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

static void test_settings_defaults(void **state)
{
    (void)state;
    struct settings s, again;
    struct error e;
    settings_init(&s);
    settings_init(&again);
    assert_memory_equal(&s, &again, sizeof s);
    assert_int_equal(s.model.latent, 64);
    assert_int_equal(s.model.encoder.n, 2);
    assert_int_equal(s.model.encoder.of[1], 64);
    assert_true(s.kde.grid_low == -4.5);
    assert_true(choice_is(s.model.code, "tanh"));
    assert_false(choice_is(s.model.code, "tan"));
    assert_false(choice_is(s.model.code, "tanhs"));
    /* every default is a value that may be given */
    for (const struct settings_key *k = settings_keys; k->section; k++) {
        assert_int_equal(settings_set(&again, k, k->start, &e), 0);
        assert_ptr_equal(settings_find(k->section, k->name), k);
    }
    assert_memory_equal(&s, &again, sizeof s);
}

static void test_settings_text(void **state)
{
    (void)state;
    static const char *const patterns[] = { "shape.gamma", "model.encoder", "pca.*", "linear-ae.batch", NULL };
    struct settings s;
    struct text out = TEXT_INIT;
    settings_init(&s);
    assert_int_equal(settings_set(&s, settings_find("shape", "gamma"), "0.30000000004", NULL), 0);
    assert_int_equal(settings_set(&s, settings_find("model", "encoder"), "8  16 32", NULL), 0);
    settings_print(&s, patterns, &out);
    assert_string_equal(text_of(&out), "[model]\nencoder = 8 16 32\n[shape]\ngamma = 0.3\n"
                                       "[pca]\ncomponents = 0\n[linear-ae]\nbatch = 128\n");
    assert_true(s.shape.gamma == 0.3); /* the number of its text */
    assert_int_equal(settings_set(&s, settings_find("shape", "gamma"), "-0", NULL), 0);
    text_clear(&out);
    settings_value(&s, settings_find("shape", "gamma"), &out);
    assert_string_equal(text_of(&out), "0");
    assert_false(settings_used(patterns, settings_find("model", "latent")));
    assert_true(settings_used(patterns, settings_find("pca", "components")));
    assert_null(settings_find("linear_ae", "batch"));
    text_release(&out);
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(settings_from_text),
    cmocka_unit_test(test_settings_defaults),
    cmocka_unit_test(test_settings_text),
};

TEST_MAIN(tests, NULL, NULL)
